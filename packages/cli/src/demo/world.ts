import { join } from 'node:path'
import { createPayments } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { palladium } from '@polyrail/palladium'
import { palomma } from '@polyrail/palomma'
import { startSimulator, type PalladiumSimulator, type PalommaSimulator } from '@polyrail/simulators'

/** A merchant with two providers, which are simulated, and a journal, which is real. */
export interface World {
  readonly payments: DemoPayments
  readonly palladium: PalladiumSimulator
  readonly palomma: PalommaSimulator
  /** Closes polyrail and opens it again on the same journal: what it knows then, it has from the file. */
  readonly restart: () => Promise<void>
}

/** Its commands take what these two providers serve, and nothing else. */
export type DemoPayments = Awaited<ReturnType<typeof openPayments>>

// Enough for the first two payouts, too little for the third.
const WALLET = 30_000_000n

/** Opens everything in an empty folder, and closes it again whatever happens. */
export const withWorld = async <Result>(folder: string, play: (world: World) => Promise<Result>): Promise<Result> => {
  const book = (name: string): string => join(folder, `${name}-ledger.jsonl`)
  await using atPalladium = await startSimulator('palladium', {
    disbursableBalance: WALLET,
    ledgerPath: book('palladium'),
  })
  await using atPalomma = await startSimulator('palomma', { ledgerPath: book('palomma') })
  const open = (): Promise<DemoPayments> => openPayments(folder, { palladium: atPalladium.url, palomma: atPalomma.url })
  let payments = await open()
  const restart = async (): Promise<void> => {
    await payments.close()
    payments = await open()
  }
  try {
    return await play({
      get payments() {
        return payments
      },
      palladium: atPalladium,
      palomma: atPalomma,
      restart,
    })
  } finally {
    await payments.close()
  }
}

const openPayments = async (folder: string, urls: { readonly palladium: string; readonly palomma: string }) =>
  createPayments({
    journal: sqliteJournal({ path: join(folder, 'payments.db') }),
    providers: [
      palladium({ apiKey: 'simulated', baseUrl: urls.palladium }),
      palomma({ apiKey: 'simulated', baseUrl: urls.palomma }),
    ],
    // The story itself tells of the lost answer that would be logged.
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  })

const ignore = (): void => undefined

/** How many requests both providers have got so far that could create something. */
export const requestsSent = ({ palladium, palomma }: World): number =>
  [...palladium.requests, ...palomma.requests].filter(({ method }) => method === 'POST').length
