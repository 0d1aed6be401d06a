import type { JsonObject } from '../json.js'

/** Something that a provider has to tell about one of its objects. */
export interface Notice {
  readonly event: string
  /** When it happened, in ms of the simulator's clock. */
  readonly at: number
  readonly providerId: string
  readonly reference: string | undefined
  /** The object as it is now. */
  readonly show: () => JsonObject
}

/** A notice that will be sent; its id stays the same however often it is, and whatever faults make of it. */
export interface AnnouncedNotice extends Notice {
  readonly callbackId: string
}

/** A callback as it goes on the wire. */
export interface Message {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface CallbackEvents {
  /** Told when an object changes. */
  readonly changes: readonly string[]
  /** Told when an object is created. */
  readonly creations: readonly string[]
  /** Creations that are told only when a fault asks for a callback before the reply. */
  readonly silent: readonly string[]
}

/** How a provider's callbacks look, and how patient it is. */
export interface CallbackStyle extends CallbackEvents {
  readonly url: string | undefined
  readonly retryAfterMs: readonly number[]
  readonly timeoutMs: number
  readonly write: (notice: AnnouncedNotice) => Message
  /** The same from somebody who does not know the merchant's secret. */
  readonly forge: (message: Message) => Message
  /** Another object than this, and a tempting one: what a body says that was changed on its way. */
  readonly falsify: (object: JsonObject) => JsonObject
}

/** What a provider's simulation calls when something happens. Nothing is shown while nobody listens. */
export interface Announcer {
  changed(notice: Notice): void
  created(notice: Notice): void
}

export const NO_CALLBACKS: CallbackStyle = {
  changes: [],
  creations: [],
  silent: [],
  url: undefined,
  retryAfterMs: [],
  timeoutMs: 0,
  write: () => ({ headers: {}, body: '' }),
  forge: (message) => message,
  falsify: (object) => object,
}
