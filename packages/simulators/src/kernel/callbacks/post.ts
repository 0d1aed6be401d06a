import { request } from 'node:http'
import type { Message } from './style.js'

/** What came of one request: the status of its answer, or why there was none. */
export type PostResult = { readonly status: number } | { readonly failure: string }

interface PostLimits {
  readonly timeoutMs: number
  /** Aborted when the simulator closes. */
  readonly signal: AbortSignal
}

/** One POST on a connection of its own. Never rejects, and leaves no handle open, whatever the receiver does. */
export async function post(
  url: string,
  { headers, body }: Message,
  { timeoutMs, signal }: PostLimits,
): Promise<PostResult> {
  if (signal.aborted) return { failure: 'closed' }
  return await new Promise((resolve) => {
    let status: number | undefined
    let reason: string | undefined
    const length = { 'content-length': String(Buffer.byteLength(body)) }
    const outgoing = request(url, { method: 'POST', agent: false, headers: { ...headers, ...length } }, (response) => {
      status = response.statusCode
      // A body that breaks off does not take the status back.
      response.on('error', () => undefined)
      response.resume()
    })
    const give = (up: string) => (): void => {
      reason = up
      outgoing.destroy()
    }
    const timer = setTimeout(give('timeout'), timeoutMs)
    const close = give('closed')
    signal.addEventListener('abort', close)
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      reason ??= error.code ?? error.message
    })
    outgoing.once('close', () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', close)
      resolve(status === undefined ? { failure: reason ?? 'closed' } : { status })
    })
    outgoing.end(body)
  })
}
