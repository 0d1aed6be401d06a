import { isDeepStrictEqual } from 'node:util'
import { doubled, inOrder, play, type Arrangement, type Drop, type End, type Ending } from './arrangements.js'
import { RESOURCES, type Resource, type Step } from './resources.js'
import { chances, seeded, type Chances } from './seeded.js'
import type { Stage } from './stage.js'

export interface PermutationReport {
  readonly arrangements: number
  readonly deliveries: number
  readonly events: number
  readonly problems: readonly string[]
}

const AT_ONCE = 8

/** The ends of all sequences, in the provider's order: what every other order is compared with. */
export const endsInOrder = async (stage: Stage): Promise<Expected> => {
  const ends = new Map<string, End>()
  await inParallel(starts(), async ({ resource, sequence, lost }) => {
    const { end, problems } = await play(stage, inOrder(resource, sequence, lost))
    if (problems.length > 0) throw new Error(`${resource.title} in order: ${problems.join(', ')}`)
    ends.set(nameOf({ resource, sequence, lost }), end)
  })
  return (arrangement) => ends.get(nameOf(arrangement)) as End
}

export type Expected = (arrangement: Arrangement) => End

const inParallel = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const left = [...items]
  const next = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
}

/** What is wrong about how an arrangement has ended. */
export const wrongIn = ({ end, told, problems }: Ending, expected: End): readonly string[] => [
  ...problems,
  ...(isDeepStrictEqual(end, expected) ? [] : [`${JSON.stringify(end)} instead of ${JSON.stringify(expected)}`]),
  ...(isRising(told) ? [] : [`told in the order ${told.join(', ')}`]),
]

/**
 * Every permutation of every documented sequence, with every step told one to three times: each number of times, in a
 * place by chance. `share` of them.
 */
export const permute = async (
  stage: Stage,
  expected: Expected,
  { seed = 1, share = 1 }: { readonly seed?: number; readonly share?: number } = {},
): Promise<PermutationReport> => {
  const chance = chances(seeded(seed))
  const chosen = allArrangements(chance).filter(() => chance.random() < share)
  const report = { arrangements: chosen.length, deliveries: 0, events: 0, problems: [] as string[] }
  await inParallel(chosen, async (arrangement) => {
    const ending = await play(stage, arrangement)
    report.deliveries += arrangement.drops.length
    report.events += ending.told.length
    const wrong = wrongIn(ending, expected(arrangement))
    report.problems.push(...wrong.map((problem) => `${textOf(arrangement)}: ${problem}`))
  })
  return report
}

/** Of everything on that stage, when all has been told: an event that came again after its arrangement was judged, too. */
export const toldTwice = async (stage: Stage): Promise<readonly string[]> =>
  [...(await stage.everythingTold())].flatMap(([object, events]) =>
    doubled(events.map(({ type }) => type)).map((problem) => `${object}: ${problem}`),
  )

type Start = Pick<Arrangement, 'resource' | 'sequence' | 'lost'>

export const starts = (): readonly Start[] =>
  RESOURCES.flatMap((resource) =>
    resource.sequences.flatMap((sequence) => [false, true].map((lost) => ({ resource, sequence, lost }))),
  )

const allArrangements = (chance: Chances): Arrangement[] =>
  starts().flatMap(({ resource, sequence, lost }) =>
    permutationsOf(sequence.map((_, step) => step)).flatMap((order) =>
      timesFor(order.length).flatMap((times) =>
        [false, true].map((atOnce) => ({ resource, sequence, lost, atOnce, drops: dropsOf(order, times, chance) })),
      ),
    ),
  )

const permutationsOf = (items: readonly number[]): readonly (readonly number[])[] =>
  items.length < 2
    ? [items]
    : items.flatMap((first) => permutationsOf(items.filter((one) => one !== first)).map((rest) => [first, ...rest]))

/** One to three times each. */
const timesFor = (length: number): readonly (readonly number[])[] =>
  length === 0 ? [[]] : timesFor(length - 1).flatMap((times) => [1, 2, 3].map((one) => [...times, one]))

/** The first of each step in that order; those that come again come anywhere after it. */
const dropsOf = (order: readonly number[], times: readonly number[], { below, random }: Chances): readonly Drop[] => {
  const drops: Drop[] = []
  const drop = (step: number, number: number): Drop => ({ step, number, process: below(2) })
  for (const step of order) drops.push(drop(step, 1))
  for (const step of order) {
    for (let again = 1; again < (times[step] ?? 1); again += 1) {
      const first = drops.findIndex((one) => one.step === step)
      // Mostly the same delivery; now and then the same under another id.
      const number = random() < 0.7 ? 1 : again + 1
      drops.splice(first + 1 + below(drops.length - first), 0, drop(step, number))
    }
  }
  return drops
}

const nameOf = ({ resource, sequence, lost }: { resource: Resource; sequence: readonly Step[]; lost: boolean }) =>
  `${resource.title}: ${sequence.map(({ status, statusMessage = '' }) => `${status} ${statusMessage}`).join(', ')}${lost ? ', lost' : ''}`

export const textOf = ({ drops, atOnce, ...start }: Arrangement): string =>
  `${nameOf(start)} as ${drops.map(({ step, number, process }) => `${String(step)}.${String(number)}@${String(process)}`).join(' ')}${atOnce ? ' at once' : ''}`

const RANKS: readonly (readonly string[])[] = [
  ['unknown'],
  ['pending', 'requires_action'],
  ['processing'],
  ['succeeded', 'active', 'failed', 'canceled', 'expired', 'declined'],
]

/** Nobody is told of a status after a later one. */
const isRising = (told: readonly string[]): boolean => {
  const ranks = told.map((type) => RANKS.findIndex((statuses) => statuses.includes(type.split('.')[1] ?? '')))
  return ranks.every((rank, index) => rank >= 0 && rank > (ranks[index - 1] ?? -1))
}
