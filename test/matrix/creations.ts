import { setTimeout as sleep } from 'node:timers/promises'
import type { Operation } from '@polyrail/core'
import { attempts, executions, type Creation } from '../support/creations.js'
import type { JournalName } from '../support/journals.js'
import { all, type TestPayments } from '../support/world.js'
import { cellsOf, differences, type Cell, type Judged } from './cells.js'
import { courseOf, hasTokens, letterOf } from './expect.js'
import { LATE_MS, VARIANTS } from './faults.js'
import { startStage, type Spoil, type Stage } from './stage.js'
import { strikeAll, told, type Run } from './strike.js'
import { inTurn } from './turns.js'

/** Longer than the lease of a sender. */
const LEASE_MS = 60_000
/** Longer than twice the longest settle window. */
const SETTLED_MS = 65 * 60_000

/** Every fault at one operation, on one journal. */
export const creationCells = async (
  creation: Creation,
  journal: JournalName,
  spoil?: Spoil,
): Promise<readonly Cell[]> => {
  const { endpoint, prepares = false, at, title: operation } = creation
  const facts = { prepares, tokens: hasTokens(at) }
  const placed = VARIANTS.map((variant, index) => ({
    reference: `run-${String(index)}`,
    variant,
    not: variant.not?.(endpoint, facts),
  }))
  await using stage = await startStage(journal, spoil)
  const runs = placed.filter(({ not }) => not === undefined)
  const seen = await coursesOf(stage, creation, runs)
  const judged = placed.map(({ reference, variant, not }): Judged => {
    const { kind, title } = variant
    const known = { kind, title, letter: letterOf(variant, creation) }
    if (not !== undefined) return { ...known, not }
    return { ...known, problem: differences(seen.get(reference) ?? {}, courseOf(variant, creation)) }
  })
  return cellsOf({ operation, journal }, judged)
}

/** What is seen of the calls and of all that follows, by reference. */
const coursesOf = async (
  stage: Stage,
  creation: Creation,
  runs: readonly Run[],
): Promise<ReadonlyMap<string, object>> => {
  const { world, payments, pass } = stage
  const executed = (): ByReference<number> => byReference(runs, (reference) => executions(world, creation, reference))
  const sent = (): ByReference<number> => byReference(runs, (reference) => attempts(world, creation, reference))
  const createAll = async (): Promise<ByReference<string>> =>
    new Map(
      await Promise.all(
        runs.map(async ({ reference }) => {
          const heard = await inTurn(() => told(creation.create(payments, reference)))
          return [reference, heard] as const
        }),
      ),
    )

  const struck = await strikeAll(stage, creation, runs)
  await sleep(LATE_MS)
  const atFirst = executed()
  pass(LEASE_MS)
  const left = await operationsOf(payments)
  await inTurn(() => payments.recover())
  const recovered = await operationsOf(payments)
  const sentBefore = sent()
  const again = await createAll()
  const [sentAgain, executedAgain] = [sent(), executed()]
  for (let window = 0; window < 2; window += 1) {
    pass(SETTLED_MS)
    await inTurn(() => payments.recover())
  }
  await decideByTheBooks(payments, executedAgain)
  const settled = await operationsOf(payments)
  const last = await createAll()
  const atLast = executed()

  return byReference(runs, (reference) => ({
    first: struck.get(reference)?.first,
    executed: atFirst.get(reference),
    cause: struck.get(reference)?.failure ?? left.get(reference)?.cause,
    recovered: standingOf(recovered.get(reference)),
    again: again.get(reference),
    sentAgain: sentAgain.get(reference) !== sentBefore.get(reference),
    executedAgain: executedAgain.get(reference),
    settled: settled.get(reference)?.status,
    last: last.get(reference),
    executedAtLast: atLast.get(reference),
  }))
}

type ByReference<Value> = ReadonlyMap<string, Value>

const byReference = <Value>(runs: readonly Run[], read: (reference: string) => Value): ByReference<Value> =>
  new Map(runs.map(({ reference }) => [reference, read(reference)]))

/** The latest operation under each reference. */
const operationsOf = async (payments: TestPayments): Promise<ByReference<Operation>> =>
  new Map((await all(payments.operations.list())).map((operation) => [operation.reference, operation]))

const standingOf = (operation: Operation | undefined): string => {
  if (operation === undefined) return 'none'
  const { status, resolution, search, nextCheckAt } = operation
  if (status !== 'unknown') return status
  if (resolution === 'lookup' && nextCheckAt !== undefined) return 'unknown, to be looked up'
  const waits = resolution === 'manual' && nextCheckAt === undefined && search !== undefined
  return waits ? 'unknown, with a search for a person' : 'unknown, and nobody cares'
}

/** People look into the panel of a provider that cannot be asked, and say what they see. */
const decideByTheBooks = async ({ operations }: TestPayments, executed: ByReference<number>): Promise<void> => {
  for (const { id, reference, resolution } of await all(operations.list({ status: 'unknown' }))) {
    if (resolution !== 'manual') continue
    const outcome = executed.get(reference) === 1 ? 'succeeded' : 'not_executed'
    await operations.settle(id, { outcome, evidence: 'the books of the provider', by: 'the matrix' })
  }
}
