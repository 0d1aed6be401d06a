import { maxHeaderSize, type IncomingMessage, type ServerResponse } from 'node:http'
import type { WebhookDelivery, WebhookReceipt } from '../contract/webhook.js'
import { ConfigurationError, type Issue } from '../errors/errors.js'
import { logWebhookServer } from '../log/events.js'
import type { Scope } from '../payments/scope.js'
import { MOST_BYTES } from './receiving.js'

/** How a handler takes what providers send. */
export interface WebhookHandlerOptions {
  /** The account that everything is from; default: the last part of the path names it. */
  readonly provider?: string
  /** Larger bodies are refused; default 65,536, at most 1,048,576. */
  readonly maxBytes?: number
  /** How long a body may take to arrive, in milliseconds; default 5,000. Only for `nodeHandler`. */
  readonly readWithinMs?: number
  /** The longest headers that the server takes, in bytes, where it was created with `maxHeaderSize`. */
  readonly maxHeaderBytes?: number
}

export type FetchHandler = (request: Request) => Promise<Response>
/** For `http`, Express and Fastify (with `request.raw` and `reply.raw`). */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => void

/** Where deliveries go to; `failed` is told of mistakes of our own side. */
export interface Receiver {
  readonly receive: (delivery: WebhookDelivery) => Promise<WebhookReceipt>
  readonly failed: (problem: string) => void
}

interface Settings {
  readonly provider: string | undefined
  readonly maxBytes: number
  readonly readWithinMs: number
}

const MAX_BYTES = 65_536
const READ_WITHIN_MS = 5_000

export const fetchHandler = ({ receive, failed }: Receiver, options: WebhookHandlerOptions): FetchHandler => {
  const { provider, maxBytes } = settingsFrom(options)
  const answer = async (request: Request): Promise<number> => {
    if (request.method !== 'POST') return 405
    if (request.bodyUsed || request.body?.locked === true) throw new Error(PARSED)
    const body = await bytesOf(request.body, maxBytes)
    if (body === undefined) return 400
    const from = provider ?? lastPartOf(new URL(request.url).pathname)
    return (await receive({ provider: from, headers: request.headers, body })).status
  }
  return async (request) => {
    const status = await answer(request).catch(ours(failed))
    return new Response(null, { status, ...(status === 405 ? { headers: { allow: 'POST' } } : {}) })
  }
}

export const nodeHandler = ({ receive, failed }: Receiver, options: WebhookHandlerOptions): NodeHandler => {
  const { provider, maxBytes, readWithinMs } = settingsFrom(options)
  const answer = async (request: IncomingMessage & Parsed): Promise<number> => {
    if (request.method !== 'POST') return 405
    const body = await rawBody(request, { maxBytes, readWithinMs })
    if (body === undefined) return 400
    const from = provider ?? lastPartOf((request.originalUrl ?? request.url ?? '').split('?', 1)[0] ?? '')
    const { remoteAddress } = request.socket
    const address = remoteAddress === undefined ? {} : { remoteAddress }
    const { status } = await receive({ provider: from, headers: request.headersDistinct, body, ...address })
    return status
  }
  return (request, response) => {
    void answer(request)
      .catch(ours(failed))
      .then((status) => {
        // Something else has answered meanwhile: a time limit of the framework's.
        if (response.headersSent) return
        if (status === 405) response.setHeader('allow', 'POST')
        // What was not read is not waited for.
        if (!request.complete) response.setHeader('connection', 'close')
        response.statusCode = status
        response.end()
      })
  }
}

/** What we throw is about our own side: the provider is to come again. */
const ours =
  (failed: Receiver['failed']) =>
  (error: unknown): number => {
    failed(error instanceof Error ? error.message : String(error))
    return 500
  }

/** What frameworks add to a request. */
interface Parsed {
  readonly originalUrl?: string
  readonly body?: unknown
  readonly rawBody?: unknown
}

const PARSED =
  'polyrail: the body of a webhook was read before it came here, so that nobody can tell whether it is authentic. Put the ' +
  'handler before whatever parses bodies, or keep the bytes: express.raw(), or rawBody in Nest'

