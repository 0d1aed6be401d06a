import { randomBytes } from 'node:crypto'

export interface TokenRules {
  readonly now: () => number
  readonly lifetimeMs: number
  /** A new token ends the ones before it. */
  readonly oneAtATime: boolean
}

/** Tokens that were given for credentials, in the form of a JWT whose signature nobody can check. */
export class TokenDesk {
  readonly #rules: TokenRules
  readonly #endsAt = new Map<string, number>()

  constructor(rules: TokenRules) {
    this.#rules = rules
  }

  issue(claims: Readonly<Record<string, string | number>>): string {
    const { now, lifetimeMs, oneAtATime } = this.#rules
    if (oneAtATime) this.revokeAll()
    const token = [encoded({ alg: 'HS256', typ: 'JWT' }), encoded(claims), randomBytes(32).toString('base64url')].join(
      '.',
    )
    this.#endsAt.set(token, now() + lifetimeMs)
    return token
  }

  accepts(token: string): boolean {
    return (this.#endsAt.get(token) ?? 0) > this.#rules.now()
  }

  /** From now on every token given before is refused. */
  revokeAll(): void {
    this.#endsAt.clear()
  }
}

const encoded = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString('base64url')
