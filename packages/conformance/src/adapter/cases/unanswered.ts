import type { PaymentObject } from '@polyrail/core'
import { mustBe, mustBeExecuted, operationOf, type Expectation } from '../checks.js'
import { must, shown } from '../expect.js'
import type { Fault } from '../proxy/fault.js'
import type { Stage } from '../stage.js'
import type { Prepared, Target } from '../target.js'

/** Longer than any settle window, and shorter than the week after which nobody asks any more. */
const SETTLED_MS = 6 * 24 * 3_600_000

export const LOST: Fault = { answer: { kind: 'reset' } }
export const NEVER: Fault = { forward: 0, answer: { kind: 'reset' } }

export const HOW =
  'See to the `lookups` of the adapter: given the same input, the answer that the provider would have given'

/** A call of which nobody knows what became of it. */
export const unanswered = async (
  stage: Stage,
  target: Target,
  fault: Fault = LOST,
): Promise<{ readonly prepared: Prepared; readonly object: PaymentObject }> => {
  const prepared = await target.prepare(stage)
  stage.proxy.plan(target.sends.endpoint, fault)
  const object = await prepared.run()
  must(
    object.status === 'unknown',
    `${target.name} is ${object.status} after a lost answer: see the cases of unknown outcomes first`,
  )
  return { prepared, object }
}

/** What the provider says when it is asked, or the error of asking. */
export const asked = (stage: Stage, prepared: Prepared): Promise<PaymentObject | Error | undefined> =>
  prepared.find(stage.payments, { refresh: true }).catch((error: unknown) => error as Error)

export const mustStayUnknown = async (stage: Stage, { target, prepared }: Expectation, why: string): Promise<void> => {
  const kept = await prepared.find(stage.payments)
  must(kept?.status === 'unknown', () => `${target.name} became ${shown(kept?.status)}, though ${why}. ${HOW}`)
}

/** Asks until absence counts. A question that fails decides nothing: what came of it shows in the object. */
export const afterTheWindow = async (stage: Stage, expectation: Expectation): Promise<void> => {
  const { id } = await operationOf(stage, expectation)
  const ask = () => stage.payments.operations.resolve(id).catch(() => undefined)
  await ask()
  stage.clock.advance(SETTLED_MS)
  await ask()
  await ask()
}

export const mustCountAsAbsent = async (
  stage: Stage,
  { target, prepared }: Expectation,
  why: string,
): Promise<void> => {
  await afterTheWindow(stage, { target, prepared })
  stage.proxy.clear()
  const kept = await prepared.find(stage.payments)
  must(
    kept?.status !== 'unknown',
    `${target.name} is still unknown after the settle window, because ${why}: that is somebody else's. ${HOW}; leave out what ` +
      'cannot be ours before you look for exactly one',
  )
}

/** That it was not executed after all, and is when it is called again. */
export const mustGoAgain = async (
  stage: Stage,
  { target, prepared, times }: Expectation & { readonly times: number },
): Promise<void> => {
  const absent = await prepared.find(stage.payments)
  must(
    absent?.status !== 'unknown',
    () =>
      `${target.name} is still ${shown(absent?.status)} after the settle window, though the provider never had it. ${HOW}`,
  )
  const object = await prepared.run()
  await mustBe(stage, { target, prepared, object, expected: target.expect })
  await mustBeExecuted(stage, { target, prepared, times })
}
