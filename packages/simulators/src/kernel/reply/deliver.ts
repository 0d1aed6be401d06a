import { STATUS_CODES, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { WireReply } from '../faults/fault.js'
import type { Answer } from './answer.js'

/** The normal way: complete, with its length, on a connection that stays open. */
export function deliver({ status, headers, body }: Answer, response: ServerResponse): void {
  const length = status === 204 || status === 304 ? {} : { 'content-length': body.length }
  response.writeHead(status, { ...headers, ...length }).end(body)
}

/** Writes the bytes itself, because node:http rightly refuses to send such answers. */
export async function deliverBroken(
  right: Answer,
  fault: WireReply,
  { socket, signal }: { readonly socket: Socket; readonly signal: AbortSignal },
): Promise<void> {
  const { body } = right
  switch (fault.kind) {
    case 'close':
      socket.end()
      return
    case 'stall':
      if (fault.afterBytes !== undefined) socket.write(Buffer.concat([head(right), body.subarray(0, fault.afterBytes)]))
      return
    case 'reset':
      if (fault.afterBytes !== undefined) await flush(socket, [head(right), body.subarray(0, fault.afterBytes)])
      socket.resetAndDestroy()
      return
    case 'truncated': {
      const kept = body.subarray(0, fault.keepBytes ?? Math.floor(body.length / 2))
      socket.end(Buffer.concat([head(right, fault.framing), kept]))
      return
    }
    case 'drip':
      socket.write(head(right))
      for (let sent = 0; sent < body.length && socket.writable; sent += fault.chunkBytes ?? 1) {
        socket.write(body.subarray(sent, sent + (fault.chunkBytes ?? 1)))
        await sleep(fault.everyMs, undefined, { signal })
      }
      socket.end()
      return
  }
}

function head({ status, headers, body }: Answer, framing: 'content-length' | 'close' = 'content-length'): Buffer {
  const fields = { ...headers, ...(framing === 'close' ? {} : { 'content-length': body.length }), connection: 'close' }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n${lines.join('')}\r\n`)
}

/** Hands bytes to the system before a reset follows, and gives the client a moment: a reset discards unread bytes. */
async function flush(socket: Socket, parts: readonly Buffer[]): Promise<void> {
  await new Promise<void>((done) => socket.write(Buffer.concat(parts), () => done()))
  await sleep(20)
}
