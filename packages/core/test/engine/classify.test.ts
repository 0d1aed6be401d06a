import assert from 'node:assert/strict'
import type { Endpoint, HttpOutcome, ProviderProfile } from '../../src/index.js'
import { openAccount } from '../../src/adapter/account.js'
import { ACTIONS, classify, type Action, type Failure } from '../../src/engine/classify.js'
import { KEY, createCharge, definition, getCharge } from '../support/acme.js'
import { answered } from '../support/transport.js'

const account = (profile: Partial<ProviderProfile> = {}) => openAccount({ ...definition, profile }, { apiKey: KEY })
const error = new Error('reset')
const html = answered(403, '<h1>Forbidden</h1>', { 'content-type': 'text/html' })

const OUTCOMES: Readonly<Record<Failure, HttpOutcome>> = {
  not_written: { kind: 'not_written', phase: 'connect', error },
  tls_failed: { kind: 'not_written', phase: 'tls', error },
  no_answer: { kind: 'no_answer', phase: 'headers', error },
  cut_answer: { kind: 'no_answer', phase: 'body', error },
  refused: answered(400, { error: 'no' }),
  unauthorized: answered(401, { error: 'who' }),
  rate_limited: answered(429, { error: 'slow' }),
  foreign_refusal: html,
  server_error: answered(500, { error: 'down' }),
  malformed: answered(200, { ok: true }),
}

interface Judging {
  readonly endpoint?: Endpoint
  readonly profile?: Partial<ProviderProfile>
}

const judged = (outcome: HttpOutcome, { endpoint = createCharge, profile = {} }: Judging = {}) => {
  const verdict = classify(outcome, endpoint, account(profile))
  return verdict.kind === 'accepted' ? 'accepted' : `${verdict.failure} → ${verdict.action}`
}

describe('what may be done after a failure', () => {
  const rows: readonly (readonly [Failure, Action, Action])[] = [
    ['not_written', 'repeat', 'not_sent'],
    ['tls_failed', 'repeat', 'not_sent'],
    ['no_answer', 'repeat', 'unknown'],
    ['cut_answer', 'repeat', 'unknown'],
    ['refused', 'refused', 'refused'],
    ['unauthorized', 'authenticate', 'authenticate'],
    ['rate_limited', 'back_off', 'unknown'],
    ['foreign_refusal', 'repeat', 'unknown'],
    ['server_error', 'repeat', 'unknown'],
    ['malformed', 'repeat', 'unknown'],
  ]
  it('is decided for every kind of failure', () => {
    assert.deepEqual(
      rows.map(([failure]) => failure),
      Object.keys(ACTIONS),
    )
  })
  for (const [failure, read, write] of rows) {
    it(`that is ${failure}: ${read} for a read, ${write} for a call that may move money`, () => {
      assert.equal(judged(OUTCOMES[failure], { endpoint: getCharge }), `${failure} → ${read}`)
      assert.equal(judged(OUTCOMES[failure]), `${failure} → ${write}`)
      assert.equal(
        judged(OUTCOMES[failure], { endpoint: { ...createCharge, effect: 'idempotent' } }),
        `${failure} → ${write}`,
      )
    })
  }

  it('that a limiter gave before execution: wait, where the profile says so', () => {
    const profile = { rateLimitBeforeExecution: true }
    assert.equal(judged(OUTCOMES.rate_limited, { profile }), 'rate_limited → back_off')
    assert.equal(judged(OUTCOMES.rate_limited, { profile, endpoint: getCharge }), 'rate_limited → back_off')
  })

  it('that is a 401 which may come after execution: unknown for a write, where the profile says so', () => {
    const profile = { authenticationBeforeExecution: false }
    assert.equal(judged(OUTCOMES.unauthorized, { profile }), 'unauthorized → unknown')
    assert.equal(judged(OUTCOMES.unauthorized, { profile, endpoint: getCharge }), 'unauthorized → authenticate')
  })

  it('that is a permission not given is a request not written', () => {
    assert.equal(judged({ kind: 'not_written', phase: 'permission' }), 'not_written → not_sent')
  })
})

