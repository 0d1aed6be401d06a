import assert from 'node:assert/strict'
import { WireNumber } from '@polyrail/core'
import { refusal } from '../src/errors.js'
import { fromPayment, toPayment } from '../src/payins.js'
import { fromTransfer, toTransfer } from '../src/payouts.js'

const AMOUNT = { amount: '12.50', currency: 'EUR' } as const
const SENT = new WireNumber('1250')
const SHOWN = 1250

describe('acme-pay, field by field', () => {
  it('sends a payment', () => {
    assert.deepEqual(toPayment({ amount: AMOUNT, description: 'Order 1' }, 'order-1'), {
      reference: 'order-1',
      amount: SENT,
      currency: 'EUR',
      description: 'Order 1',
    })
  })

  it('shows what was paid', () => {
    const payment = { id: 'obj_1', reference: 'order-1', status: 'paid', amount: SHOWN, currency: 'EUR' }
    assert.deepEqual(fromPayment({ ...payment, url: 'https://pay.acme-pay.example/obj_1' }), {
      status: 'succeeded',
      reason: undefined,
      providerId: 'obj_1',
      reference: 'order-1',
      amount: AMOUNT,
      nextAction: undefined,
    })
  })

  it('names the account of a payout', () => {
    const destination = {
      type: 'bank_account',
      bankCode: 'SSKM',
      accountName: 'Ada Lovelace',
      accountNumber: 'DE02701500000000594937',
    } as const
    assert.deepEqual(toTransfer({ amount: AMOUNT, destination }, 'payout-1'), {
      reference: 'payout-1',
      amount: SENT,
      currency: 'EUR',
      name: 'Ada Lovelace',
      iban: 'DE02701500000000594937',
    })
  })

  it('keeps a status that nobody knows, and calls it neither success nor failure', () => {
    const transfer = { id: 'obj_2', reference: 'payout-1', status: 'mislaid', amount: SHOWN, currency: 'EUR' }
    const { status, reason } = fromTransfer(transfer)
    assert.deepEqual([status, reason], ['processing', { code: 'unrecognized_status', providerCode: 'mislaid' }])
  })

  it('takes no page of a proxy for a refusal', () => {
    assert.equal(refusal({ status: 403, body: { message: 'Forbidden' } }), undefined)
  })
})
