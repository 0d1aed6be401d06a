/** How far the provider gets with a request: the TCP connection, the header section, the whole body. */
export type Stage = 'connection' | 'headers' | 'body'

/** What happens before the request is accepted. A hang or a reset ends it: nothing is executed. */
export type BeforeFault = { readonly hang: Stage } | { readonly reset: Stage } | { readonly delayMs: number }

/** Whether a create is executed: `lateMs` of real time later, even if the client has gone by then. */
export type AcceptFault = 'yes' | 'no' | 'twice' | { readonly lateMs: number }

/** How a list or a query misbehaves. `lagMs` (simulator's clock): objects younger than this are not found yet. */
export type LookupFault = 'missing' | 'duplicates' | 'down' | { readonly lagMs: number }

/** Another status, or a body that is not the provider's usual one. */
export type StatusReply =
  | { readonly kind: 'ok' }
  /** The provider's documented error shape with any status. */
  | {
      readonly kind: 'error'
      readonly status: number
      readonly message?: string
      readonly retryAfter?: string | number
    }
  /** An HTML page of a proxy or a firewall, also with 200. */
  | { readonly kind: 'html'; readonly status: number; readonly retryAfter?: string | number }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  | { readonly kind: 'empty'; readonly status?: number }
  | { readonly kind: 'content-type'; readonly contentType: string }

/** The right answer, broken on its way. Bytes are bytes of the body; without a number, not even a header is sent. */
export type WireReply =
  | { readonly kind: 'stall'; readonly afterBytes?: number }
  | { readonly kind: 'reset'; readonly afterBytes?: number }
  | { readonly kind: 'close' }
  /** The connection ends in good order after `keepBytes` (default: half). With `close`, HTTP itself sees no fault. */
  | { readonly kind: 'truncated'; readonly framing: 'content-length' | 'close'; readonly keepBytes?: number }
  | { readonly kind: 'drip'; readonly everyMs: number; readonly chunkBytes?: number }

/** A complete answer that says something wrong or says it strangely. */
export type BodyReply =
  | { readonly kind: 'wrong-reference'; readonly reference?: string }
  | { readonly kind: 'wrong-amount'; readonly amount?: number }
  | { readonly kind: 'missing-id' }
  /** The named field (default `id`) appears a second time, with another value. */
  | { readonly kind: 'duplicate-keys'; readonly key?: 'id' | 'reference' | 'amount' | 'status' }
  | { readonly kind: 'wrong-types'; readonly shape: 'amount-string' | 'id-number' | 'array' | 'string' | 'null' }
  /** `exponent`: the same amount as 8.4e4; the others are amounts that a double cannot hold. */
  | { readonly kind: 'number'; readonly form: 'exponent' | 'seventeen-digits' | 'hidden-fraction' }
  | { readonly kind: 'huge'; readonly bytes?: number }
  | { readonly kind: 'invalid-utf8' }
  | { readonly kind: 'deep'; readonly levels?: number }
  | { readonly kind: 'unknown-status'; readonly status?: string }

/** What becomes of a callback. The retries of one that was forged, tampered with or misdirected are like it. */
export type CallbackFault =
  /** Delivered `count` times, 2 by default. */
  | { readonly kind: 'twice'; readonly count?: number }
  /** Held for so long by the simulator's clock; without a time, until `callbacks.release()`. */
  | { readonly kind: 'late'; readonly byMs?: number }
  /** Held until `times` of them are there, which then go in the reverse order. */
  | { readonly kind: 'reordered' }
  /** Signed with another key, or with another token. */
  | { readonly kind: 'forged' }
  /** Genuine headers, and a plain body that says something else. */
  | { readonly kind: 'tampered' }
  /** To this path of the receiver; by default its own with `-other` at the end. */
  | { readonly kind: 'wrong-path'; readonly path?: string }
  | { readonly kind: 'never' }
  /** What a create brings about is told before it is answered, also where a creation is not told at all otherwise. */
  | { readonly kind: 'before-reply' }
  /** One header has at least so many bytes: 17 KiB by default, where Node's limit for all of them is 16 KiB. */
  | { readonly kind: 'oversize-header'; readonly bytes?: number }

/** `delayMs`: how long after the execution the answer starts, in real time. */
export type ReplyFault = { readonly delayMs?: number } & (StatusReply | WireReply | BodyReply)

/**
 * One scripted fault, as plain data. It applies to the next `times` requests (default 1), or callbacks, that agree with
 * `on` and `reference`; the first one added wins, but those at the connection and at the headers strike before any other.
 * Without `accept` the request is EXECUTED, whatever `reply` says: that is the worst case, and the default.
 */
export interface Fault {
  /** The endpoint's name, e.g. `create-disbursement`, or with `callback` the event's; any if absent. */
  readonly on?: string
  /** The merchant's reference in the request, or of the object that it asks for, or that the callback is about. */
  readonly reference?: string
  readonly times?: number | 'always'
  readonly before?: BeforeFault
  readonly accept?: AcceptFault
  readonly reply?: ReplyFault
  readonly lookup?: LookupFault
  /** Strikes callbacks instead of requests, so it stands alone. */
  readonly callback?: CallbackFault
}

export interface ActiveFault {
  readonly fault: Fault
  /** How many requests or callbacks it has met so far. */
  readonly hits: number
}

/** The script of faults. */
export interface Faults {
  /** Faults that may still strike, in order. */
  readonly active: readonly ActiveFault[]
  /** Throws a `SimulatorError` (`bad_fault`) when the fault is misspelt or could never strike. */
  add(fault: Fault): ActiveFault
  clear(): void
}
