import assert from 'node:assert/strict'
import * as core from '../../src/index.js'
import { restoredError, storedError } from '../../src/engine/failures.js'

const ISSUES = [
  { path: 'amount', message: 'is required' },
  { path: '', message: 'expected an object' },
]

describe('errors', () => {
  it('have a code, and a class of its name for each', () => {
    for (const name of Object.values(core.ERROR_CODES)) assert.equal(typeof core[name], 'function', name)
  })

  it('say what is wrong and where', () => {
    const error = new core.ValidationError(ISSUES, { reference: 'r' })
    assert.equal(error.message, 'The request is not valid: amount: is required; expected an object')
    assert.deepEqual(
      [error.name, error.code, error.reference, error.issues],
      ['ValidationError', 'invalid_request', 'r', ISSUES],
    )
    assert.ok(error instanceof core.PaymentError && error instanceof Error)
  })

  it('have no field that nothing is known of', () => {
    const error = new core.NotFoundError('where')
    assert.deepEqual(Object.keys(error).sort(), ['code', 'name', 'retryable'])
    assert.equal('cause' in error, false)
  })

  it('keep their cause', () => {
    const cause = new Error('reset')
    assert.equal(new core.JournalError('no', { cause }).cause, cause)
  })

  it('name the reference that was used with another content, where it is known', () => {
    assert.equal(
      new core.IdempotencyConflictError({}).message,
      'This reference was used before with a different content',
    )
  })

  it('name what stands in the way', () => {
    const error = new core.UnresolvedOperationError('op_1', 'wait')
    assert.deepEqual([error.code, error.blockedBy], ['unresolved_operation', 'op_1'])
  })

  it('of webhooks have a code', () => {
    assert.equal(new core.WebhookVerificationError('no').code, 'webhook_verification_failed')
  })

  const kept = [
    new core.ProviderRejectedError('m', { httpStatus: 400, providerCode: 'E1', providerMessage: 'no' }),
    new core.InsufficientFundsError('m'),
    new core.NotFoundError('m'),
    new core.InvalidStateError('m'),
    new core.RateLimitedError('m'),
    new core.AuthenticationError('m'),
    new core.ProviderUnavailableError('m'),
    new core.ProviderResponseError('m'),
  ]
  for (const error of kept) {
    it(`of the class ${error.name} are the same after the journal has kept them`, () => {
      const details = { provider: 'acme', operation: 'op_1', reference: 'r' }
      const restored = restoredError(storedError(error), details)
      assert.equal(restored.constructor, error.constructor)
      assert.deepEqual(
        Object.assign({}, restored, { message: restored.message }),
        Object.assign({}, error, details, { message: error.message }),
      )
    })
  }
})
