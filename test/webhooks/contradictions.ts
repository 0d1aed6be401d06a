import { doubled } from './arrangements.js'
import { RESOURCES, type Resource, type Step } from './resources.js'
import type { Stage } from './stage.js'
import { until } from '../support/until.js'

/** Two ends that cannot both be the end, told one after the other. */
export interface Contradiction {
  readonly title: string
  readonly first: string
  readonly second: string
  /** What the object and its operation are, and what rang, after each. */
  readonly after: readonly { readonly status: string; readonly state: string; readonly alarms: readonly string[] }[]
  readonly told: readonly string[]
  readonly problems: readonly string[]
}

/** What they make of an object. */
const BAD: Readonly<Record<string, string>> = {
  DECLINED_BY_BANK: 'failed',
  EXPIRED: 'expired',
  CUSTOMER_CANCELLATION: 'canceled',
}

const BAD_ENDS: readonly Step[] = Object.keys(BAD).map((statusMessage) => ({ status: 'cancelled', statusMessage }))

const endsOf = ({ sequences }: Resource): readonly Step[] => [
  ...sequences.flatMap((sequence) => sequence.slice(-1)).filter(({ status }) => status !== 'cancelled'),
  ...BAD_ENDS,
]

/** Every pair of different ends of everything that Palomma signs. */
export const contradictAll = async (stage: Stage): Promise<readonly Contradiction[]> => {
  const results: Contradiction[] = []
  for (const resource of RESOURCES.filter(({ at }) => at === 'palomma')) {
    const ends = endsOf(resource)
    for (const first of ends) {
      for (const second of ends.filter((end) => end !== first)) {
        results.push(await contradict(stage, { resource, first, second }))
      }
    }
  }
  return results
}

const contradict = async (
  stage: Stage,
  { resource, first, second }: { readonly resource: Resource; readonly first: Step; readonly second: Step },
): Promise<Contradiction> => {
  const subject = await stage.make(resource, { lost: false })
  const after: Contradiction['after'][number][] = []
  for (const [index, step] of [first, second].entries()) {
    const { id = '' } = await stage.receive(index, subject.telling(step, index))
    await stage.settled([id])
    const { state, id: operation } = await stage.operation(subject)
    const { status } = await stage.object(subject)
    after.push({ status, state, alarms: stage.alarms(operation) })
  }
  const ends = { first: wordOf(first), second: wordOf(second) }
  const problems = [...wrongIn(ends, after)]
  const last = `${resource.type}.${after.at(-1)?.status ?? ''}`
  const told = () => stage.told(subject.id).map(({ type }) => type)
  await until(() => told().at(-1) === last).catch(() => problems.push(`${last} was not what was told last`))
  return { title: resource.title, ...ends, after, told: told(), problems: [...problems, ...doubled(told())] }
}

const wordOf = ({ status, statusMessage }: Step): string => statusMessage ?? status

/** Words that say that money has moved: beside any other end they cannot both be true. */
const PAID = ['approved', 'partial']

/** An account that could be used may cease to be usable: what is said then is a later status, and not another end. */
const statusAfter = ({ first, second }: Pick<Contradiction, 'first' | 'second'>, status: string): string =>
  first === 'active' ? (BAD[second] ?? status) : status

/** The first one stands. Where money is said to have moved and not to have moved, it rings, and is a person's if it can. */
const wrongIn = (
  ends: Pick<Contradiction, 'first' | 'second'>,
  [one, other]: Contradiction['after'],
): readonly string[] => {
  const { first, second } = ends
  if (one === undefined || other === undefined) return ['nothing came of it']
  const contradicts = PAID.includes(first) !== PAID.includes(second)
  const expected = contradicts && one.state === 'DECLINED' ? 'MANUAL' : one.state
  const rings = other.alarms.join()
  return [
    ...(one.alarms.length === 0 ? [] : ['the first end rang already']),
    ...(other.status === statusAfter(ends, one.status)
      ? []
      : [`the object went from ${one.status} to ${other.status}`]),
    ...(rings === (contradicts ? 'contradiction' : '') ? [] : [`rang: ${rings}`]),
    ...(other.state === expected ? [] : [`the operation is ${other.state} instead of ${expected}`]),
  ]
}
