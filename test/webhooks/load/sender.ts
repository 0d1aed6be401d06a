import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { signed, type Sent } from '../signed.js'
import type { SenderJob, SentReport } from './messages.js'
import { planOf, type Callback } from './plan.js'

// A provider's process: it sends so many callbacks per second, whether or not they are answered in time.

const TICK_MS = 2
const SOCKETS = 128
const MOST_TRIES = 20

const [job] = (await once(process, 'message')) as [SenderJob]
const plan = planOf(job.targets.length, job.options)
const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS })
const times: number[] = []
const answers: Record<string, number> = {}

const writtenOut = ({ target, status }: Callback): Sent => {
  const { providerId = '', reference } = job.targets[target] ?? {}
  const collected = status === 'approved' ? { amountCollected: 84_000 } : {}
  const event = { ...job.template, id: providerId, reference, status, ...collected }
  return signed({ webhookId: `${providerId}-${status}`, eventType: 'payin-link.update', event })
}

const post = async ({ headers, body }: Sent): Promise<string> => {
  const outgoing = request(job.url, { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } })
  outgoing.end(body)
  try {
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    answer.resume()
    return String(answer.statusCode)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'failed'
  }
}

/** As a provider does: what is not answered with 200 comes again. */
const send = async (callback: Callback): Promise<void> => {
  const sent = writtenOut(callback)
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const startedAt = performance.now()
    const answer = await post(sent)
    times.push(performance.now() - startedAt)
    answers[answer] = (answers[answer] ?? 0) + 1
    if (answer === '200') return
    await sleep(500)
  }
}

const startedAt = performance.now()
const everyMs = 1_000 / job.options.rate
const under: Promise<void>[] = []
let behindMs = 0
while (under.length < plan.length) {
  const elapsed = performance.now() - startedAt
  const due = Math.min(plan.length, Math.floor(elapsed / everyMs) + 1)
  behindMs = Math.max(behindMs, elapsed - under.length * everyMs)
  while (under.length < due) under.push(send(plan[under.length] as Callback))
  await sleep(TICK_MS)
}
const seconds = (performance.now() - startedAt) / 1_000
await Promise.all(under)
times.sort((one, other) => one - other)
const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
const report: SentReport = {
  ...{ callbacks: plan.length, repeated: plan.filter(({ isRepeated }) => isRepeated).length, seconds, answers },
  ...{ p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1), behindMs },
}
await new Promise((resolve) => process.send?.(report, resolve))
process.exit(0)
