import { Container, type ContainerModule } from 'inversify'
import {
  HttpTransport,
  Payments,
  memoryJournal,
  polyrail,
  type CreatePayin,
  type CreatePayout,
  type Journal,
  type Logger,
  type PolyrailOptions,
} from '../../src/index.js'
import { manualClock, type ManualClock } from './clock.js'
import { KEY, acme } from './acme.js'
import type { ScriptedTransport } from './transport.js'

export interface LogLine {
  readonly level: string
  readonly fields: object
  readonly message: string
}

export interface World {
  readonly payments: Payments
  readonly transport: ScriptedTransport
  readonly journal: Journal
  readonly clock: ManualClock
  readonly log: readonly LogLine[]
}

interface Parts extends Partial<PolyrailOptions> {
  readonly transport: ScriptedTransport
  readonly providers?: readonly ContainerModule[]
  readonly clock?: ManualClock
}

/** A platform with a scripted provider: by default acme, an empty memory journal and a clock that stands still. */
export const world = async ({ transport, providers, ...options }: Parts): Promise<World> => {
  const clock = options.clock ?? manualClock()
  const journal = options.journal ?? memoryJournal({ clock })
  const { logger, lines: log } = memoryLogger()
  const container = new Container()
  container.load(
    polyrail({ logger, recovery: false, ...options, journal, clock }),
    ...(providers ?? [acme({ apiKey: KEY })]),
  )
  container.rebind(HttpTransport).toConstantValue(transport)
  return { payments: await container.getAsync(Payments), transport, journal, clock, log }
}

/** A second process on the same journal. */
export const beside = (
  { journal, clock }: World,
  transport: ScriptedTransport,
  providers?: readonly ContainerModule[],
) => world({ transport, journal, clock, ...(providers === undefined ? {} : { providers }) })

export const memoryLogger = (): { readonly logger: Logger; readonly lines: readonly LogLine[] } => {
  const lines: LogLine[] = []
  const at = (level: string) => (fields: object, message: string) => void lines.push({ level, fields, message })
  return { logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines }
}

export const payin = (over: Partial<CreatePayin> = {}): CreatePayin => ({
  reference: 'order-1',
  amount: { amount: '150000', currency: 'IDR' },
  method: { type: 'qr_code' },
  ...over,
})

export const payout = (over: Partial<CreatePayout> = {}): CreatePayout => ({
  reference: 'salary-1',
  amount: { amount: '1500.50', currency: 'COP' },
  destination: { type: 'bank_account', bankCode: '007', accountName: 'Ana Gómez', accountNumber: '123-456' },
  ...over,
})

/** The state of the latest operation under a reference. */
export const stateOf = async (journal: Journal, reference = 'order-1'): Promise<string | undefined> =>
  (await journal.findOperation({ merchant: 'default', kind: 'payin.create', reference }))?.state

/** Nobody asks about it on the schedule any more. */
export const leftAlone = async (journal: Journal, id = ''): Promise<void> => {
  const operation = await journal.operation('default', id)
  if (operation === undefined) throw new Error(`There is no operation ${id}`)
  await journal.postpone({ merchant: 'default', id, version: operation.version })
}

export const operationOf = async (journal: Journal, reference = 'order-1') => {
  const found = await journal.findOperation({ merchant: 'default', kind: 'payin.create', reference })
  if (found === undefined) throw new Error(`no operation under ${reference}`)
  return found
}

export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let turn = 0; turn < 2_000; turn += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  throw new Error('it did not come about in time')
}

export const all = async <T>(list: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = []
  for await (const item of list) items.push(item)
  return items
}

/** How a call ended: the status of what it gave, or the code of its error. */
export const ended = (promise: Promise<{ readonly status: string }>): Promise<string> =>
  promise.then(
    ({ status }) => status,
    (error: unknown) => (error as { readonly code: string }).code,
  )
