import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Journal, PaymentEvent } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { startSimulator } from '@polyrail/simulators'
import { paymentLink } from '../support/commands.js'
import { temporaryFolder } from '../support/folder.js'
import { all } from '../support/world.js'
import { API_KEY, openPlatform, type Platform } from '../webhooks/platform.js'
import { chances, seeded, type Chances } from '../webhooks/seeded.js'
import { signed, type Sent } from '../webhooks/signed.js'
import { bundleWorker } from './lives.js'
import { mailClock } from './mail-clock.js'
import { MAIL_POINTS, SUBSCRIBER, type MailJob, type MailPoint, type MailPolicy } from './mail-job.js'
import { takeAndDie } from './mail-lives.js'
import { judgeMail, type MailVerdict, type Payin } from './mail-verdict.js'

export interface MailOptions {
  readonly kills: number
  readonly seed: number
  readonly policy?: MailPolicy
  /** Processes at the same time, on one journal. */
  readonly processes?: number
  readonly progress?: (kills: number) => void
}

export interface MailReport extends MailVerdict {
  readonly kills: number
  readonly seconds: number
  readonly payins: number
  /** How often a delivery was sent. */
  readonly sent: number
  readonly points: Readonly<Record<string, number>>
}

const PER_LIFE = 6
/** Comes only after somebody else has died: such a life gets more time, and ends at the first chance. */
const RARE: readonly MailPoint[] = [
  'after deliveries were claimed',
  'before a subscriber is told',
  'after a subscriber was told',
]
const RARE_MS = 600
const DAY = 24 * 60 * 60_000

/** Kills processes that take deliveries and tell a subscriber, and compares what was acknowledged with what is left. */
export const killAndRead = async (options: MailOptions): Promise<MailReport> => {
  const { kills, seed, policy, processes = 2, progress } = options
  const startedAt = performance.now()
  await bundleWorker('mail-worker')
  await using folder = await temporaryFolder()
  await using simulator = await startSimulator('palomma', { apiKey: API_KEY })
  const [path, file] = [folder.file('killed.db'), folder.file('ledger.jsonl')]
  const url = simulator.url
  const chance = chances(seeded(seed))
  const deliveries: Told[] = await createPayins({ path, file, url, count: kills * 2, chance })
  const payins = [...new Set(deliveries.map(({ payin }) => payin))]
  const waiting = [...deliveries]
  const acknowledged = new Map<string, Told>()
  const points: Record<string, number> = {}
  const began = Date.now()
  let [killed, sent] = [0, 0]

  const batch = (): readonly Told[] => {
    const known = [...acknowledged.values()].filter(({ repeats }) => repeats)
    const again = known.length === 0 ? [] : Array.from({ length: PER_LIFE / 3 }, () => chance.pick(known))
    return chance.shuffled([...waiting.splice(0, PER_LIFE), ...again])
  }
  const liveAndDie = async (): Promise<void> => {
    while (killed < kills) {
      const mine = batch()
      sent += mine.length
      const point = chance.random() < 0.75 ? chance.pick(MAIL_POINTS) : undefined
      const isRare = point !== undefined && RARE.includes(point)
      const nth = isRare ? 1 : 1 + Math.floor(chance.random() ** 2 * 4)
      const suicide = point === undefined ? {} : { suicide: { point, nth } }
      const job: MailJob = { journal: path, url, file, began, ...suicide, ...(policy === undefined ? {} : { policy }) }
      const { reachedPoint } = await takeAndDie(job, {
        sent: mine.map((told) => told.sent),
        killAfterMs: 60 + chance.random() * 700 + (isRare ? RARE_MS : 0),
        acknowledged: (taken) => {
          const told = mine.find((one) => one.sent === taken)
          if (told !== undefined) acknowledged.set(told.id, told)
        },
      })
      waiting.push(...mine.filter(({ id }) => !acknowledged.has(id)))
      killed += 1
      if (point !== undefined && reachedPoint) points[point] = (points[point] ?? 0) + 1
      progress?.(killed)
    }
  }
  await Promise.all(Array.from({ length: processes }, liveAndDie))
  const taken = new Set(acknowledged.keys())
  const left = { path, file, url, began, waiting: deliveries.filter(({ id }) => !taken.has(id)) }
  const verdict = await afterwards(left, (journal) => judgeMail({ journal, path, file, payins, acknowledged: taken }))
  const seconds = (performance.now() - startedAt) / 1_000
  return { ...verdict, kills: killed, seconds, payins: payins.length, sent, points }
}

