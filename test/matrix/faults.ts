import type { Fault } from '@polyrail/simulators'

/** The kinds of failure of the design, in its order. */
export const KINDS = [
  ['D', 'no connection'],
  ['T', 'no TLS'],
  ['P', 'broken before the body'],
  ['W', 'no answer in time'],
  ['X-', 'broken before the answer'],
  ['X', 'broken in the answer'],
  ['4', 'documented refusal'],
  ['4?', 'other refusal'],
  ['401', '401'],
  ['409', '409'],
  ['429', '429'],
  ['5xx', '5xx'],
  ['3xx', '3xx'],
  ['M-', 'half an answer'],
  ['M', "another's answer"],
  ['K', 'the process is gone'],
] as const
export type Kind = (typeof KINDS)[number][0]

/** By which means a fault is brought about. */
export type Means =
  /** The simulator, for a call of the endpoint under the reference. */
  | { readonly by: 'provider'; readonly fault: Omit<Fault, 'on' | 'reference'> }
  /** A host that does not listen, is not known, refuses TLS, or speaks none. */
  | { readonly by: 'door' }
  | { readonly by: 'host'; readonly host: 'unknown' | 'tls-refused' | 'no-tls' }
  /** The connection breaks when the intent is committed and nothing is written yet. */
  | { readonly by: 'break' }
  /** The process is gone there. */
  | { readonly by: 'crash'; readonly after: 'arm' | 'answer' }

export interface Variant {
  readonly kind: Kind
  readonly title: string
  /** What core calls it: the row of its table, or one of the two outcomes below the table. */
  readonly failure: string
  /** How often the provider executes the call. */
  readonly executed: 0 | 1
  readonly means: Means
  /** Why it cannot strike there; undefined where it can. */
  readonly not?: (
    endpoint: string,
    facts: { readonly prepares: boolean; readonly tokens: boolean },
  ) => string | undefined
}

/** How long those wait to whom no answer comes. */
export const TIMEOUT_MS = 1_500
/** When late executions are over. */
export const LATE_MS = 800

type Reply = NonNullable<Fault['reply']>
type Row = readonly [title: string, fault: Omit<Fault, 'on' | 'reference'>]

const provider = (kind: Kind, failure: string, rows: readonly Row[]): readonly Variant[] =>
  rows.map(([what, fault]) => {
    const executed = fault.before === undefined && fault.accept !== 'no' ? 1 : 0
    const title = `${what}, ${executed === 1 ? 'executed' : 'not executed'}`
    return { kind, failure, title, executed, means: { by: 'provider', fault } }
  })

const executed = (title: string, reply: Reply): Row => [title, { reply }]
const honest = (title: string, reply: Reply): Row => [title, { accept: 'no', reply }]
const both = (title: string, reply: Reply): readonly Row[] => [executed(title, reply), honest(title, reply)]
const error = (status: number): Reply => ({ kind: 'error', status, message: 'Not today.' })
const html = (status: number): Reply => ({ kind: 'html', status })
const redirect = (status: number): Reply => ({ kind: 'redirect', status, location: '/elsewhere' })

const WITHOUT_ID = ['me']
const WITHOUT_REFERENCE = [...WITHOUT_ID, 'list-merchant-accounts']
const WITHOUT_AMOUNT = [
  ...WITHOUT_REFERENCE,
  'create-customer',
  'create-payin-source',
  'create-payment-intent',
  'create-card-intent',
]

const only = (variants: readonly Variant[], not: NonNullable<Variant['not']>): readonly Variant[] =>
  variants.map((variant) => ({ ...variant, not }))

const LOST_ON_THE_WAY: readonly Variant[] = [
  ...provider('W', 'no_answer', [
    ['silent', { before: { hang: 'body' } }],
    executed('silent afterwards', { kind: 'stall' }),
    ['silent, and late', { accept: { lateMs: TIMEOUT_MS + LATE_MS / 4 }, reply: { kind: 'stall' } }],
  ]),
  ...provider('X-', 'no_answer', [
    ['reset', { before: { reset: 'body' } }],
    executed('reset afterwards', { kind: 'reset' }),
    executed('closed', { kind: 'close' }),
  ]),
  ...provider('X', 'cut_answer', [
    ...both('reset', { kind: 'reset', afterBytes: 20 }),
    executed('shorter than it says', { kind: 'truncated', framing: 'content-length' }),
  ]),
]

const REFUSED: readonly Variant[] = [
  ...provider('4', 'refused', [honest('400', error(400)), honest('422', error(422))]),
  ...provider('4?', 'foreign_refusal', [
    ...both('a page with 403', html(403)),
    executed('a page with 404', html(404)),
    ...[408, 425, 499].flatMap((status) => both(String(status), error(status))),
  ]),
  ...provider('401', 'unauthorized', [honest('401', error(401))]),
  ...only(
    provider('401', 'unauthorized', [['401 twice', { accept: 'no', times: 2, reply: error(401) }]]),
    (_, { tokens }) => (tokens ? undefined : 'there is no other token to try'),
  ),
  ...provider('409', 'foreign_refusal', both('409', error(409))),
  ...provider('429', 'rate_limited', both('429', error(429))),
]

const STRANGE: readonly Variant[] = [
  ...provider('5xx', 'server_error', [
    ...both('500', error(500)),
    executed('a page with 502', html(502)),
    honest('503', error(503)),
  ]),
  ...provider('3xx', 'server_error', [...both('301', redirect(301)), ...both('307', redirect(307))]),
  ...provider('M-', 'malformed', [
    ...both('half a body', { kind: 'truncated', framing: 'close' }),
    executed('no body', { kind: 'empty' }),
  ]),
  ...provider('M', 'malformed', [executed('a text', { kind: 'wrong-types', shape: 'string' })]),
  ...only(provider('M', 'malformed', [executed('no id', { kind: 'missing-id' })]), (endpoint) =>
    WITHOUT_ID.includes(endpoint) ? 'its answer has no id' : undefined,
  ),
  ...only(provider('M', 'mismatch', [executed('another amount', { kind: 'wrong-amount' })]), (endpoint) =>
    WITHOUT_AMOUNT.includes(endpoint) ? 'its answer repeats no amount' : undefined,
  ),
  ...only(
    provider('M', 'mismatch', [executed('another reference', { kind: 'wrong-reference' })]),
    (endpoint, { prepares }) => {
      if (prepares) return 'a preparation then looks for the right one'
      return WITHOUT_REFERENCE.includes(endpoint) ? 'its answer repeats no reference' : undefined
    },
  ),
]

const unsent = (kind: Kind, failure: string, entries: Readonly<Record<string, Means>>): readonly Variant[] =>
  Object.entries(entries).map(([title, means]) => ({ kind, failure, title, executed: 0, means }))

export const VARIANTS: readonly Variant[] = [
  ...unsent('D', 'not_written', {
    'nobody listens': { by: 'door' },
    'no such name': { by: 'host', host: 'unknown' },
  }),
  ...unsent('T', 'tls_failed', {
    'the handshake is refused': { by: 'host', host: 'tls-refused' },
    'no TLS is spoken': { by: 'host', host: 'no-tls' },
  }),
  ...unsent('P', 'not_written', { 'reset when the intent is committed': { by: 'break' } }),
  ...LOST_ON_THE_WAY,
  ...REFUSED,
  ...STRANGE,
  ...unsent('K', 'crash', { 'after the arm': { by: 'crash', after: 'arm' } }),
  { kind: 'K', failure: 'crash', title: 'after the answer', executed: 1, means: { by: 'crash', after: 'answer' } },
]
