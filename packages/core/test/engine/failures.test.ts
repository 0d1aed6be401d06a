import assert from 'node:assert/strict'
import type { HttpOutcome, ProviderProfile } from '../../src/index.js'
import { openAccount } from '../../src/adapter/account.js'
import { classify, type Failure } from '../../src/engine/classify.js'
import { errorOf } from '../../src/engine/failures.js'
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

describe('the error for a failure', () => {
  const errors: readonly (readonly [Failure, string, string, boolean])[] = [
    ['not_written', 'ProviderUnavailableError', 'acme could not be reached; nothing was sent', true],
    ['tls_failed', 'ProviderUnavailableError', 'acme could not be reached; nothing was sent', true],
    ['no_answer', 'ProviderUnavailableError', 'acme gave no usable answer to get-charge', true],
    ['cut_answer', 'ProviderUnavailableError', 'acme gave no usable answer to get-charge', true],
    ['refused', 'ProviderRejectedError', 'acme refused get-charge: no', false],
    ['unauthorized', 'AuthenticationError', 'acme refused our credentials: who', false],
    ['rate_limited', 'RateLimitedError', 'acme asks us to slow down', true],
    ['foreign_refusal', 'ProviderResponseError', 'acme answered get-charge in an unexpected form', false],
    ['server_error', 'ProviderUnavailableError', 'acme gave no usable answer to get-charge', true],
    ['malformed', 'ProviderResponseError', 'acme answered get-charge in an unexpected form', false],
  ]
  for (const [failure, name, message, retryable] of errors) {
    it(`${failure} is a ${name}`, () => {
      const verdict = classify(OUTCOMES[failure], getCharge, account())
      assert.ok(verdict.kind === 'failed')
      const thrown = errorOf(verdict, { account: account(), endpoint: 'get-charge' })
      assert.deepEqual(
        [thrown.name, thrown.message, thrown.retryable, thrown.provider],
        [name, message, retryable, 'acme'],
      )
    })
  }

  const refusals = [
    ['provider_rejected', 'ProviderRejectedError'],
    ['insufficient_funds', 'InsufficientFundsError'],
    ['not_found', 'NotFoundError'],
    ['invalid_state', 'InvalidStateError'],
    ['rate_limited', 'RateLimitedError'],
    ['authentication_failed', 'AuthenticationError'],
  ] as const
  for (const [code, name] of refusals) {
    it(`of a refusal with the code ${code} is a ${name}`, () => {
      const failing = { ...account(), definition: { ...definition, refusal: () => ({ code }) } }
      const verdict = classify(answered(400, {}), createCharge, failing)
      assert.ok(verdict.kind === 'failed')
      const thrown = errorOf(verdict, {
        account: failing,
        endpoint: 'create-charge',
        reference: 'order-1',
        operation: 'op_1',
      })
      assert.deepEqual([thrown.name, thrown.code, thrown.reference, thrown.operation], [name, code, 'order-1', 'op_1'])
      assert.equal(thrown.message.includes('undefined'), false)
    })
  }

  it('tells how long to wait', () => {
    const verdict = classify(answered(429, {}, { 'retry-after': '7' }), getCharge, account())
    assert.ok(verdict.kind === 'failed')
    const thrown = errorOf(verdict, { account: account(), endpoint: 'get-charge' })
    assert.equal('retryAfterMs' in thrown && thrown.retryAfterMs, 7000)
  })
})
