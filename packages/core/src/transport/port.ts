/** How a request reaches a provider. What it reports decides what may be done next, so it must be exact. */
export interface HttpTransport {
  /**
   * Sends one request and never rejects. In this order: open a connection, `beforeWrite`, write the whole request at
   * once, read the answer. No redirect is followed and nothing is repeated.
   */
  send(request: HttpRequest): Promise<HttpOutcome>
  /** Lets go of idle connections. */
  close(): void
}

export interface HttpRequest {
  /** Where the provider account is; connections are kept per base URL. */
  readonly baseUrl: string
  readonly method: string
  /** Below the base URL, encoded, with its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Buffer | undefined
  /** Use a connection that has never carried a request: a kept one may die with the request in it. */
  readonly fresh: boolean
  readonly timeouts: Timeouts
  /** Called on the open connection; nothing is written unless it resolves to true. */
  readonly beforeWrite?: (() => Promise<Permission>) | undefined
}

/** Given once the intent is durable: asked again at the last moment, without a pause before the write. */
export type Permission = { readonly granted: false } | { readonly granted: true; readonly stillValid: () => boolean }

export interface Timeouts {
  /** For name, TCP and TLS each, in milliseconds. */
  readonly connectMs: number
  /** From the write to the head of the answer. */
  readonly headersMs: number
  /** Between two pieces of the body. */
  readonly bodyIdleMs: number
  readonly bodyTotalMs: number
}

export type HttpOutcome =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: Readonly<Record<string, string | undefined>>
      readonly body: Buffer
    }
  /** Proof: no byte of the request was handed to a socket. */
  | { readonly kind: 'not_written'; readonly phase: 'connect' | 'tls' | 'permission'; readonly error?: Error }
  /** The request was handed over, wholly or in part, and there is no whole answer. */
  | { readonly kind: 'no_answer'; readonly phase: 'headers' | 'body'; readonly error: Error }
