import type { ProviderAccount } from '../adapter/account.js'
import type { Endpoint } from '../adapter/endpoint.js'
import type { Clock } from '../clock/clock.js'
import { ValidationError } from '../errors/errors.js'
import { logCall } from '../log/events.js'
import type { Logger } from '../log/logger.js'
import { issuesOf } from '../schema/issues.js'
import { encode, UnencodableField, type EncodedRequest } from '../transport/encode.js'
import type { HttpOutcome, HttpRequest, HttpTransport, Permission, Timeouts } from '../transport/port.js'
import type { Authenticate, TokenStore } from '../transport/tokens.js'
import { ACTIONS, classify, type FailureVerdict, type Verdict } from './classify.js'
import { credentialsOf, type Credentials, type CredentialSource } from './credentials.js'
import { errorOf } from './failures.js'
import { Gate } from './gate.js'
import { limitsOf, type LimitOptions, type Limits } from './limits.js'

export interface ClientContext {
  readonly transport: HttpTransport
  readonly tokens: TokenStore
  readonly clock: Clock
  readonly logger: Logger
  readonly timeouts: Timeouts
  /** 0 ≤ n < 1: spreads repeats. */
  readonly random: () => number
  /** What an account is spared; by default what core thinks right. */
  readonly limits: LimitOptions
}

/** A checked and encoded request: nothing about its content can fail any more. */
export interface PreparedCall {
  readonly endpoint: Endpoint
  readonly input: unknown
  readonly request: EncodedRequest
}

export interface AttemptOptions {
  readonly fresh: boolean
  readonly operation?: string | undefined
  readonly attempt?: number | undefined
  /** Texts of this request that may be seen nowhere. */
  readonly secrets?: readonly string[] | undefined
  readonly beforeWrite?: (() => Promise<Permission>) | undefined
}

/** Nothing is armed for what changes nothing. */
const READING = { fresh: false, operation: undefined, attempt: undefined, beforeWrite: undefined }
const READ_TRIES = 3
const SHORTEST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 5_000
const USER_AGENT = 'polyrail'

/** Calls one provider account: checks, encodes, authorizes, sends, judges. It never decides to send a write again. */
export class ProviderClient {
  readonly credentials: CredentialSource
  /** What is let through to the account. */
  readonly gate: Gate
  readonly limits: Limits
  readonly #lookedUp: ReadonlySet<string>

