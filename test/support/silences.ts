import type { Fault } from '@polyrail/simulators'

/** A way in which a provider leaves us not knowing what it did. */
export interface Silence {
  readonly title: string
  readonly fault: Omit<Fault, 'on' | 'reference' | 'times'>
  /** How often the provider executes the request in the end. */
  readonly executed: 0 | 1
  /** Strikes before the reference can be read: needs a simulator of its own. */
  readonly stage?: 'connection' | 'headers'
  /** What is wrong is a field that this answer does not have, or that nobody reads. */
  readonly not?: readonly string[]
}

type Reply = NonNullable<Fault['reply']>

const after = (title: string, reply: Reply, more: Partial<Silence> = {}): Silence => ({
  title,
  fault: { reply },
  executed: 1,
  ...more,
})

const SHORT_OF_AN_ANSWER: readonly Silence[] = [
  { title: 'reset when the body was read', fault: { before: { reset: 'body' } }, executed: 0 },
  { title: 'no answer after the body was read', fault: { before: { hang: 'body' } }, executed: 0 },
  after('executed, then no answer', { kind: 'stall' }),
  after('executed, then reset', { kind: 'reset' }),
  after('executed, then closed in good order', { kind: 'close' }),
  after('executed, and the answer comes after the time-out', { kind: 'ok', delayMs: 1_500 }),
  { title: 'executed after the time-out', fault: { accept: { lateMs: 1_000 }, reply: { kind: 'stall' } }, executed: 1 },
]

const BEFORE_THE_BODY: readonly Silence[] = [
  { title: 'reset at the headers', fault: { before: { reset: 'headers' } }, executed: 0, stage: 'headers' },
  { title: 'no answer at the headers', fault: { before: { hang: 'headers' } }, executed: 0, stage: 'headers' },
  { title: 'no answer at the connection', fault: { before: { hang: 'connection' } }, executed: 0, stage: 'connection' },
]

const CUT: readonly Silence[] = [
  after('truncated, with its length', { kind: 'truncated', framing: 'content-length' }),
  after('truncated, ended by the close', { kind: 'truncated', framing: 'close' }),
  after('reset in the body', { kind: 'reset', afterBytes: 20 }),
  after('more than 1 MiB', { kind: 'huge' }),
]

const STATUS: readonly Silence[] = [
  ...[500, 502, 503, 408, 409, 425, 429].map((status) => after(`${status} as JSON`, { kind: 'error', status })),
  ...[200, 400, 403, 404, 409, 422, 429, 502, 504].map((status) =>
    after(`${status} as HTML`, { kind: 'html', status }),
  ),
  ...[301, 302, 303, 307, 308].map((status) =>
    after(`${status}, which is not followed`, { kind: 'redirect', status, location: '/elsewhere' }),
  ),
  after('an honest 500, not executed', { kind: 'error', status: 500 }, { executed: 0 }),
  after('an honest 409, not executed', { kind: 'error', status: 409 }, { executed: 0 }),
].map((silence) =>
  silence.executed === 0 ? { ...silence, fault: { ...silence.fault, accept: 'no' as const } } : silence,
)

const WITHOUT_AMOUNT = ['create-customer', 'create-payin-source', 'create-payment-intent', 'create-card-intent']
/** Its ids are numbers, and any number might be one. */
const NUMBERED = ['create-payment']

const BODY: readonly Silence[] = [
  after('200 with an empty body', { kind: 'empty' }),
  after('204', { kind: 'empty', status: 204 }),
  after('labelled as text', { kind: 'content-type', contentType: 'text/plain' }),
  after('an array around it', { kind: 'wrong-types', shape: 'array' }),
  after('a text', { kind: 'wrong-types', shape: 'string' }),
  after('null', { kind: 'wrong-types', shape: 'null' }),
  after('the id as a number', { kind: 'wrong-types', shape: 'id-number' }, { not: NUMBERED }),
  after('the amount as a text', { kind: 'wrong-types', shape: 'amount-string' }, { not: WITHOUT_AMOUNT }),
  after('no id', { kind: 'missing-id' }),
  after('another amount', { kind: 'wrong-amount' }, { not: WITHOUT_AMOUNT }),
  after('the id twice', { kind: 'duplicate-keys' }),
  after('the amount twice', { kind: 'duplicate-keys', key: 'amount' }, { not: WITHOUT_AMOUNT }),
  after('the reference twice', { kind: 'duplicate-keys', key: 'reference' }),
  after('an amount of 17 digits', { kind: 'number', form: 'seventeen-digits' }, { not: WITHOUT_AMOUNT }),
  after('an amount that a double rounds to ours', { kind: 'number', form: 'hidden-fraction' }, { not: WITHOUT_AMOUNT }),
  after('bytes that are no UTF-8', { kind: 'invalid-utf8' }),
  after('10,000 levels deep', { kind: 'deep' }),
]

/** What the payer is told is another's: not a silence for a preparation, which then looks for the right one. */
export const WRONG_REFERENCE = after('another reference', { kind: 'wrong-reference' })

/** The body stops: core waits five seconds for the next piece, so these are few. */
export const STALLED: readonly Silence[] = [
  after('stalled before the body', { kind: 'stall', afterBytes: 0 }),
  after('stalled in the body', { kind: 'stall', afterBytes: 20 }),
]

export const SILENCES: readonly Silence[] = [...SHORT_OF_AN_ANSWER, ...BEFORE_THE_BODY, ...CUT, ...STATUS, ...BODY]
