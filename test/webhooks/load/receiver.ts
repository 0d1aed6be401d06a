import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { Session, type Profiler } from 'node:inspector'
import type { PaymentEvent } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { summaryOf } from '../../benchmark/profile/summary.js'
import { openPlatform, startHooks } from '../platform.js'
import type { Received, ReceiverJob } from './messages.js'

// A merchant's process that takes callbacks, applies them and tells a subscriber, as its defaults have it.

const job = JSON.parse(process.argv[2] ?? '') as ReceiverJob
const payments = await openPlatform({
  journal: sqliteJournal({ path: job.journal }),
  urls: { palomma: job.url, palladium: job.url },
  recovery: {},
})
const told: Record<string, number> = {}
const handler = ({ type, object }: PaymentEvent): void => {
  const name = `${object.id} ${type}`
  told[name] = (told[name] ?? 0) + 1
}
await payments.events.subscribe(handler, { name: 'ledger' })
const hooks = await startHooks(payments)
const session = new Session()
if (job.profile) {
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.setSamplingInterval', { interval: 500 })
  session.post('Profiler.start')
}
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
const before = process.cpuUsage()
process.send?.({ port: hooks.port })
const [{ callbacks }] = (await once(process, 'message')) as [{ readonly callbacks: number }]

const startedAt = performance.now()
const isWaiting = async (): Promise<boolean> => {
  for await (const _ of payments.webhooks.list({ status: 'waiting' })) return true
  return (await payments.events.subscribers()).some(({ behind }) => behind > 0)
}
while (await isWaiting()) await sleep(50)
const drainSeconds = (performance.now() - startedAt) / 1_000
const { user, system } = process.cpuUsage(before)
let profile: Profiler.Profile | undefined
if (job.profile) session.post('Profiler.stop', (_, stopped) => (profile = stopped.profile))
const received: Received = {
  ...{ cpuSeconds: (user + system) / 1e6, rssMb: process.memoryUsage().rss / 1_048_576, drainSeconds, told },
  ...{ loopP99Ms: delay.percentile(99) / 1e6, loopMaxMs: delay.max / 1e6 },
  ...(profile === undefined ? {} : { profile: summaryOf(profile, callbacks) }),
}
await new Promise((resolve) => process.send?.(received, resolve))
await hooks[Symbol.asyncDispose]()
await payments.close()
process.exit(0)
