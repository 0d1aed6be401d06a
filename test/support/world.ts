import { createPayments, type Journal, type Logger } from '@polyrail/core'
import { palladium } from '@polyrail/palladium'
import { palomma } from '@polyrail/palomma'
import {
  startSimulator,
  type PalladiumSimulator,
  type PalommaSimulator,
  type SimulatorOptions,
} from '@polyrail/simulators'
import { temporaryFolder, type Folder } from './folder.js'
import { journalIn, type JournalName } from './journals.js'
import { silentLogger } from './logger.js'

export const API_KEY = 'key-of-the-tests'

interface Accounts {
  readonly journal: Journal
  readonly palladiumUrl: string
  readonly palommaUrl: string
  readonly apiKey?: string
  readonly timeoutMs?: number
  readonly logger?: Logger
}

/** The library as a merchant starts it, over one account of each provider. */
export const openPayments = ({
  journal,
  palladiumUrl,
  palommaUrl,
  apiKey = API_KEY,
  timeoutMs = 10_000,
  logger = silentLogger,
}: Accounts) =>
  createPayments({
    journal,
    logger,
    timeoutMs,
    providers: [palladium({ apiKey, baseUrl: palladiumUrl }), palomma({ apiKey, baseUrl: palommaUrl })],
  })

export type TestPayments = Awaited<ReturnType<typeof openPayments>>

export interface World extends AsyncDisposable {
  readonly folder: Folder
  readonly palladium: PalladiumSimulator
  readonly palomma: PalommaSimulator
  readonly payments: TestPayments
  /** The same accounts once more, as another process on the same journal has them; closed with the world. */
  readonly another: (options?: Partial<Accounts>) => Promise<TestPayments>
}

export interface WorldOptions {
  readonly journal: JournalName
  readonly timeoutMs?: number
  readonly logger?: Logger
  readonly palladium?: SimulatorOptions<'palladium'>
  readonly palomma?: SimulatorOptions<'palomma'>
}

/** Both providers, each on a port of its own, and the library on a journal of its own. */
export const startWorld = async ({ journal: name, palladium, palomma, ...options }: WorldOptions): Promise<World> => {
  const folder = await temporaryFolder()
  const [atPalladium, atPalomma] = await Promise.all([
    startSimulator('palladium', { apiKey: API_KEY, qaTiming: false, ...palladium }),
    startSimulator('palomma', { apiKey: API_KEY, ...palomma }),
  ])
  const opened: TestPayments[] = []
  const shared = journalIn(name, folder)
  const another = async (changes: Partial<Accounts> = {}): Promise<TestPayments> => {
    const accounts = { palladiumUrl: atPalladium.url, palommaUrl: atPalomma.url, ...options }
    // A second memory journal would know nothing; a second sqlite journal is what a second process has.
    const journal = name === 'memory' || opened.length === 0 ? shared : journalIn(name, folder)
    const payments = await openPayments({ ...accounts, journal, ...changes })
    opened.push(payments)
    return payments
  }
  return {
    folder,
    palladium: atPalladium,
    palomma: atPalomma,
    payments: await another(),
    another,
    async [Symbol.asyncDispose]() {
      // The providers first: whoever still waits for an answer need not wait for its time-out.
      await Promise.all([atPalladium.close(), atPalomma.close()])
      await Promise.all(opened.map((payments) => payments.close()))
      await folder[Symbol.asyncDispose]()
    },
  }
}

/** Everything of an async iterable. */
export const all = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}