/** The bytes as they came; undefined for too many, or too slow ones. */
const rawBody = async (
  request: IncomingMessage & Parsed,
  { maxBytes, readWithinMs }: Pick<Settings, 'maxBytes' | 'readWithinMs'>,
): Promise<Uint8Array | undefined> => {
  for (const kept of [request.rawBody, request.body]) {
    if (kept instanceof Uint8Array) return kept.length > maxBytes ? undefined : kept
  }
  // Whether there is a `body` says little: some parsers leave an empty one where they have read nothing.
  if (request.readableDidRead || request.readableEnded) throw new Error(PARSED)
  if (request.destroyed) return undefined
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = []
    let length = 0
    const end = (body: Uint8Array | undefined): void => {
      clearTimeout(timer)
      request.off('data', more).off('end', whole).off('close', gone).off('error', gone)
      request.on('error', () => undefined)
      if (body === undefined) request.pause()
      resolve(body)
    }
    const more = (chunk: Uint8Array): void => {
      length += chunk.length
      if (length > maxBytes) end(undefined)
      else chunks.push(chunk)
    }
    const whole = (): void => {
      end(Buffer.concat(chunks))
    }
    const gone = (): void => {
      end(undefined)
    }
    const timer = setTimeout(gone, readWithinMs)
    request.on('data', more).on('end', whole).on('close', gone).on('error', gone)
  })
}

const bytesOf = async (stream: Request['body'], maxBytes: number): Promise<Uint8Array | undefined> => {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of stream ?? []) {
      length += (chunk as Uint8Array).length
      if (length > maxBytes) return undefined
      chunks.push(chunk as Uint8Array)
    }
    return Buffer.concat(chunks)
  } catch {
    // Whoever sent it has gone away. That is no mistake of ours, and anybody can do it as often as he likes.
    return undefined
  }
}

const lastPartOf = (path: string): string => {
  const part = path.split('/').findLast((name) => name !== '') ?? ''
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

const KNOWN = ['provider', 'maxBytes', 'readWithinMs', 'maxHeaderBytes']

const settingsFrom = (options: WebhookHandlerOptions): Settings => {
  const { provider, maxBytes = MAX_BYTES, readWithinMs = READ_WITHIN_MS, maxHeaderBytes = maxHeaderSize } = options
  const issues = Object.keys(options)
    .filter((key) => !KNOWN.includes(key))
    .map((path): Issue => ({ path, message: 'is not a known option' }))
  const isWhole = (value: number, most: number): boolean => Number.isInteger(value) && value >= 1 && value <= most
  if (provider !== undefined && (typeof provider !== 'string' || provider === '')) {
    issues.push({ path: 'provider', message: 'expected the name of an account' })
  }
  if (!isWhole(maxBytes, MOST_BYTES)) {
    issues.push({ path: 'maxBytes', message: `expected a whole number of bytes from 1 to ${String(MOST_BYTES)}` })
  }
  if (!isWhole(readWithinMs, 600_000)) {
    issues.push({ path: 'readWithinMs', message: 'expected milliseconds from 1 to 600000' })
  }
  if (!isWhole(maxHeaderBytes, Number.MAX_SAFE_INTEGER)) {
    issues.push({ path: 'maxHeaderBytes', message: 'expected a whole number of bytes' })
  }
  if (issues.length > 0) throw new ConfigurationError(issues)
  return { provider, maxBytes, readWithinMs }
}

/** Node answers longer headers with 431 before anybody sees them, so it is said while somebody looks. */
export const warnOfShortHeaders = async (
  { clients, logger }: Scope,
  { provider, maxHeaderBytes = maxHeaderSize }: WebhookHandlerOptions,
): Promise<void> => {
  for (const { account } of (await clients()).values()) {
    const { headerBytes = 0 } = account.definition.webhooks ?? {}
    if (headerBytes <= maxHeaderBytes || (provider !== undefined && provider !== account.name)) continue
    logWebhookServer(
      logger,
      account.name,
      `it may send headers of ${String(headerBytes)} bytes, and the server takes ${String(maxHeaderBytes)}: create it with ` +
        `{ maxHeaderSize: ${String(headerBytes)} } and name that as maxHeaderBytes, or start node with ` +
        `--max-http-header-size=${String(headerBytes)}`,
    )
  }
}
