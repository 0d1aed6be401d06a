import { brokenAt, type Journal, type OperationRecord, type OperationState } from '@polyrail/core'
import { CREATIONS, executions, type Creation } from '../support/creations.js'
import type { TestPayments, World } from '../support/world.js'
import type { Job, Told } from './job.js'

/** What the providers' books say of what the journal says. All but the first three must be empty. */
export interface Verdict {
  readonly operations: number
  readonly executed: number
  /** Outcomes that a person had to settle, because no provider could be asked. */
  readonly settledByPeople: number
  readonly double: readonly string[]
  /** Executed, and taken for not executed. */
  readonly lost: readonly string[]
  /** Taken for executed, and not. */
  readonly onlyClaimed: readonly string[]
  readonly stuckInSending: readonly string[]
  /** Unknown, and neither is anybody going to ask nor is it with a person. */
  readonly forgotten: readonly string[]
  readonly brokenHistories: readonly string[]
  /** Not executed exactly once after everything was settled and called again. */
  readonly notOnceInTheEnd: readonly string[]
}

interface Facts {
  readonly world: World
  readonly payments: TestPayments
  readonly journal: Journal
  readonly calls: Job['calls']
  readonly told: ReadonlyMap<string, readonly Told[]>
  /** False where references are thought up anew: then only the sum of a payment's executions counts. */
  readonly counts: boolean
}

const EXECUTED: readonly OperationState[] = ['SUCCEEDED', 'PENDING', 'REVERSED', 'CANCELLED']
const NOT_EXECUTED: readonly OperationState[] = ['ABSENT', 'NOT_SENT', 'DECLINED']

export const judge = async ({ world, payments, journal, calls, counts }: Facts): Promise<Verdict> => {
  const creationOf = ({ creation }: Job['calls'][number]) => CREATIONS[creation] as Creation
  const count = (call: Job['calls'][number]): number =>
    counts
      ? executions(world, creationOf(call), call.reference)
      : executionsOfAll(world, creationOf(call), call.reference)
  const double = calls.filter((call) => count(call) > 1).map(({ reference }) => reference)
  if (!counts) return { ...NOTHING, operations: calls.length, executed: sum(calls.map(count)), double }

  const latest = new Map<string, OperationRecord>()
  for await (const operation of allOf(journal)) latest.set(operation.reference, operation)
  const of = (states: readonly OperationState[], executed: boolean): string[] =>
    calls
      .filter((call) => {
        const { state } = latest.get(call.reference) ?? {}
        return state !== undefined && states.includes(state) && count(call) > 0 === executed
      })
      .map(({ reference }) => reference)
  const lost = of(NOT_EXECUTED, true)
  const onlyClaimed = of(EXECUTED, false)
  const all = [...latest.values()]
  const stuckInSending = all.filter(({ state }) => state === 'SENDING').map(({ reference }) => reference)
  const forgotten = all
    .filter(({ state, nextCheckAt }) => state === 'UNKNOWN' && nextCheckAt === undefined)
    .map(({ reference }) => reference)
  const brokenHistories: string[] = []
  for (const operation of all) {
    const { id, merchant, reference } = operation
    if (brokenAt(operation, await journal.history(merchant, id)) !== undefined) brokenHistories.push(reference)
  }
  const settledByPeople = await settleByTheBooks(payments, latest, (reference) => {
    const call = calls.find((one) => one.reference === reference)
    return call === undefined ? undefined : count(call)
  })
  const refused = await callAgain(payments, calls)
  const notOnceInTheEnd = calls.flatMap((call) => {
    const times = count(call)
    const why = refused.get(call.reference)
    return times === 1 ? [] : [`${call.reference} ${String(times)} times${why === undefined ? '' : `: ${why}`}`]
  })
  return {
    ...{ operations: all.length, executed: sum(calls.map(count)), settledByPeople },
    ...{ double, lost, onlyClaimed, stuckInSending, forgotten, brokenHistories, notOnceInTheEnd },
  }
}

const NOTHING: Verdict = {
  ...{ operations: 0, executed: 0, settledByPeople: 0, double: [], lost: [], onlyClaimed: [] },
  ...{ stuckInSending: [], forgotten: [], brokenHistories: [], notOnceInTheEnd: [] },
}

/** People look into the panel, which is right, and say what they see. */
const settleByTheBooks = async (
  payments: TestPayments,
  latest: ReadonlyMap<string, OperationRecord>,
  executedOf: (reference: string) => number | undefined,
): Promise<number> => {
  let settled = 0
  for await (const { id, reference } of payments.operations.list({ status: 'unknown' })) {
    const executed = executedOf(reference)
    // A card that was to be captured or refunded has an operation of its own under its own reference.
    if (executed === undefined || latest.get(reference)?.id !== id) continue
    const outcome = executed > 0 ? 'succeeded' : 'not_executed'
    await payments.operations.settle(id, { outcome, evidence: 'the books of the provider', by: 'the harness' })
    settled += 1
  }
  return settled
}

const MOST_CALLS = 3

/**
 * The merchant calls once more for everything, and again where it throws: what was not executed is now, and nothing else
 * is. Gives what has thrown to the last.
 */
const callAgain = async (payments: TestPayments, calls: Job['calls']): Promise<ReadonlyMap<string, string>> => {
  const waiting = [...calls]
  const refused = new Map<string, string>()
  const call = async ({ creation, reference }: Job['calls'][number]): Promise<void> => {
    for (let turn = 0; turn < MOST_CALLS; turn += 1) {
      try {
        await (CREATIONS[creation] as Creation).create(payments, reference)
        refused.delete(reference)
        return
      } catch (error) {
        // Of a busy machine: the clock of these processes is fast, and with too little time left nothing is sent.
        refused.set(reference, (error as Error).message)
      }
    }
  }
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await call(next)
  }
  await Promise.all(Array.from({ length: 8 }, work))
  return refused
}

async function* allOf(journal: Journal): AsyncGenerator<OperationRecord> {
  let after: string | undefined
  do {
    const page = await journal.operations({ limit: 500, ...(after === undefined ? {} : { after }) })
    yield* page.items
    after = page.after
  } while (after !== undefined)
}

/** Of a payment whose reference was thought up anew in every life. */
const executionsOfAll = (world: World, { at, endpoint }: Creation, reference: string): number =>
  at === 'billon'
    ? 0
    : world[at].ledger.entries.filter(
        (entry) => entry.endpoint === endpoint && entry.reference?.startsWith(`${reference}.`) === true,
      ).length

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
