import { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Origin } from './origins.js'
import type { HttpOutcome, HttpRequest } from './port.js'

/** Larger answers are not read: no provider of ours sends a tenth of it. */
export const LARGEST_BODY_BYTES = 1024 * 1024

/** Options of node:http that it would otherwise inherit from a polluted Object.prototype. */
const UNINHERITED: http.RequestOptions & { readonly setDefaultHeaders: boolean } = {
  auth: null,
  createConnection: undefined,
  defaultPort: undefined,
  family: undefined,
  insecureHTTPParser: false,
  joinDuplicateHeaders: false,
  localAddress: undefined,
  localPort: undefined,
  lookup: undefined,
  maxHeaderSize: 16 * 1024,
  setDefaultHeaders: true,
  setHost: true,
  signal: undefined,
  socketPath: undefined,
  timeout: undefined,
  uniqueHeaders: undefined,
}

type Phase = 'connect' | 'tls' | 'permission' | 'headers' | 'body'

/**
 * One request and its answer over node:http. Everything before the write leaves proof that nothing was
 * sent; everything after it is silence unless the whole answer arrives.
 */
export class Exchange {
  #phase: Phase = 'connect'
  #done = false
  #timer: NodeJS.Timeout | undefined
  #request: ClientRequest | undefined
  #finish!: (outcome: HttpOutcome) => void
  readonly #outcome: Promise<HttpOutcome>
  readonly #order: HttpRequest

  constructor(order: HttpRequest) {
    this.#order = order
    this.#outcome = new Promise((resolve) => {
      this.#finish = (outcome) => {
        this.#done = true
        clearTimeout(this.#timer)
        resolve(outcome)
      }
    })
  }

  /** Called again it sends nothing more. */
  run(origin: Origin): Promise<HttpOutcome> {
    if (this.#done || this.#request !== undefined) return this.#outcome
    this.#expectWithin(this.#order.timeouts.connectMs)
    try {
      this.#request = this.#opened(origin)
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error('the request could not be made'))
    }
    return this.#outcome
  }

  #opened(origin: Origin): ClientRequest {
    const { method, path, headers, fresh } = this.#order
    const request = (origin.secure ? https : http).request({
      ...UNINHERITED,
      protocol: origin.secure ? 'https:' : 'http:',
      host: origin.hostname,
      hostname: origin.hostname,
      port: origin.port,
      method,
      path: origin.basePath + path,
      headers: { ...headers },
      agent: fresh ? origin.fresh : origin.kept,
    })
    // For good: an error that comes after the first has nobody else to go to, and would end the process.
    request.on('error', (error) => this.#fail(error))
    request.once('response', (response) => {
      // What comes before the request was written is no answer to it.
      if (this.#phase === 'headers') this.#read(response)
      else this.#fail(new Error('the server sent something before it was asked'))
    })
    request.once('socket', (socket) => this.#open(socket, origin.secure))
    return request
  }

  /** The outcome when somebody above gave the request up; nothing is written afterwards. */
  abandoned(error: Error): Promise<HttpOutcome> {
    this.#fail(error)
    return this.#outcome
  }

  #open(socket: Socket, secure: boolean): void {
    if (isOpen(socket, this.#request)) return void this.#askPermission(socket)
    const opened = (): void => void this.#askPermission(socket)
    if (!secure) return void socket.once('connect', opened)
    socket.once('connect', () => {
      this.#phase = 'tls'
      this.#expectWithin(this.#order.timeouts.connectMs)
    })
    socket.once('secureConnect', opened)
  }

  async #askPermission(socket: Socket): Promise<void> {
    const { beforeWrite } = this.#order
    clearTimeout(this.#timer)
    if (beforeWrite === undefined) {
      this.#write()
      return
    }
    this.#phase = 'permission'
    const permission = await (async () => beforeWrite())().catch(() => undefined)
    if (this.#done) return
    if (permission?.granted !== true || socket.destroyed || !socket.writable || !permission.stillValid()) {
      this.#finish({ kind: 'not_written', phase: 'permission' })
      this.#request?.destroy()
      return
    }
    this.#write()
  }

  /** Nothing may come between the last check and this: from here on a failure is a silence. */
  #write(): void {
    this.#phase = 'headers'
    this.#expectWithin(this.#order.timeouts.headersMs)
    this.#request?.end(this.#order.body)
  }

  #read(response: IncomingMessage): void {
    const { bodyIdleMs, bodyTotalMs } = this.#order.timeouts
    this.#phase = 'body'
    this.#expectWithin(bodyIdleMs)
    const total = setTimeout(() => this.#fail(new Error(`no whole body within ${bodyTotalMs} ms`)), bodyTotalMs)
    const chunks: Buffer[] = []
    let size = 0
    response.on('data', (chunk: Buffer) => {
      this.#timer?.refresh()
      size += chunk.length
      if (size <= LARGEST_BODY_BYTES) chunks.push(chunk)
      else this.#fail(new Error(`a body of more than ${LARGEST_BODY_BYTES} bytes`))
    })
    response.once('end', () => {
      if (!response.complete) return
      this.#finish({
        kind: 'answered',
        status: response.statusCode ?? 0,
        headers: response.headers as Readonly<Record<string, string | undefined>>,
        body: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size),
      })
    })
    response.on('error', (error) => this.#fail(error))
    response.once('close', () => {
      clearTimeout(total)
      // A good answer ends here too, and an error is dear for the stack that it takes.
      if (!this.#done) this.#fail(new Error('the connection was closed before the end of the body'))
    })
  }

  #expectWithin(ms: number): void {
    clearTimeout(this.#timer)
    if (this.#done) return
    this.#timer = setTimeout(
      () => this.#fail(new Error(`no progress within ${ms} ms while waiting for ${this.#phase}`)),
      ms,
    )
  }

  #fail(error: Error): void {
    const phase = this.#phase
    this.#finish(
      phase === 'headers' || phase === 'body'
        ? { kind: 'no_answer', phase, error }
        : { kind: 'not_written', phase, error },
    )
    this.#request?.destroy()
  }
}

/**
 * A kept connection is open. So is the stand-in of an interceptor such as nock: it is no plain socket, reports no
 * connect before it has seen the request, and has no wire behind it. Should a real socket of another class come
 * here, its failure to connect would count as a silence, which is the safe side.
 */
const isOpen = (socket: Socket, request: ClientRequest | undefined): boolean => {
  if (request?.reusedSocket === true) return true
  const plain = socket.constructor === Socket || socket.constructor === TLSSocket
  return !plain || (socket.constructor === Socket && !socket.connecting)
}
