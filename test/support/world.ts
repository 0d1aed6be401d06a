import { billon } from '@polyrail/billon'
import { cardIntent } from '@polyrail/card-intent'
import { createPayments, type Journal, type LimitOptions, type Logger, type PolyrailOptions } from '@polyrail/core'
import { palladium } from '@polyrail/palladium'
import { palomma } from '@polyrail/palomma'
import {
  startSimulator,
  type BillonSimulator,
  type CardIntentSimulator,
  type PalladiumSimulator,
  type PalommaSimulator,
  type SimulatorOptions,
} from '@polyrail/simulators'
import { temporaryFolder, type Folder } from './folder.js'
import { journalIn, type JournalName } from './journals.js'
import { silentLogger } from './logger.js'

export const API_KEY = 'key-of-the-tests'

export const PROVIDERS = ['palladium', 'palomma', 'billon', 'card-intent'] as const
export type ProviderName = (typeof PROVIDERS)[number]
export type Urls = Readonly<Record<ProviderName, string>>

/** The same address for every provider. */
export const everywhere = (url: string): Urls => ({ palladium: url, palomma: url, billon: url, 'card-intent': url })

interface Accounts extends Pick<PolyrailOptions, 'clock' | 'recovery'> {
  readonly journal: Journal
  readonly urls: Urls
  readonly apiKey?: string
  readonly timeoutMs?: number
  readonly logger?: Logger
  readonly limits?: LimitOptions
}

/** What many silences in a row would run into, which these tests make on purpose. */
const FAULTS_ON_PURPOSE: LimitOptions = { circuit: false, unresolved: 1_000_000 }

/** The library as a merchant starts it, over one account of each provider. */
export const openPayments = ({
  journal,
  urls,
  apiKey = API_KEY,
  timeoutMs = 10_000,
  logger = silentLogger,
  limits = FAULTS_ON_PURPOSE,
  ...options
}: Accounts) =>
  createPayments({
    journal,
    logger,
    timeoutMs,
    limits,
    ...options,
    providers: [
      palladium({ apiKey, baseUrl: urls.palladium }),
      palomma({ apiKey, baseUrl: urls.palomma }),
      billon({ password: apiKey, baseUrl: urls.billon }),
      cardIntent({ clientId: 'acc_tests', clientSecret: apiKey, allowRawCards: true, baseUrl: urls['card-intent'] }),
    ],
  })

export type TestPayments = Awaited<ReturnType<typeof openPayments>>

export interface World extends AsyncDisposable {
  readonly folder: Folder
  readonly palladium: PalladiumSimulator
  readonly palomma: PalommaSimulator
  readonly billon: BillonSimulator
  readonly 'card-intent': CardIntentSimulator
  readonly urls: Urls
  readonly payments: TestPayments
  /** The same accounts once more, as another process on the same journal has them; closed with the world. */
  readonly another: (options?: Partial<Accounts>) => Promise<TestPayments>
}

export interface WorldOptions {
  readonly journal: JournalName
  readonly timeoutMs?: number
  readonly logger?: Logger
  readonly limits?: LimitOptions
  readonly recovery?: false
  readonly palladium?: SimulatorOptions<'palladium'>
  readonly palomma?: SimulatorOptions<'palomma'>
  readonly billon?: SimulatorOptions<'billon'>
  readonly 'card-intent'?: SimulatorOptions<'card-intent'>
}

/** All providers, each on a port of its own, and the library on a journal of its own. */
export const startWorld = async ({
  journal: name,
  palladium: atPalladium,
  palomma: atPalomma,
  billon: atBillon,
  'card-intent': atCards,
  ...options
}: WorldOptions): Promise<World> => {
  const folder = await temporaryFolder()
  const [palladium, palomma, billon, cards] = await Promise.all([
    startSimulator('palladium', { apiKey: API_KEY, qaTiming: false, ...atPalladium }),
    startSimulator('palomma', { apiKey: API_KEY, ...atPalomma }),
    startSimulator('billon', { apiKey: API_KEY, ...atBillon }),
    startSimulator('card-intent', { clientSecret: API_KEY, ...atCards }),
  ])
  const simulators = { palladium, palomma, billon, 'card-intent': cards }
  const urls = { palladium: palladium.url, palomma: palomma.url, billon: billon.url, 'card-intent': cards.url }
  const opened: TestPayments[] = []
  const shared = journalIn(name, folder)
  const another = async (changes: Partial<Accounts> = {}): Promise<TestPayments> => {
    // A second memory journal would know nothing; a second sqlite journal is what a second process has.
    const journal = name === 'memory' || opened.length === 0 ? shared : journalIn(name, folder)
    const payments = await openPayments({ urls, ...options, journal, ...changes })
    opened.push(payments)
    return payments
  }
  return {
    folder,
    ...simulators,
    urls,
    payments: await another(),
    another,
    async [Symbol.asyncDispose]() {
      // The providers first: whoever still waits for an answer need not wait for its time-out.
      await Promise.all(Object.values(simulators).map((simulator) => simulator.close()))
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
