import type { Made, Resource, Step } from './resources.js'
import type { Stage, Subject } from './stage.js'
import { until } from '../support/until.js'

/** One delivery: which step of the sequence it tells, and which of the provider's deliveries of it this is. */
export interface Drop {
  readonly step: number
  /** The same number is the same delivery again; another one says the same under an id of its own. */
  readonly number: number
  readonly process: number
}

/** In which order, how often and where the steps of something are told. */
export interface Arrangement {
  readonly resource: Resource
  readonly sequence: readonly Step[]
  readonly drops: readonly Drop[]
  /** All at the same time, rather than each after the one before it has been applied. */
  readonly atOnce: boolean
  /** The answer to its creation was lost. */
  readonly lost: boolean
}

/** What everything must end in. */
export interface End {
  readonly state: string
  readonly object: object
}

export interface Ending {
  readonly end: End
  readonly told: readonly string[]
  /** What was wrong on the way, in words. */
  readonly problems: readonly string[]
}

/** Makes something, has it told of in that way, and looks what has become of it. */
export const play = async (stage: Stage, arrangement: Arrangement): Promise<Ending> => {
  const { resource, sequence, drops, atOnce, lost } = arrangement
  const subject = await stage.make(resource, { lost })
  const problems: string[] = []
  const distinct = drops.filter(({ step, number }, index) => {
    return drops.findIndex((one) => one.step === step && one.number === number) === index
  })
  // Palladium's word counts for nothing: the answers to our questions come in that order instead. What is sent again
  // asks nothing.
  stage.answers(subject.providerId, [...distinct.map(({ step }) => statusOf(sequence, step)), statusOf(sequence, -1)])
  const deliver = async ({ step, number, process }: Drop): Promise<string | undefined> => {
    const { status, outcome, id } = await stage.receive(process, subject.telling(sequence[step] as Step, number))
    if (status !== 200) problems.push(`answered with ${String(status)} ${outcome}`)
    return id
  }
  const ids: (string | undefined)[] = []
  if (atOnce) ids.push(...(await Promise.all(drops.map(deliver))))
  else {
    for (const drop of drops) {
      const id = await deliver(drop)
      ids.push(id)
      if (id !== undefined) await stage.settled([id])
    }
  }
  const kept = ids.filter((id) => id !== undefined)
  if (kept.length !== distinct.length) {
    problems.push(`${String(distinct.length)} different deliveries, and ${String(kept.length)} kept`)
  }
  for (const { state, why } of await stage.settled(kept)) {
    if (state !== 'DONE' || !DONE.includes(why)) problems.push(`a delivery is ${state} ${why}`)
  }
  const end = await endOf(stage, subject)
  const final = `${resource.type}.${finalOf(end)}`
  const told = () => stage.told(subject.id).map(({ type }) => type)
  await until(() => told().includes(final as never)).catch(() => problems.push(`${final} was not told`))
  return { end, told: told(), problems: [...problems, ...doubled(told())] }
}

const DONE = ['applied', 'asked']

const statusOf = (sequence: readonly Step[], step: number): string => sequence.at(step)?.status ?? ''

const finalOf = ({ object }: End): string => (object as { readonly status: string }).status

export const doubled = (told: readonly string[]): readonly string[] =>
  told.filter((type, index) => told.indexOf(type) < index).map((type) => `${type} was told twice`)

/** Without what is another one for every object. */
const endOf = async (stage: Stage, subject: Subject): Promise<End> => {
  const object: Made & { readonly nextAction?: unknown } = await stage.object(subject)
  const { id: _, reference: __, providerId, raw: ___, createdAt: ____, updatedAt: _____, ...rest } = object
  const {
    operationId: ______,
    expiresAt: _______,
    nextAction,
    ...said
  } = rest as typeof rest & {
    readonly expiresAt?: string
  }
  const named = JSON.stringify(said)
    .replaceAll(providerId ?? ' ', '<its id>')
    .replaceAll(/"\d{10}"/g, '"<account>"')
  const known = { ...(JSON.parse(named) as object), hasNextAction: nextAction !== undefined }
  return { state: (await stage.operation(subject)).state, object: known }
}

/** As the provider would like it: each step once, one after the other. */
export const inOrder = (resource: Resource, sequence: readonly Step[], lost: boolean): Arrangement => ({
  ...{ resource, sequence, lost, atOnce: false },
  drops: sequence.map((_, step) => ({ step, number: 1, process: 0 })),
})
