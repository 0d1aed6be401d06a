import { createHash } from 'node:crypto'
import type { Clock } from '../clock/clock.js'

/** A token that somebody may use until its end. */
export interface StoredToken {
  readonly token: string
  /** Grows with every new token, so that a refused one is replaced once and not by everybody. */
  readonly generation: number
  /** Wall clock, milliseconds since 1970: when to get the next one ahead, and when this one is no longer used. */
  readonly refreshAt: number
  readonly expiresAt: number
}

/** Where tokens are kept; rebind it to share them between processes. Keys say nothing about credentials. */
export interface TokenStore {
  load(key: string): Promise<StoredToken | undefined>
  save(key: string, token: StoredToken): Promise<void>
}

export const memoryTokenStore = (): TokenStore => {
  const tokens = new Map<string, StoredToken>()
  return {
    load: (key) => Promise.resolve(tokens.get(key)),
    save: (key, token) => Promise.resolve(void tokens.set(key, token)),
  }
}

/** A key for one account with one set of credentials. */
export const tokenKey = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url')

export type Authenticate = () => Promise<{ readonly token: string; readonly lifetimeMs: number }>

const MINUTE = 60_000
const PATIENCE_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]

/**
 * Tokens of one account: at most one authentication at a time, refreshed ahead in the background after 80 % of the
 * lifetime, never used in its last tenth (at least 15 minutes, at most half of it), counted from before the request.
 * After a failure nobody tries again for 1, 2, 4 … 30 seconds: a wrong password must not lock the account.
 */
export class TokenSource {
  #flight: Promise<StoredToken> | undefined
  #failures = 0
  #failedAt = 0
  #failure: unknown

  constructor(
    private readonly key: string,
    private readonly authenticate: Authenticate,
    private readonly context: { readonly store: TokenStore; readonly clock: Clock },
  ) {}

  async current(): Promise<StoredToken> {
    const { clock, store } = this.context
    const known = await store.load(this.key)
    if (known === undefined || clock.now() >= known.expiresAt) return this.#refresh(known?.generation ?? 0)
    // A refresh ahead that fails says so when the token is really needed.
    if (clock.now() >= known.refreshAt) void this.#refresh(known.generation).catch(() => undefined)
    return known
  }

  /** The provider refused the token of this generation: gives a newer one. */
  async replace(refused: StoredToken): Promise<StoredToken> {
    const known = await this.context.store.load(this.key)
    return known !== undefined && known.generation > refused.generation ? known : this.#refresh(refused.generation)
  }

  #refresh(after: number): Promise<StoredToken> {
    this.#flight ??= this.#authenticateAfter(after).finally(() => {
      this.#flight = undefined
    })
    return this.#flight
  }

  async #authenticateAfter(generation: number): Promise<StoredToken> {
    const { clock, store } = this.context
    const patience = PATIENCE_MS[Math.min(this.#failures, PATIENCE_MS.length) - 1] ?? 0
    if (this.#failures > 0 && clock.monotonic() - this.#failedAt < patience) throw this.#failure
    const askedAt = clock.now()
    try {
      const { token, lifetimeMs } = await this.authenticate()
      const margin = Math.min(Math.max(lifetimeMs / 10, 15 * MINUTE), lifetimeMs / 2)
      const fresh: StoredToken = {
        token,
        generation: generation + 1,
        refreshAt: askedAt + Math.min(lifetimeMs * 0.8, lifetimeMs - margin),
        expiresAt: askedAt + lifetimeMs - margin,
      }
      await store.save(this.key, fresh)
      this.#failures = 0
      return fresh
    } catch (error) {
      this.#failures += 1
      this.#failedAt = clock.monotonic()
      this.#failure = error
      throw error
    }
  }
}
