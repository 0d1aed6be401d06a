import { AssertionError } from 'node:assert'
import { fits, type AdapterCase } from './case.js'
import { adapterCases } from './cases.js'
import { shown } from './expect.js'
import { openStage } from './stage.js'
import type { Target } from './target.js'
import { targetsOf } from './targets.js'
import type { AdapterSubject } from './world.js'

/** One case with one target: one test. */
export interface PlannedCase {
  readonly case: AdapterCase
  readonly target: Target
}

/** What is tried with an adapter, in order. It follows from the world alone, so that it can be listed without running. */
export const planFor = ({ world }: Pick<AdapterSubject, 'world'>): readonly PlannedCase[] => {
  const targets = targetsOf(world)
  return adapterCases.flatMap((each) =>
    targets.filter((target) => fits(each, target)).map((target) => ({ case: each, target })),
  )
}

const ONCE = ['first', 'firstTold'] as const

/** `payins.card makes one payin at the provider …`; of a case that runs once only the title. */
export const titleOf = ({ case: { id, title, needs }, target }: PlannedCase): string =>
  `${ONCE.some((need) => needs.includes(need)) ? 'the adapter' : target.name} ${title} [${id}]`

/** Runs one case with a provider and a journal of its own; rejects where the promise is broken. */
export const runAdapterCase = async (planned: PlannedCase, subject: AdapterSubject): Promise<void> => {
  const stage = await openStage(subject)
  try {
    await planned.case.run(stage, planned.target)
  } catch (error) {
    throw explained(error, planned)
  } finally {
    await stage.close()
  }
}

const SENT = 'The provider refuses what the mapping sends: correct the mapping, or the sample'
const READ =
  'The mapping threw, or the answer does not fit the output schema of its endpoint: correct the adapter, or the sample'

/** What is wrong where a call was refused that nobody expected to be. */
const ADVICE: Readonly<Record<string, string>> = {
  invalid_request:
    'The adapter refuses a command of the sample: see to `accepts` and the limits, or correct the sample',
  unsupported_operation: 'The adapter lacks what the sample shows: define it, or take it out of the world',
  invalid_provider_response: READ,
  authentication_failed: 'The right credentials were refused: see to `connect`, and to what createProvider hands on',
}

/** A case ends by what it checks; whatever else stops it is explained as well. */
const explained = (error: unknown, { case: { id }, target }: PlannedCase): unknown => {
  if (error instanceof AssertionError) return error
  const { code = '', cause } = error as { readonly code?: string; readonly cause?: unknown }
  const why = cause instanceof Error ? ` (${cause.message})` : ''
  const advice = ADVICE[code] ?? (code === '' ? 'See to the world, or report this' : SENT)
  const message = `${target.name} could not be tried [${id}]: ${shown(error)}${why}. ${advice}`
  return Object.assign(new AssertionError({ message }), { cause: error })
}
