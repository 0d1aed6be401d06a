import { join } from 'node:path'
import { billon } from '@polyrail/billon'
import { cardIntent } from '@polyrail/card-intent'
import { createPayments } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { palladium } from '@polyrail/palladium'
import { palomma } from '@polyrail/palomma'
import {
  startSimulator,
  type BillonSimulator,
  type CardIntentSimulator,
  type PalladiumSimulator,
  type PalommaSimulator,
} from '@polyrail/simulators'

/** A merchant with four providers, which are simulated, and a journal, which is real. */
export interface World {
  readonly payments: DemoPayments
  readonly palladium: PalladiumSimulator
  readonly palomma: PalommaSimulator
  readonly cards: CardIntentSimulator
  readonly panel: BillonSimulator
  /** Closes polyrail and opens it again on the same journal: what it knows then, it has from the file. */
  readonly restart: () => Promise<void>
}

/** Its commands take what these providers serve, and nothing else. */
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
  await using cards = await startSimulator('card-intent', { ledgerPath: book('card-intent') })
  await using panel = await startSimulator('billon', { ledgerPath: book('billon') })
  const urls = { palladium: atPalladium.url, palomma: atPalomma.url, cards: cards.url, panel: panel.url }
  const open = (): Promise<DemoPayments> => openPayments(folder, urls)
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
      cards,
      panel,
      restart,
    })
  } finally {
    await payments.close()
  }
}

interface Urls {
  readonly palladium: string
  readonly palomma: string
  readonly cards: string
  readonly panel: string
}

const openPayments = async (folder: string, urls: Urls) =>
  createPayments({
    journal: sqliteJournal({ path: join(folder, 'payments.db') }),
    providers: [
      palladium({ apiKey: 'simulated', baseUrl: urls.palladium }),
      palomma({ apiKey: 'simulated', baseUrl: urls.palomma }),
      cardIntent({ clientId: 'simulated', clientSecret: 'simulated', baseUrl: urls.cards }),
      billon({ password: 'simulated', baseUrl: urls.panel }),
    ],
    // The story itself tells of the lost answer that would be logged.
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  })

const ignore = (): void => undefined

const LOGINS = ['authenticate', 'create-token']

/** How many requests the providers have got so far that could create or change something. */
export const requestsSent = ({ palladium, palomma, cards, panel }: World): number =>
  [palladium, palomma, cards, panel]
    .flatMap(({ requests }) => requests)
    .filter(({ method, endpoint = '' }) => method === 'POST' && !LOGINS.includes(endpoint)).length
