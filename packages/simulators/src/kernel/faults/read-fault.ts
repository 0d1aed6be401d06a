import { inspect } from 'node:util'
import type { CallbackEvents } from '../callbacks/style.js'
import { SimulatorError } from '../errors.js'
import { isRecord } from '../json.js'
import type { Route } from '../route.js'
import type { CallbackFault, Fault, ReplyFault } from './fault.js'

type Check = (value: unknown) => boolean
type Shape = Readonly<Record<string, Check>>

const text: Check = (value) => typeof value === 'string'
const whole: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0
const count: Check = (value) => whole(value) && value !== 0
const status: Check = (value) => whole(value) && Number(value) >= 200 && Number(value) <= 599
const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value)
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value)
const either =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value))
const record =
  (shape: Shape): Check =>
  (value) =>
    isRecord(value) &&
    Object.keys(value).every((key) => Object.hasOwn(shape, key)) &&
    Object.entries(shape).every(([key, check]) => check(value[key]))

const stage = oneOf('connection', 'headers', 'body')
const retryAfter = optional(either(text, whole))

/** What each kind of reply takes besides `kind` and `delayMs`. */
const REPLIES: Readonly<Record<ReplyFault['kind'], Shape>> = {
  ok: {},
  error: { status, message: optional(text), retryAfter },
  html: { status, retryAfter },
  redirect: { location: text, status: optional(status) },
  empty: { status: optional(status) },
  'content-type': { contentType: text },
  stall: { afterBytes: optional(whole) },
  reset: { afterBytes: optional(whole) },
  close: {},
  truncated: { framing: oneOf('content-length', 'close'), keepBytes: optional(whole) },
  drip: { everyMs: whole, chunkBytes: optional(count) },
  'wrong-reference': { reference: optional(text) },
  'wrong-amount': { amount: optional((value) => typeof value === 'number') },
  'missing-id': {},
  'duplicate-keys': { key: optional(oneOf('id', 'reference', 'amount', 'status')) },
  'wrong-types': { shape: oneOf('amount-string', 'id-number', 'array', 'string', 'null') },
  number: { form: oneOf('exponent', 'seventeen-digits', 'hidden-fraction') },
  huge: { bytes: optional(count) },
  'invalid-utf8': {},
  deep: { levels: optional(count) },
  'unknown-status': { status: optional(text) },
}

/** What each kind of callback fault takes besides `kind`. */
const CALLBACKS: Readonly<Record<CallbackFault['kind'], Shape>> = {
  twice: { count: optional(count) },
  late: { byMs: optional(whole) },
  reordered: {},
  forged: {},
  tampered: {},
  'wrong-path': { path: optional(text) },
  never: {},
  'before-reply': {},
  'oversize-header': { bytes: optional(count) },
}

const oneKindOf =
  (shapes: Readonly<Record<string, Shape>>, common: Shape): Check =>
  (value) => {
    if (!isRecord(value) || typeof value['kind'] !== 'string') return false
    const shape = Object.entries(shapes).find(([kind]) => kind === value['kind'])?.[1]
    return shape !== undefined && record({ ...common, ...shape })(value)
  }

const FAULT: Readonly<Record<keyof Fault, Check>> = {
  on: optional(text),
  reference: optional(text),
  times: optional(either(count, oneOf('always'))),
  before: optional(either(record({ hang: stage }), record({ reset: stage }), record({ delayMs: whole }))),
  accept: optional(either(oneOf('yes', 'no', 'twice'), record({ lateMs: whole }))),
  reply: optional(oneKindOf(REPLIES, { kind: text, delayMs: optional(whole) })),
  lookup: optional(either(oneOf('missing', 'duplicates', 'down'), record({ lagMs: whole }))),
  callback: optional(oneKindOf(CALLBACKS, { kind: text })),
}

/** Checks a fault that may come from JSON. A misspelt fault that never strikes would make a test pass for nothing. */
export function readFault(input: unknown, routes: readonly Route[], events: CallbackEvents): Fault {
  if (!isFault(input)) throw bad(`the fault is not understood: ${inspect(input, { breakLength: Infinity })}`)
  if (input.callback === undefined) checkRequestFault(input, routes)
  else checkCallbackFault(input, input.callback, events)
  return Object.freeze(structuredClone(input))
}

function checkRequestFault({ on, reference, before, accept, reply, lookup }: Fault, routes: readonly Route[]): void {
  const route = routes.find(({ name }) => name === on)
  if (on !== undefined && route === undefined) {
    throw bad(`there is no endpoint "${on}"; known are: ${routes.map(({ name }) => name).join(', ')}`)
  }
  if (before !== undefined && !('delayMs' in before) && (accept ?? reply ?? lookup) !== undefined) {
    throw bad('a hang or a reset ends the request: nothing after "before" can strike')
  }
  const stages = before === undefined ? [] : Object.values(before)
  if (stages.includes('connection') && (on ?? reference) !== undefined) {
    throw bad('at the connection nothing is known of the request yet: leave out "on" and "reference"')
  }
  if (stages.includes('headers') && reference !== undefined) {
    throw bad('at the headers the reference is not known yet: leave it out')
  }
  if (lookup !== undefined && route !== undefined && route.kind !== 'lookup') {
    throw bad(`"${route.name}" is not a list or a query: "lookup" cannot strike there`)
  }
  if (accept !== undefined && route !== undefined && route.kind !== 'create') {
    throw bad(`"${route.name}" executes nothing: "accept" cannot strike there`)
  }
}

function checkCallbackFault(
  { on, times, before, accept, reply, lookup }: Fault,
  { kind }: CallbackFault,
  { changes, creations, silent }: CallbackEvents,
): void {
  if ((before ?? accept ?? reply ?? lookup) !== undefined) {
    throw bad('"callback" strikes callbacks, everything else requests: add two faults')
  }
  const known = kind === 'before-reply' ? [...creations, ...silent] : [...creations, ...changes]
  if (known.length === 0) throw bad('this provider has no callbacks')
  if (on !== undefined && !known.includes(on)) {
    throw bad(`there is no event "${on}" that "${kind}" could strike; known are: ${known.join(', ')}`)
  }
  if (kind === 'reordered' && (typeof times !== 'number' || times < 2)) {
    throw bad('"reordered" needs to know how many it holds: "times", at least 2')
  }
}

function isFault(input: unknown): input is Fault {
  if (!record(FAULT)(input) || !isRecord(input)) return false
  return ['before', 'accept', 'reply', 'lookup', 'callback'].some((part) => input[part] !== undefined)
}

const bad = (message: string): SimulatorError => new SimulatorError('bad_fault', message)
