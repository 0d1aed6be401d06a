import { setTimeout as sleep } from 'node:timers/promises'
import { PaymentError } from '@polyrail/core'
import { executions, nameAt, stepOf, type Creation } from '../support/creations.js'
import type { TestPayments } from '../support/world.js'
import { wrappedJournal } from '../support/wrapped-journal.js'
import { TIMEOUT_MS, type Means, type Variant } from './faults.js'
import { startRoadside } from './roadside.js'
import type { Stage } from './stage.js'
import { inTurn } from './turns.js'

/** One call that meets one fault. */
export interface Run {
  readonly reference: string
  readonly variant: Variant
}

/** What the caller was told, and, where nothing was written, what core took it for. */
export interface Struck {
  readonly first: string
  readonly failure?: string
}

/** The status of the object, or the code of the error. */
export const told = (made: Promise<{ readonly status: string }>): Promise<string> =>
  made.then(
    ({ status }) => status,
    (error: unknown) => (error instanceof PaymentError ? error.code : String(error)),
  )

/** Makes every call with its fault: side by side, but for those whose connection is broken. */
export const strikeAll = async (
  stage: Stage,
  creation: Creation,
  runs: readonly Run[],
): Promise<ReadonlyMap<string, Struck>> => {
  const struck = new Map<string, Struck>()
  await using roadside = await startRoadside(stage, creation)
  const impatient = await stage.open({ timeoutMs: TIMEOUT_MS })
  const dying = await openDying(stage, creation, runs)
  const oneByOne: (() => Promise<void>)[] = []
  const atOnce: Promise<void>[] = []
  for (const { reference, variant } of runs) {
    const { means } = variant
    const tell = (facts: Struck): void => void struck.set(reference, facts)
    const create = (payments: TestPayments): Promise<string> => told(creation.create(payments, reference))
    if (means.by === 'crash') {
      const ended = create(dying).then((first) => tell({ first }))
      const left = gone(stage, creation, { reference, after: means.after }).then(() => tell({ first: 'gone' }))
      atOnce.push(Promise.race([ended, left]))
    } else if (means.by === 'provider') {
      const { at, endpoint: on } = creation
      stage.world[at].faults.add({ ...means.fault, on, reference: nameAt(at, reference) })
      const first = variant.kind === 'W' ? create(impatient) : inTurn(() => create(stage.payments))
      atOnce.push(first.then((heard) => tell({ first: heard })))
    } else {
      oneByOne.push(async () => {
        let first = ''
        const failure = await roadside.strike(means, reference, async (there) => void (first = await create(there)))
        tell({ first, failure })
      })
    }
  }
  const strikeOneByOne = async (): Promise<void> => {
    for (const strike of oneByOne) await strike()
  }
  await Promise.all([...atOnce, strikeOneByOne()])
  return struck
}

type After = Extract<Means, { by: 'crash' }>['after']

/** A process that is gone after the intents of some calls were committed, or after their answers have come. */
const openDying = ({ journal, open }: Stage, creation: Creation, runs: readonly Run[]): Promise<TestPayments> => {
  const points = new Map(
    runs.flatMap(({ reference, variant: { means } }): (readonly [string, After])[] =>
      means.by === 'crash' ? [[reference, means.after]] : [],
    ),
  )
  const doomed = new Set<string>()
  const never = (): Promise<never> => new Promise(() => undefined)
  const dying = wrappedJournal(journal, {
    arm: async (intent) => {
      const armed = await journal.arm(intent)
      if (intent.step !== stepOf(creation) || !points.has(intent.reference)) return armed
      doomed.add(intent.id)
      return points.get(intent.reference) === 'arm' ? never() : armed
    },
    record: (outcome) => (doomed.has(outcome.id) ? never() : journal.record(outcome)),
  })
  return open({ journal: dying })
}

const PATIENCE_MS = 20_000

/** Waits until the process has come to its end. */
const gone = async (
  { world, journal }: Stage,
  creation: Creation,
  { reference, after }: { readonly reference: string; readonly after: After },
): Promise<void> => {
  const limit = performance.now() + PATIENCE_MS
  for (let arrived = false; !arrived;) {
    await sleep(10)
    if (performance.now() > limit) throw new Error(`${reference} did not come to its end`)
    const { items } = await journal.operations({ states: ['SENDING'], limit: 100 })
    const armed = items.some((operation) => operation.reference === reference && operation.step === stepOf(creation))
    arrived = after === 'arm' ? armed : armed && executions(world, creation, reference) === 1
  }
}