describe('the status of an answer', () => {
  for (const status of [408, 409, 425, 499]) {
    it(`${status} is never final, whatever the body says`, () => {
      assert.equal(judged(answered(status, { error: 'no' })), 'foreign_refusal → unknown')
    })
  }
  for (const status of [100, 199, 300, 301, 307, 399, 500, 502, 503, 504, 599]) {
    it(`${status} is the server's own trouble, and the error table has no say`, () => {
      const verdict = classify(answered(status, { error: 'no' }), createCharge, account())
      assert.deepEqual(verdict, { kind: 'failed', failure: 'server_error', action: 'unknown', httpStatus: status })
    })
  }
  for (const status of [400, 402, 403, 404, 410, 422, 451]) {
    it(`${status} with a documented refusal is final`, () =>
      assert.equal(judged(answered(status, { error: 'no' })), 'refused → refused'))
    it(`${status} in another shape is not`, () => {
      assert.equal(judged(answered(status, { message: 'no' })), 'foreign_refusal → unknown')
      assert.equal(judged(answered(status, '')), 'foreign_refusal → unknown')
      assert.equal(judged({ ...html, status }), 'foreign_refusal → unknown')
    })
  }
  it('401 in another shape is not a word about credentials', () => {
    assert.equal(judged(answered(401, { message: 'no' })), 'foreign_refusal → unknown')
  })
  it('401 whose refusal is about something else is a refusal', () => {
    const other = { ...account(), definition: { ...definition, refusal: () => ({ code: 'invalid_state' as const }) } }
    const verdict = classify(answered(401, {}), createCharge, other)
    assert.equal(verdict.kind === 'failed' && verdict.failure, 'refused')
  })
  it('200 with a refusal in its body is a refusal', () => {
    assert.equal(judged(answered(200, { id: 'ch_1', status: 'paid', error: 'no' })), 'refused → refused')
  })
  it('429 without a body is still a limit', () => {
    assert.equal(
      judged(answered(429, '', { 'content-type': 'text/plain' }), { endpoint: getCharge }),
      'rate_limited → back_off',
    )
  })
})

describe('the body of an answer', () => {
  const good = { id: 'ch_1', status: 'paid' }
  for (const type of [
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/vnd.acme.v1+json',
  ]) {
    it(`of the type ${type} is read`, () =>
      assert.equal(judged(answered(200, good, { 'content-type': type })), 'accepted'))
  }
  for (const type of ['text/html', 'text/plain', 'application/jsonp', 'application/x-json-stream', '']) {
    it(`of the type ${type === '' ? '(none)' : type} is not`, () => {
      assert.equal(judged(answered(200, good, { 'content-type': type })), 'malformed → unknown')
    })
  }
  it('of no type at all is not', () => {
    assert.equal(judged({ ...answered(200, good), headers: {} }), 'malformed → unknown')
  })
  for (const [what, body] of [
    ['nothing', ''],
    ['half of it', '{"id":"ch_1","status":"pa'],
    ['a list', [good]],
    ['null', null],
    ['another type', { ...good, id: 7 }],
    ['a key that is given twice', '{"id":"ch_1","id":"ch_2","status":"paid"}'],
    ['a number that a double would round', '{"id":"ch_1","status":"paid","amount":9007199254740993}'],
  ] as const) {
    it(`that is ${what} is not what the endpoint answers`, () => {
      assert.equal(judged(answered(200, body)), 'malformed → unknown')
    })
  }
  it('that fits is given with its status', () => {
    const verdict = classify(answered(201, '{"id":"ch_1", "status":"paid"}'), createCharge, account())
    assert.ok(verdict.kind === 'accepted')
    assert.deepEqual([{ ...(verdict.answer as object) }, verdict.httpStatus], [good, 201])
  })
  it('that does not fit is said to be wrong where, and not with what', () => {
    const verdict = classify(answered(200, { id: 'ch_1', status: 4111 }), createCharge, account())
    const cause = verdict.kind === 'failed' && verdict.cause
    assert.equal(String(cause), 'UnreadableBody: /status must be string')
  })
})

describe('the facts beside a failure', () => {
  it('are the status, the request id and the refusal', () => {
    assert.deepEqual(
      classify(answered(400, { error: 'no', code: 'E9' }, { 'x-request-id': 'r-7' }), createCharge, account()),
      {
        kind: 'failed',
        failure: 'refused',
        action: 'refused',
        httpStatus: 400,
        requestId: 'r-7',
        refusal: { code: 'provider_rejected', message: 'no', providerCode: 'E9' },
      },
    )
  })
  for (const [value, expected] of [
    ['3', 3000],
    ['0', 0],
    ['1.5', 1500],
    ['-1', undefined],
    ['soon', undefined],
    ['Wed, 21 Oct 2031 07:28:00 GMT', undefined],
  ] as const) {
    it(`are a pause of ${expected ?? 'unknown length'} for retry-after: ${value}`, () => {
      const verdict = classify(answered(429, {}, { 'retry-after': value }), createCharge, account())
      assert.equal(verdict.kind === 'failed' ? verdict.retryAfterMs : 'accepted', expected)
    })
  }
})
