import { isDeepStrictEqual } from 'node:util'
import { startScene, type Scene, type SceneOptions } from './scene.js'

/** Something that callbacks may do, and what must have come of it in the end. */
export interface Scenario {
  readonly title: string
  readonly options?: SceneOptions
  readonly run: (scene: Scene) => Promise<void>
  readonly expected: Partial<Outcome>
}

export interface Outcome {
  /** How the provider's attempts were answered, in order. */
  readonly answers: readonly (number | string)[]
  /** What the inbox holds: status and cause. */
  readonly inbox: readonly string[]
  readonly told: readonly string[]
  readonly alarms: readonly string[]
  /** Its public state: one that is with a person is `unknown`. */
  readonly operation: string
}

/** Plays a scenario, and looks what has come of it. */
export const outcomeOf = async ({ options, run }: Scenario): Promise<Outcome> => {
  await using scene = await startScene(options)
  await run(scene)
  await scene.quiet()
  const { payments, told, alarms, answers, webhooks } = scene
  const { operationId = '' } =
    (await payments.payins.retrieve({ reference: 'ref-1' })) ??
    (await payments.payouts.retrieve({ reference: 'ref-1' })) ??
    {}
  const { entries } = operationId === '' ? { entries: [] } : await payments.operations.history(operationId)
  return {
    answers: [...answers('palomma'), ...answers('palladium')],
    inbox: (await webhooks()).map(({ status, cause = '' }) => `${status} ${cause}`),
    told,
    alarms,
    operation: entries.at(-1)?.to ?? '',
  }
}

/** Of what a scenario says nothing, anything may have come. */
export const isAsExpected = ({ expected }: Scenario, outcome: Outcome): boolean =>
  isDeepStrictEqual({ ...outcome, ...expected }, outcome)