/** A delivery, by the provider's id of it. */
interface Told {
  readonly id: string
  readonly payin: Payin
  readonly sent: Sent
  /** Sent again after it was acknowledged. The others are not: what was lost of them stays lost. */
  readonly repeats: boolean
}

interface Place {
  readonly path: string
  readonly file: string
  readonly url: string
}

/** Payins that wait to be paid, and what the provider will tell of each, in an order by chance. */
const createPayins = async ({
  path,
  file,
  url,
  count,
  chance,
}: Place & { readonly count: number; readonly chance: Chances }): Promise<Told[]> => {
  const journal = sqliteJournal({ path })
  await using payments = await openPlatform({ journal, recovery: false, urls: { palomma: url, palladium: url } })
  // From now on whatever happens is to be told, by whoever lives.
  await (await payments.events.subscribe(writerOf(file), { name: SUBSCRIBER })).stop()
  const left = Array.from({ length: count }, (_, index) => `mail-${String(index)}`)
  const deliveries: Told[] = []
  const work = async (): Promise<void> => {
    for (let reference = left.shift(); reference !== undefined; reference = left.shift()) {
      const { id, operationId, providerId = '', raw } = await payments.payins.create(paymentLink(reference))
      await nobodyAsks(journal, operationId)
      const payin = { id, operation: operationId, reference }
      const repeats = deliveries.length % 4 === 0
      for (const status of ['processing', 'approved']) {
        const collected = status === 'approved' ? { amountCollected: 84_000 } : {}
        const event = { ...(raw as object), status, ...collected }
        const webhookId = `${providerId}-${status}`
        const sent = signed({ webhookId, eventType: 'payin-link.update', event })
        deliveries.push({ id: webhookId, payin, sent, repeats })
      }
    }
  }
  await Promise.all(Array.from({ length: 8 }, work))
  return inPairs(deliveries, chance)
}

/** Each payin's within the same few lives, in either order. */
const inPairs = (deliveries: readonly Told[], { random }: Chances): Told[] =>
  deliveries
    .map((told, index) => ({ told, place: Math.floor(index / 2) + random() * 4 }))
    .sort((one, other) => one.place - other.place)
    .map(({ told }) => told)

/** The provider's callbacks are what counts here, and not our questions. */
const nobodyAsks = async (journal: Journal, id: string): Promise<void> => {
  const { version = 0 } = (await journal.operation('default', id)) ?? {}
  await journal.postpone({ merchant: 'default', id, version, inMs: 365 * DAY })
}

const writerOf =
  (file: string) =>
  (event: PaymentEvent): void => {
    const line = { id: event.id, type: event.type, object: event.object.id }
    appendFileSync(file, `${JSON.stringify(line)}\n`)
  }

/** Everybody is dead. The provider sends the rest; one more process applies what is left, and tells what is untold. */
const afterwards = async <T>(
  { path, file, url, began, waiting }: Place & { readonly began: number; readonly waiting: readonly Told[] },
  judge: (journal: Journal) => Promise<T>,
): Promise<T> => {
  let ahead = 60 * 60_000
  const clock = mailClock(began, () => ahead)
  const journal = sqliteJournal({ path, clock })
  await using payments = await openPlatform({ journal, clock, recovery: false, urls: { palomma: url, palladium: url } })
  await payments.events.subscribe(writerOf(file), { name: SUBSCRIBER, everyMs: 5 })
  for (const { sent } of waiting) await payments.webhooks.receive(sent)
  for (let pass = 0; pass < 20 && (await all(payments.webhooks.list({ status: 'waiting' }))).length > 0; pass += 1) {
    ahead += 60 * 60_000
    await payments.recover()
  }
  await heard(payments)
  return await judge(journal)
}

const PATIENCE_MS = 20_000

const heard = async ({ events }: Platform): Promise<void> => {
  const limit = performance.now() + PATIENCE_MS
  while ((await events.subscribers()).some(({ behind }) => behind > 0) && performance.now() < limit) await sleep(20)
}