  constructor(
    readonly account: ProviderAccount,
    private readonly context: ClientContext,
  ) {
    this.#lookedUp = new Set(account.definition.lookups?.map(({ endpoint }) => endpoint.name))
    this.credentials = credentialsOf(account, () => this.#login(), context)
    this.limits = limitsOf(context.limits, account.name)
    this.gate = new Gate({
      account: account.name,
      limits: this.limits,
      clock: context.clock,
      probe: this.#probe(),
    })
  }

  /** True where a lost answer could never be looked up: such calls get a connection of their own. */
  isBlind(endpoint: Endpoint): boolean {
    return endpoint.effect !== 'read' && !this.#lookedUp.has(endpoint.name)
  }

  /** Checks the input against the endpoint and encodes it. Throws `ValidationError`; nothing was sent. */
  prepare(endpoint: Endpoint, input: unknown): PreparedCall {
    const { account } = this
    const issues = issuesOf(account.validator(`${endpoint.name}.input`, endpoint.input), input, endpoint.name)
    if (issues.length > 0) throw new ValidationError(issues, { provider: account.name })
    // Compiled now where it has to be: after the write it would be too late to fail.
    account.validator(`${endpoint.name}.output`, endpoint.output)
    try {
      return { endpoint, input, request: encode(endpoint, input as Readonly<Record<string, unknown>>) }
    } catch (error) {
      if (!(error instanceof UnencodableField)) throw error
      throw new ValidationError([{ path: `${endpoint.name}.${error.field}`, message: error.message }], {
        provider: account.name,
      })
    }
  }

  /** One request. Never rejects and never repeats. */
  async attempt(call: PreparedCall, credentials: Credentials, options: AttemptOptions): Promise<Verdict> {
    const { account, context } = this
    const { endpoint, request } = call
    const startedAt = context.clock.monotonic()
    const outcome = await this.#send({
      baseUrl: account.baseUrl,
      method: endpoint.method,
      path: request.path,
      headers: { accept: 'application/json', 'user-agent': USER_AGENT, ...request.headers, ...credentials.headers },
      body: request.body,
      fresh: options.fresh,
      timeouts: context.timeouts,
      beforeWrite: options.beforeWrite,
    })
    // The token of this attempt is as secret as what is configured.
    const { token } = credentials
    const { secrets: ours = [] } = options
    const secrets = [...account.secrets, ...ours, ...(token === undefined ? [] : [token.token])]
    const verdict = judge(outcome, endpoint, { ...account, secrets })
    logCall(context.logger, {
      provider: account.name,
      endpoint: endpoint.name,
      ...(options.operation === undefined ? {} : { operation: options.operation }),
      outcome: verdict.kind === 'accepted' ? 'accepted' : verdict.failure,
      ...(verdict.httpStatus === undefined ? {} : { httpStatus: verdict.httpStatus }),
      ...(options.attempt === undefined ? {} : { attempt: options.attempt }),
      durationMs: Math.round(context.clock.monotonic() - startedAt),
    })
    return verdict
  }

  /** Reads, repeating what may be repeated. Rejects with the error for the last failure. */
  async read(endpoint: Endpoint, input: unknown): Promise<{ readonly answer: unknown; readonly raw: unknown }> {
    const call = this.prepare(endpoint, input)
    let credentials = await this.credentials.current()
    let renewed = false
    for (let attempt = 1; ; attempt += 1) {
      const verdict = await this.#ask(call, credentials, attempt)
      if (verdict.kind === 'accepted') return verdict
      if (verdict.action === 'authenticate' && !renewed) {
        renewed = true
        const others = await this.credentials.renewed(credentials)
        if (others !== undefined) {
          credentials = others
          continue
        }
      }
      const final = verdict.action !== 'repeat' && verdict.action !== 'back_off'
      if (final || attempt >= READ_TRIES) throw errorOf(verdict, { account: this.account, endpoint: endpoint.name })
      await this.#pause(attempt, verdict)
    }
  }

  /**
   * Calls an idempotent endpoint again to learn what became of it; undefined where it is refused, which may mean that
   * it was done before. Rejects with the error for any other failure.
   */
  async repeat(
    endpoint: Endpoint,
    input: unknown,
  ): Promise<{ readonly answer: unknown; readonly raw: unknown } | undefined> {
    const credentials = await this.credentials.current()
    const verdict = await this.#ask(this.prepare(endpoint, input), credentials)
    if (verdict.kind === 'accepted') return verdict
    if (verdict.action === 'refused') return undefined
    throw errorOf(verdict, { account: this.account, endpoint: endpoint.name })
  }

  /** One question, in its turn. */
  async #ask(call: PreparedCall, credentials: Credentials, attempt?: number): Promise<Verdict> {
    const leave = await this.gate.forRead()
    try {
      const verdict = await this.attempt(call, credentials, { ...READING, attempt })
      this.gate.didRead(verdict)
      return verdict
    } finally {
      leave()
    }
  }

  /** A cheap read that shows whether the provider answers: its purses, or a new token. */
  #probe(): (() => Promise<unknown>) | undefined {
    const { definition, authorization } = this.account
    const { balances } = definition
    if (balances !== undefined) {
      return () => balances({ call: async (endpoint, input) => (await this.read(endpoint, input)).answer as never })
    }
    if (authorization.type !== 'token') return undefined
    return async () => this.credentials.renewed(await this.credentials.current())
  }

  /** A transport that rejects breaks its contract. Once it was allowed to write, that is a silence. */
  async #send({ beforeWrite, ...request }: HttpRequest): Promise<HttpOutcome> {
    let mayHaveWritten = beforeWrite === undefined
    const asked = async (): Promise<Permission> => {
      const permission = (await beforeWrite?.()) ?? { granted: false }
      mayHaveWritten ||= permission.granted
      return permission
    }
    try {
      return await this.context.transport.send({
        ...request,
        beforeWrite: beforeWrite === undefined ? undefined : asked,
      })
    } catch (problem) {
      const error = problem instanceof Error ? problem : new Error('the transport failed')
      return mayHaveWritten
        ? { kind: 'no_answer', phase: 'headers', error }
        : { kind: 'not_written', phase: 'connect', error }
    }
  }

  /** Full jitter, with what the provider asked for as a floor, up to the longest pause. */
  async #pause(attempt: number, { retryAfterMs = 0 }: FailureVerdict): Promise<void> {
    const { clock, random } = this.context
    const most = Math.min(SHORTEST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS)
    await clock.sleep(Math.min(Math.max(random() * most, retryAfterMs), LONGEST_PAUSE_MS))
  }

  async #login(): ReturnType<Authenticate> {
    const { account } = this
    const { authorization } = account
    if (authorization.type !== 'token') throw new Error(`${account.name} has no tokens`)
    const { endpoint, input, read } = authorization
    const revealed = Object.fromEntries(Object.entries(input).map(([field, secret]) => [field, secret.reveal()]))
    const verdict = await this.attempt(this.prepare(endpoint, revealed), { headers: {}, token: undefined }, READING)
    if (verdict.kind === 'accepted') return read(verdict.answer)
    // Whatever a provider calls it: there is nothing but credentials in this request.
    const failure = verdict.action === 'refused' ? 'unauthorized' : verdict.failure
    const error = errorOf({ ...verdict, failure }, { account, endpoint: endpoint.name })
    if (failure === 'not_written' || failure === 'tls_failed') return { unreached: error }
    throw error
  }
}

/** An error table that fails says nothing about what was executed: its answer counts as one of no known form. */
const judge = (outcome: HttpOutcome, endpoint: Endpoint, account: ProviderAccount): Verdict => {
  try {
    return classify(outcome, endpoint, account)
  } catch (cause) {
    const action = ACTIONS.malformed[endpoint.effect === 'read' ? 'read' : 'write']
    return { kind: 'failed', failure: 'malformed', action, cause }
  }
}
