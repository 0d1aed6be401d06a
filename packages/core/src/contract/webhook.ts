/** What a provider has sent, as it came. */
export interface WebhookDelivery {
  /** The name of the provider's account. */
  readonly provider: string
  /** As the framework gives them: a `Headers`, Node's, or any record of names and values. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
  /** The bytes as they came: nothing that was parsed and written again. */
  readonly body: Uint8Array
  /** From where, for the log. */
  readonly remoteAddress?: string
}

/** What to answer the provider. The body of the answer is empty. */
export interface WebhookReceipt {
  /**
   * 200: stored, now or before. 401: not authentic, or there is no secret to tell by. 400: unreadable, or too large. 503:
   * not stored, so that the provider sends it again.
   */
  readonly status: 200 | 400 | 401 | 503
  readonly outcome: 'accepted' | 'repeated' | 'not_authentic' | 'unreadable' | 'not_stored'
  /** Of what was stored now. */
  readonly id?: string
}

/** An authentic delivery that was stored. */
export interface Webhook {
  readonly id: string
  readonly merchant: string
  readonly provider: string
  /** `waiting`: for its time, or for a provider. `poison`: given up; see `replay`. */
  readonly status: 'waiting' | 'done' | 'poison'
  /** One word: `applied`, `asked`, `not_ours`, `unknown_reference`, `sending`, `unreadable`, … */
  readonly cause?: string
  readonly tries: number
  readonly receivedAt: string
  readonly nextTryAt?: string
  /** What was authenticated, as text. Empty once it is forgotten. */
  readonly payload: string
}
