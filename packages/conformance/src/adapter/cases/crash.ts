import type { Intent, Journal, Outcome } from '@polyrail/core'
import type { AdapterCase } from '../case.js'
import { mustBe, mustBeExecuted, sendsOf } from '../checks.js'
import { must, mustBeRefused, shown } from '../expect.js'
import type { Hooks } from '../journal.js'
import type { Stage } from '../stage.js'
import type { Prepared, Target } from '../target.js'

/** Longer than the lease of any sender. */
const LATER_MS = 10 * 60_000

const OURS = 'Every call that creates or moves something is `effect: "once"`; the rest is core’s to see to'

const never = (): Promise<never> => new Promise(() => undefined)

/** The step that the decisive call is journaled as: the last one that is armed, tried with a provider apart. */
const decisiveStep = async (stage: Stage, target: Target): Promise<string> => {
  const steps: string[] = []
  const apart = await stage.elsewhere()
  try {
    const watched = await apart.another({
      hooks: (journal) => ({
        arm: (intent: Intent) => {
          steps.push(intent.step)
          return journal.arm(intent)
        },
      }),
    })
    const prepared = await target.prepare(apart)
    await prepared.run(watched.payments)
  } finally {
    await apart.close()
  }
  const [last] = steps.slice(-1)
  must(
    last !== undefined,
    `${target.name} armed nothing before it was sent: declare its endpoint as \`effect: "once"\``,
  )
  return last
}

/** A process that dies at one point of the decisive call; what it would still do never happens. */
const dyingAt = async (
  stage: Stage,
  target: Target,
  hooks: (journal: Journal, step: string, died: () => void) => Partial<Journal>,
): Promise<Prepared> => {
  const step = await decisiveStep(stage, target)
  const prepared = await target.prepare(stage)
  let died: () => void = () => undefined
  const death = new Promise<void>((resolve) => (died = resolve))
  const doomed = await stage.another({ abandoned: true, hooks: (journal) => hooks(journal, step, died) })
  const ended = prepared.run(doomed.payments).then(
    ({ status }) => `answered ${status}`,
    (error: unknown) => `rejected with ${shown(error)}`,
  )
  const outcome = await Promise.race([death.then(() => undefined), ended])
  must(outcome === undefined, `${target.name} was to die in the middle, but it has ${String(outcome)}`)
  stage.clock.advance(LATER_MS)
  return prepared
}

const mustBeFoundOut = async (stage: Stage, target: Target, prepared: Prepared): Promise<void> => {
  const sent = sendsOf(stage, target)
  const after = await prepared.run()
  must(
    after.status === 'unknown',
    () => `${target.name} is ${after.status} after its sender died in the middle, expected unknown`,
  )
  must(sendsOf(stage, target) === sent, `${target.name} was sent again after its sender had died`)
  await mustBeExecuted(stage, { target, prepared, times: 1 })
  if (!target.features.has('found')) return
  const object = await prepared.find(stage.payments, { refresh: true })
  await mustBe(stage, { target, prepared, object, expected: target.expect })
  must(sendsOf(stage, target) === sent, `Asking about ${target.name} sent it again`)
}

export const crashCases: readonly AdapterCase[] = [
  {
    id: 'crash.before',
    title: 'sends nothing when the intent cannot be stored, and is executed once when it can',
    group: 'crash',
    needs: [],
    run: async (stage, target) => {
      const step = await decisiveStep(stage, target)
      const prepared = await target.prepare(stage)
      const full: Hooks = (journal) => ({
        arm: (intent) => (intent.step === step ? Promise.reject(new Error('the disk is full')) : journal.arm(intent)),
      })
      const { payments } = await stage.another({ hooks: full })
      const what = `${target.name} whose intent cannot be stored`
      await mustBeRefused(prepared.run(payments), { what, codes: ['journal_unavailable'], advice: OURS })
      must(sendsOf(stage, target) === 0, `${what} was sent. ${OURS}`)
      const object = await prepared.run()
      await mustBe(stage, { target, prepared, object, expected: target.expect })
      await mustBeExecuted(stage, { target, prepared, times: 1 })
    },
  },
  {
    id: 'crash.armed',
    title: 'is unknown, and is never sent, when its sender dies before the request is written',
    group: 'crash',
    needs: [],
    run: async (stage, target) => {
      const prepared = await dyingAt(stage, target, (journal, step, died) => ({
        arm: async (intent: Intent) => {
          const armed = await journal.arm(intent)
          if (intent.step !== step) return armed
          died()
          return never()
        },
      }))
      const after = await prepared.run()
      must(
        after.status === 'unknown',
        () => `${target.name} is ${after.status} after its sender died, expected unknown`,
      )
      must(sendsOf(stage, target) === 0, `${target.name} was sent after its sender had died`)
      await mustBeExecuted(stage, { target, prepared, times: 0 })
    },
  },
  {
    id: 'crash.answered',
    title: 'is unknown, and is never sent again, when its sender dies before the answer is stored',
    group: 'crash',
    needs: [],
    run: async (stage, target) => {
      const prepared = await dyingAt(stage, target, (journal, _, died) => ({
        record: (outcome: Outcome) => {
          // A preparation that is done ends as NOT_SENT: nothing decisive was.
          if (outcome.state === 'NOT_SENT') return journal.record(outcome)
          died()
          return never()
        },
      }))
      await mustBeFoundOut(stage, target, prepared)
    },
  },
  {
    id: 'crash.unstored',
    title: 'is never sent again when the answer could not be stored',
    group: 'crash',
    needs: [],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      const { payments } = await stage.another({
        hooks: (journal) => ({
          record: (outcome) =>
            outcome.state === 'NOT_SENT' ? journal.record(outcome) : Promise.reject(new Error('the disk is full')),
        }),
      })
      await prepared.run(payments)
      stage.clock.advance(LATER_MS)
      await mustBeFoundOut(stage, target, prepared)
    },
  },
]
