import { sqliteJournal } from '@polyrail/journal-sqlite'
import { CREATIONS, executions } from '../support/creations.js'
import { seeded } from '../webhooks/seeded.js'
import { openPayments, startWorld, type World } from '../support/world.js'
import { fastClock } from './clock.js'
import { POINTS, TIMEOUT_MS, type Job, type Point, type Policy, type Told } from './job.js'
import { bundleWorker, live } from './lives.js'
import { makeMischief } from './mischief.js'
import { judge, type Verdict } from './verdict.js'

export interface KillOptions {
  readonly kills: number
  readonly seed: number
  readonly policy?: Policy
  /** Processes at the same time, on one journal. */
  readonly processes?: number
  readonly progress?: (kills: number) => void
}

export interface KillReport extends Verdict {
  readonly kills: number
  readonly seconds: number
  /** How often a life ended at each named point. */
  readonly points: Readonly<Record<string, number>>
  readonly requests: number
}

const CALLS_PER_LIFE = 12
/** Points that a life comes to once or twice, and not early; it is given time for them. */
const RARE = /open|check|token/
const LATEST_MS = 4_000
/** Those that may execute several things under one reference cannot be counted here. */
export const COUNTED = CREATIONS.flatMap(({ prepares, remade }, index) =>
  prepares === true || remade === true ? [] : [index],
)

/** Kills processes that send until so many have died, finds out what they left, and compares with the providers' books. */
export const killAndCount = async (options: KillOptions): Promise<KillReport> => {
  const { kills, seed, policy, processes = 3, progress } = options
  const startedAt = performance.now()
  await bundleWorker()
  const world = await startWorld({ journal: 'sqlite', timeoutMs: TIMEOUT_MS })
  await world.payments.close()
  const random = seeded(seed)
  const calmDown = makeMischief(world, random)
  const journal = world.folder.file('killed.db')
  const calls: Job['calls'][number][] = []
  const told = new Map<string, Told[]>()
  const points: Record<string, number> = {}
  let killed = 0

  const newCalls = (count: number): Job['calls'] =>
    Array.from({ length: count }, () => {
      const creation = COUNTED[calls.length % COUNTED.length] as number
      const call = { creation, reference: `kill-${String(calls.length)}` }
      calls.push(call)
      return call
    })
  const liveAndDie = async (): Promise<void> => {
    let mine: Job['calls'] = []
    while (killed < kills) {
      // What an earlier life began is called again, as a merchant does who starts once more.
      mine = [...mine.slice(-CALLS_PER_LIFE), ...newCalls(CALLS_PER_LIFE / 2)]
      const point = random() < 0.6 ? (POINTS[Math.floor(random() * POINTS.length)] as Point) : undefined
      const suicide =
        point === undefined ? {} : { suicide: { point, nth: RARE.test(point) ? 1 : 1 + Math.floor(random() ** 2 * 5) } }
      const job: Job = {
        journal,
        urls: world.urls,
        calls: mine,
        ...suicide,
        ...(policy === undefined ? {} : { policy }),
      }
      const patience = point !== undefined && RARE.test(point) ? LATEST_MS : 30 + random() * 500
      const life = await live(job, patience)
      killed += 1
      if (point !== undefined && life.reachedPoint) points[point] = (points[point] ?? 0) + 1
      for (const one of life.told) told.set(one.reference, [...(told.get(one.reference) ?? []), one])
      progress?.(killed)
    }
  }
  try {
    await Promise.all(Array.from({ length: processes }, liveAndDie))
    calmDown()
    const verdict = await afterwards(world, { journal, calls, told, policy })
    const requests = (['palladium', 'palomma', 'billon', 'card-intent'] as const).reduce(
      (sum, at) => sum + world[at].requests.length,
      0,
    )
    return { ...verdict, kills: killed, points, requests, seconds: (performance.now() - startedAt) / 1_000 }
  } finally {
    calmDown()
    await world[Symbol.asyncDispose]()
  }
}

interface Left {
  readonly journal: string
  readonly calls: Job['calls']
  readonly told: ReadonlyMap<string, readonly Told[]>
  readonly policy: Policy | undefined
}

const HOUR = 60 * 60_000

/** Everybody is dead. One more process finds out what it can; people settle the rest; then all is compared. */
export const afterwards = async (world: World, { journal: path, calls, told, policy }: Left): Promise<Verdict> => {
  // What was accepted and is executed late is to be on the books.
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  let ahead = HOUR
  const clock = fastClock(() => ahead)
  const journal = sqliteJournal({ path, clock })
  const payments = await openPayments({ journal, urls: world.urls, timeoutMs: 10_000, clock, recovery: false })
  try {
    for (let pass = 0; pass < 5; pass += 1) {
      await payments.recover()
      ahead += HOUR
    }
    return await judge({ world, payments, journal, calls, told, counts: policy !== 'random references' })
  } finally {
    await payments.close()
  }
}

export const executionsOf = (world: World, { creation, reference }: Job['calls'][number]): number =>
  executions(world, CREATIONS[creation] as (typeof CREATIONS)[number], reference)
