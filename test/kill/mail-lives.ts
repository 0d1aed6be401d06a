import { Agent, request, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { Sent } from '../webhooks/signed.js'
import { begin, ended } from './lives.js'
import type { MailJob } from './mail-job.js'

export interface MailLife {
  readonly reachedPoint: boolean
}

const AT_ONCE = 4

/**
 * One life: from its start to a SIGKILL after `killAfterMs` of work, at the latest. Meanwhile the provider delivers;
 * `acknowledged` is called for what was answered with 200.
 */
export const takeAndDie = async (
  job: MailJob,
  {
    sent,
    killAfterMs,
    acknowledged,
  }: {
    readonly sent: readonly Sent[]
    readonly killAfterMs: number
    readonly acknowledged: (sent: Sent) => void
  },
): Promise<MailLife> => {
  const child = begin(job, 'mail-worker')
  let complaint = ''
  let killed = false
  let isDead = false
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  const kill = (): void => {
    killed = true
    child.kill('SIGKILL')
  }
  const end = ended(child).finally(() => (isDead = true))
  const ready = once(child, 'message').then(([message]) => message as { readonly port: number })
  // Who dies while it starts takes nothing.
  const begun = await Promise.race([ready, end.then(() => undefined)])
  if (begun !== undefined) {
    setTimeout(kill, killAfterMs)
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
    const left = [...sent]
    const deliver = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined && !isDead; next = left.shift()) {
        if ((await post(begun.port, next, agent)) === 200) acknowledged(next)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, deliver))
    agent.destroy()
  }
  const [code, signal] = await end
  if (signal !== 'SIGKILL') throw new Error(`a worker ended by itself (${String(code)}): ${complaint}`)
  return { reachedPoint: !killed }
}

/** The status of the answer; undefined where there was none. */
const post = async (port: number, { headers, body }: Sent, agent: Agent): Promise<number | undefined> => {
  const url = `http://127.0.0.1:${String(port)}/hooks/palomma`
  const outgoing = request(url, { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } })
  outgoing.end(body)
  try {
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    answer.resume()
    return answer.statusCode
  } catch {
    return undefined
  }
}
