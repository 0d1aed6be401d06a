import { once } from 'node:events'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { CREATIONS, stepOf } from '../../support/creations.js'
import { killingJournal, type KillPoint } from '../../support/kill-points.js'
import { openPayments, type TestPayments, type Urls } from '../../support/world.js'

export interface CallsJob {
  readonly journal: string
  readonly urls: Urls
  readonly calls: readonly { readonly creation: number; readonly reference: string }[]
  readonly point?: KillPoint
  /** So many go through all calls one by one, each from another place on; without it all calls are made at once. */
  readonly callers?: number
}

export interface CallOutcome {
  readonly reference: string
  readonly id?: string
  readonly status?: string
  /** The code of the error that was thrown instead. */
  readonly error?: string
}

const { journal: path, calls, point, urls, callers = 0 } = JSON.parse(process.argv[2] ?? '') as CallsJob

const steps = Object.fromEntries(calls.map(({ creation, reference }) => [reference, stepOf(CREATIONS[creation]!)]))

const call = async (
  payments: TestPayments,
  { creation, reference }: CallsJob['calls'][number],
): Promise<CallOutcome> => {
  try {
    const { id, status } = await CREATIONS[creation]!.create(payments, reference)
    return { reference, id, status }
  } catch (error) {
    return { reference, error: String((error as { readonly code?: unknown }).code) }
  }
}

const open = sqliteJournal({ path })
const payments = await openPayments({
  journal: point === undefined ? open : killingJournal(open, { point, steps }),
  urls,
})
process.send?.('ready')
await once(process, 'message')
const oneByOne = async (caller: number): Promise<readonly CallOutcome[]> => {
  const first = Math.floor((caller * calls.length) / callers)
  const outcomes: CallOutcome[] = []
  for (const one of [...calls.slice(first), ...calls.slice(0, first)]) outcomes.push(await call(payments, one))
  return outcomes
}
const outcomes =
  callers === 0
    ? await Promise.all(calls.map((one) => call(payments, one)))
    : (await Promise.all(Array.from({ length: callers }, (_, caller) => oneByOne(caller)))).flat()
await new Promise((resolve) => process.send?.(outcomes, resolve))
await payments.close()
process.disconnect()
