/** A running server of the provider, alone with the test that has started it. */
export interface ProviderServer {
  /** The base URL that the adapter would be given. */
  readonly url: string
  /** How many times the provider has executed that, whatever it answered: from its own books. */
  executed(what: Executed): number | Promise<number>
  /** Makes somebody at the provider act: `pay`, `settle`, `decline`, … as the samples name it. */
  act(name: string, about: About): unknown
  /** What it tells of its own accord, where it does: needed with `webhooks` in the world. */
  readonly callbacks?: ServerCallbacks
  close(): Promise<void>
}

export interface ServerCallbacks {
  /** Where everything that happens from now on is told: an http URL. */
  sendTo(url: string): unknown
  /** Resolves when everything that is due has been sent. */
  idle(): Promise<unknown>
}

export interface Executed extends About {
  /** `payins.card`, `payouts.recipient.cancel`, `payins.card.refund`, `tokens.card`, `customers`. */
  readonly target: string
}

/** How the provider knows an object: by the reference that it was given, or by its own id. */
export interface About {
  readonly reference: string
  readonly providerId?: string
}
