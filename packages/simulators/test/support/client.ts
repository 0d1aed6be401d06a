import { request } from 'node:http'
import { connect } from 'node:net'

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly bytes: Buffer
  readonly text: string
  readonly json: unknown
}

export interface Sent {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly body?: string | Buffer
}

/** One request on a connection of its own. */
export async function send(url: string, { method = 'GET', headers = {}, body = '' }: Sent = {}): Promise<Reply> {
  return await new Promise((resolve, reject) => {
    const all = { authorization: 'Bearer key', 'content-length': String(Buffer.byteLength(body)), ...headers }
    const outgoing = request(url, { method, agent: false, headers: all }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const text = bytes.toString()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text, json: tryJson(text) })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const postJson = async (url: string, body: unknown, headers: Sent['headers'] = {}): Promise<Reply> =>
  await send(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

export const BOUNDARY = 'boundary-of-the-test'

/** A multipart body, byte by byte, without a library. */
export function multipart(fields: Readonly<Record<string, string>> | readonly (readonly [string, string])[]): string {
  const entries = Array.isArray(fields) ? (fields as readonly (readonly [string, string])[]) : Object.entries(fields)
  const parts = entries.map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return `${parts.join('')}--${BOUNDARY}--\r\n`
}

export const postForm = async (
  url: string,
  fields: Parameters<typeof multipart>[0],
  headers: Sent['headers'] = {},
): Promise<Reply> =>
  await send(url, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, ...headers },
    body: multipart(fields),
  })

export interface Wire {
  readonly bytes: Buffer
  readonly text: string
  /** `end`: the other side ended in good order; `reset`: RST; `open`: nothing more came within `waitMs`. */
  readonly ended: 'end' | 'reset' | 'open'
  readonly body: string
}

/** What really comes over a TCP connection after these bytes. */
export async function raw(url: string, bytes: string | Buffer, waitMs = 300): Promise<Wire> {
  const { hostname, port } = new URL(url)
  return await new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) })
    const chunks: Buffer[] = []
    const finish = (ended: Wire['ended']): void => {
      clearTimeout(timer)
      socket.destroy()
      const all = Buffer.concat(chunks)
      const text = all.toString()
      const split = text.indexOf('\r\n\r\n')
      resolve({ bytes: all, text, ended, body: split === -1 ? '' : text.slice(split + 4) })
    }
    const timer = setTimeout(() => finish('open'), waitMs)
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('end', () => finish('end'))
    socket.on('error', () => finish('reset'))
    if (bytes.length > 0) socket.write(bytes)
  })
}

/** The bytes of a form post. */
export function formRequest(url: string, fields: Readonly<Record<string, string>>): string {
  const { host, pathname } = new URL(url)
  const body = multipart(fields)
  return [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    'Authorization: Bearer key',
    `Content-Type: multipart/form-data; boundary=${BOUNDARY}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}
