import { once } from 'node:events'
import { connect } from 'node:net'
import type { WebhookDelivery } from '@polyrail/core'

export interface Spoiled {
  readonly kind: string
  readonly delivery: WebhookDelivery
}

const AT_ONCE = 16
const PATIENCE_MS = 10_000

/** Writes them as they are, without a client that would refuse to; `open`: what the server has let in. */
export const overSockets = async (
  port: number,
  spoiled: readonly Spoiled[],
): Promise<{ readonly sent: number; readonly open: readonly string[] }> => {
  const open: string[] = []
  const left = [...spoiled]
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const answer = await exchange(port, bytesOf(next.delivery))
      if (/^HTTP\/1\.1 (?:2|5)/.test(answer)) open.push(`${next.kind}: ${answer.slice(0, 20)}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return { sent: spoiled.length, open }
}

/** Blanks around a value are none of it, once it has been on the wire. */
export const asReceived = (delivery: WebhookDelivery): WebhookDelivery => {
  const { headers } = delivery
  if (headers instanceof Headers) return delivery
  const trimmed = Object.entries(headers).map(([name, value]): [string, readonly string[]] => [
    name,
    [value ?? []].flat().map((one) => one.trim()),
  ])
  return { ...delivery, headers: Object.fromEntries(trimmed) }
}

/** Whatever is no header at all makes the request none, which is one more thing that may arrive. */
const bytesOf = ({ provider, headers, body }: WebhookDelivery): Buffer => {
  const pairs = headers instanceof Headers ? [...headers] : Object.entries(headers)
  const lines = pairs.flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => `${name}: ${one.replaceAll('\r\n', '\n')}`),
  )
  const head = [`POST /hooks/${encodeURIComponent(provider)} HTTP/1.1`, 'host: shop', ...lines]
  const end = [`content-length: ${String(body.length)}`, 'connection: close', '', '']
  return Buffer.concat([Buffer.from([...head, ...end].join('\r\n'), 'latin1'), body])
}

/** Everything that the server says before it hangs up. */
const exchange = async (port: number, bytes: Buffer): Promise<string> => {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('latin1').on('data', (text: string) => (answer += text))
  // The server may hang up while we still write.
  socket.on('error', () => undefined)
  socket.setTimeout(PATIENCE_MS, () => socket.destroy())
  socket.write(bytes)
  await once(socket, 'close').catch(() => undefined)
  return answer
}
