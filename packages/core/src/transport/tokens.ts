import { createHash } from 'node:crypto'
import type { Clock } from '../clock/clock.js'
import { seal, sealingKey, unseal } from './seal.js'

/** A token that somebody may use until its end, sealed with the credentials that it was given for. */
export interface StoredToken {
  readonly sealed: string
  /** Grows with every new token, so that a refused one is replaced once and not by everybody. */
  readonly generation: number
  /** Wall clock, milliseconds since 1970: when to get the next one ahead, and when this one is no longer used. */
  readonly refreshAt: number
  readonly expiresAt: number
}

/**
 * Where tokens are kept: in the journal, unless another store is bound. Neither keys nor tokens show a credential to
 * those who do not have it.
 */
export interface TokenStore {
  load(key: string): Promise<StoredToken | undefined>
  /** Keeps it unless a token of the same or a later generation is there. */
  save(key: string, token: StoredToken): Promise<void>
  /** True for the one who is to get the token after this generation; the others wait for it, at most `forMs`. */
  claim(key: string, generation: number, forMs: number): Promise<boolean>
}

export const memoryTokenStore = (): TokenStore => {
  const tokens = new Map<string, StoredToken>()
  const claims = new Map<string, { readonly generation: number; readonly until: number }>()
  return {
    async load(key) {
      return tokens.get(key)
    },
    async save(key, token) {
      if ((tokens.get(key)?.generation ?? 0) < token.generation) tokens.set(key, token)
    },
    async claim(key, generation, forMs) {
      const claim = claims.get(key)
      const now = performance.now()
      if (claim !== undefined && claim.generation >= generation && now < claim.until) return false
      claims.set(key, { generation, until: now + forMs })
      return true
    },
  }
}

/** `unreached`: the provider was not, so it has counted no wrong password either. */
export type Authenticate = () => Promise<
  { readonly token: string; readonly lifetimeMs: number } | { readonly unreached: Error }
>

/** A token as it goes on the wire. */
export interface OpenToken extends Omit<StoredToken, 'sealed'> {
  readonly token: string
}

export interface TokenContext {
  readonly store: TokenStore
  readonly clock: Clock
  /** 0 ≤ n < 1: keeps processes from refreshing at the same moment. */
  readonly random: () => number
}

const MINUTE = 60_000
const PATIENCE_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]
const CLAIM_MS = 10_000
const POLL_MS = 100
const MOST_JITTER = 0.1

/**
 * Tokens of one account: at most one authentication at a time, here and in the processes that share the store;
 * refreshed ahead in the background after 80 % of the lifetime (a little earlier at random), never used in its last
 * tenth (at least 15 minutes, at most half of it), counted from before the request. After a failure nobody tries again
 * for 1, 2, 4 … 30 seconds, unless the provider was not reached: a wrong password must not lock the account. A store that fails costs an authentication of
 * our own, and nothing else.
 */
export class TokenSource {
  readonly #name: string
  readonly #key: Uint8Array
  readonly #authenticate: Authenticate
  readonly #context: TokenContext
  #known: OpenToken | undefined
  /** The latest generation that the store has shown, also of a token that we cannot open. */
  #latest = 0
  #flight: Promise<OpenToken> | undefined
  #claimed = { generation: -1, until: 0 }
  #failures = 0
  #failedAt = 0
  #failure: unknown

  /** `account` says whose tokens they are; `secrets` are what they were given for. */
  constructor(
    account: { readonly parts: readonly string[]; readonly secrets: readonly string[] },
    authenticate: Authenticate,
    context: TokenContext,
  ) {
    const all = [...account.parts, ...account.secrets]
    this.#name = createHash('sha256').update(JSON.stringify(all)).digest('base64url')
    this.#key = sealingKey('polyrail token 1', all)
    this.#authenticate = authenticate
    this.#context = context
  }

  async current(): Promise<OpenToken> {
    const now = this.#context.clock.now()
    if (this.#known === undefined || now >= this.#known.refreshAt) await this.#load()
    const known = this.#known
    if (known === undefined || now >= known.expiresAt) return this.#refresh(known?.generation ?? 0)
    // A refresh ahead that fails says so when the token is really needed.
    if (now >= known.refreshAt) void this.#refresh(known.generation).catch(() => undefined)
    return known
  }

  /** The provider refused the token of this generation: gives a newer one. */
  async replace(refused: OpenToken): Promise<OpenToken> {
    await this.#load()
    const known = this.#known
    return known !== undefined && known.generation > refused.generation ? known : this.#refresh(refused.generation)
  }

  #refresh(after: number): Promise<OpenToken> {
    this.#flight ??= this.#next(Math.max(after, this.#latest)).finally(() => {
      this.#flight = undefined
    })
    return this.#flight
  }

  /** Another process's new token, or one of our own. */
  async #next(after: number): Promise<OpenToken> {
    const { clock } = this.#context
    const patience = PATIENCE_MS[Math.min(this.#failures, PATIENCE_MS.length) - 1] ?? 0
    if (this.#failures > 0 && clock.monotonic() - this.#failedAt < patience) throw this.#failure
    const until = clock.monotonic() + CLAIM_MS
    while (!(await this.#claims(after)) && clock.monotonic() < until) {
      await clock.sleep(POLL_MS)
      await this.#load()
      if (this.#known !== undefined && this.#known.generation > after) return this.#known
    }
    return this.#fresh(after)
  }

  async #fresh(after: number): Promise<OpenToken> {
    const { clock, store, random } = this.#context
    const askedAt = clock.now()
    const given = await this.#given()
    if ('unreached' in given) throw given.unreached
    const { token, lifetimeMs } = given
    const margin = Math.min(Math.max(lifetimeMs / 10, 15 * MINUTE), lifetimeMs / 2)
    const ahead = Math.min(lifetimeMs * 0.8, lifetimeMs - margin) * (1 - random() * MOST_JITTER)
    const times = { refreshAt: Math.round(askedAt + ahead), expiresAt: Math.round(askedAt + lifetimeMs - margin) }
    const fresh = { token, generation: after + 1, ...times }
    this.#known = fresh
    const sealed = seal(token, this.#key, this.#name)
    await store.save(this.#name, { sealed, generation: after + 1, ...times }).catch(() => undefined)
    return fresh
  }

  async #given(): ReturnType<Authenticate> {
    try {
      const given = await this.#authenticate()
      this.#failures = 0
      return given
    } catch (error) {
      this.#failures += 1
      this.#failedAt = this.#context.clock.monotonic()
      this.#failure = error
      throw error
    }
  }

  async #claims(generation: number): Promise<boolean> {
    const { clock, store } = this.#context
    const now = clock.monotonic()
    if (this.#claimed.generation === generation && now < this.#claimed.until) return true
    const claimed = await store.claim(this.#name, generation, CLAIM_MS).catch(() => true)
    if (claimed) this.#claimed = { generation, until: now + CLAIM_MS }
    return claimed
  }

  /** What the store has, if it is newer than what we have and was sealed for these credentials. */
  async #load(): Promise<void> {
    const stored = await this.#context.store.load(this.#name).catch(() => undefined)
    if (stored === undefined || stored.generation <= (this.#known?.generation ?? 0)) return
    this.#latest = stored.generation
    try {
      const { sealed, generation, refreshAt, expiresAt } = stored
      this.#known = { token: unseal(sealed, this.#key, this.#name), generation, refreshAt, expiresAt }
    } catch {
      // Spoilt or foreign: as good as none, and the next one takes its place.
    }
  }
}
