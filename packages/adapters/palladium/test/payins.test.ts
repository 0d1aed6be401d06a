import assert from 'node:assert/strict'
import type { Known, Payin, PayinOf } from '@polyrail/core'
import { payins } from '../src/payins.js'
import { fakeCall, notFound, rupiah } from './fake-call.js'
import queriedQris from './fixtures/queried-qris.json' with { type: 'json' }
import qris from './fixtures/qris.json' with { type: 'json' }
import retailPayment from './fixtures/retail-payment.json' with { type: 'json' }
import virtualAccount from './fixtures/virtual-account.json' with { type: 'json' }

const virtualAccountCommand: PayinOf<'virtual_account'> = {
  reference: '124',
  amount: rupiah('10000000'),
  method: { type: 'virtual_account', bankCode: 'BNI', accountName: 'PT Test Bersama', singleUse: true },
}
const retailCommand: PayinOf<'retail_outlet'> = {
  reference: '123',
  amount: rupiah('1000000'),
  method: { type: 'retail_outlet', outlet: 'ALFAMART', payerName: 'PT Test Bersama' },
}
const qrisCommand: PayinOf<'qr_code'> = {
  reference: 'ord-7783',
  amount: rupiah('42000.00'),
  method: { type: 'qr_code' },
}

/** Only the provider's id is used. */
const known = ({ id }: { readonly id: string }) => ({ providerId: id, object: {} }) as unknown as Known<Payin>

describe('palladium payins', () => {
  describe('virtual accounts', () => {
    it('sends the name of the payer in both spellings, the amount as whole rupiah and the flag as text', async () => {
      const { call, sent } = fakeCall({ 'create-virtual-account': virtualAccount })
      await payins.virtual_account.create(virtualAccountCommand, { call, before: call, reference: '124', now: 0 })
      assert.deepEqual(sent, [
        {
          endpoint: 'create-virtual-account',
          input: {
            bank_code: 'BNI',
            external_id: '124',
            name: 'PT Test Bersama',
            account_name: 'PT Test Bersama',
            is_single_use: 'true',
            amount: '10000000',
          },
        },
      ])
    })

    it('sends an expiry as a date and an account for many payments as such', async () => {
      const { call, sent } = fakeCall({ 'create-virtual-account': virtualAccount })
      const { method } = virtualAccountCommand
      const command = { ...virtualAccountCommand, expiresAt: '2031-05-19T10:00:00+07:00' }
      await payins.virtual_account.create(
        { ...command, method: { ...method, singleUse: false } },
        { call, before: call, reference: 'r', now: 0 },
      )
      const input = sent[0]?.input as Record<string, string>
      assert.equal(input['expiration_date'], '2031-05-20')
      assert.equal(input['is_single_use'], 'false')
    })

    it('shows the account to pay into, with the name and the expiry that the provider has set', async () => {
      const { call } = fakeCall({ 'create-virtual-account': virtualAccount })
      assert.deepEqual(
        await payins.virtual_account.create(virtualAccountCommand, { call, before: call, reference: '124', now: 0 }),
        {
          status: 'pending',
          providerId: 'd718b709b87a83e0950eca8803a123f9',
          reference: '124',
          amount: rupiah('10000000'),
          settlement: undefined,
          expiresAt: '2052-12-22T17:00:00.000Z',
          nextAction: {
            type: 'transfer_to_virtual_account',
            bankCode: 'BNI',
            accountNumber: '8808999986203536',
            accountName: 'XDT-PT Test Bersama',
            expiresAt: '2052-12-22T17:00:00.000Z',
          },
        },
      )
    })

    it('gives an account whose expiry cannot be read without one', async () => {
      const { call } = fakeCall({ 'create-virtual-account': { ...virtualAccount, expiration_date: 'never' } })
      const payin = await payins.virtual_account.create(virtualAccountCommand, {
        call,
        before: call,
        reference: '124',
        now: 0,
      })
      assert.equal('expiresAt' in payin, false)
      assert.equal(payin.status, 'pending')
    })

    it('does not believe an amount that is not exact', async () => {
      const { call } = fakeCall({ 'create-virtual-account': { ...virtualAccount, amount: 10000000.005 } })
      await assert.rejects(
        payins.virtual_account.create(virtualAccountCommand, { call, before: call, reference: '124', now: 0 }),
        {
          name: 'InexactAmount',
        },
      )
    })

    for (const [wire, status, settlement, awaited] of [
      ['unpaid', 'pending', undefined, true],
      ['Unpaid', 'pending', undefined, true],
      ['pending', 'processing', undefined, false],
      ['done', 'succeeded', 'settled', false],
      ['DONE', 'succeeded', 'settled', false],
    ] as const) {
      it(`reads ${wire} in a query as ${status}`, async () => {
        const { call, sent } = fakeCall({ 'query-virtual-account': [{ ...virtualAccount, status: wire }] })
        const payin = await payins.virtual_account.retrieve?.(known(virtualAccount), { call })
        assert.equal(payin?.status, status)
        assert.equal(payin.settlement, settlement)
        assert.equal(payin.nextAction !== undefined, awaited)
        assert.deepEqual(sent, [{ endpoint: 'query-virtual-account', input: { id: virtualAccount.id } }])
      })
    }
  })

  describe('retail payments', () => {
    it('sends the outlet, the payer and the amount', async () => {
      const { call, sent } = fakeCall({ 'create-retail-payment': retailPayment })
      const command = { ...retailCommand, expiresAt: '2031-05-20T00:00:00Z' }
      await payins.retail_outlet.create(command, { call, before: call, reference: '123', now: 0 })
      assert.deepEqual(sent[0], {
        endpoint: 'create-retail-payment',
        input: {
          retail_outlet_name: 'ALFAMART',
          name: 'PT Test Bersama',
          amount: '1000000',
          external_id: '123',
          expiration_date: '2031-05-20',
        },
      })
    })

    it('shows the code to pay with', async () => {
      const { call } = fakeCall({ 'create-retail-payment': retailPayment })
      const payin = await payins.retail_outlet.create(retailCommand, { call, before: call, reference: '123', now: 0 })
      assert.equal(payin.status, 'pending')
      assert.deepEqual(payin.nextAction, {
        type: 'pay_at_outlet',
        outlet: 'ALFAMART',
        paymentCode: 'TEST307106',
        expiresAt: '2052-12-22T17:00:00.000Z',
      })
    })

    it('reads what has become of one', async () => {
      const { call } = fakeCall({ 'query-retail-payment': [{ ...retailPayment, status: 'done' }] })
      const payin = await payins.retail_outlet.retrieve?.(known(retailPayment), { call })
      assert.equal(payin?.status, 'succeeded')
      assert.deepEqual(payin.amount, rupiah('1000000'))
    })
  })

  describe('QRIS', () => {
    it('sends the amount and the reference and nothing else', async () => {
      const { call, sent } = fakeCall({ 'create-qris': qris })
      await payins.qr_code.create(qrisCommand, { call, before: call, reference: 'ord-7783', now: 0 })
      assert.deepEqual(sent, [{ endpoint: 'create-qris', input: { amount: '42000', external_id: 'ord-7783' } }])
    })

    it('shows the text of the code, the fee and the expiry', async () => {
      const { call } = fakeCall({ 'create-qris': qris })
      assert.deepEqual(
        await payins.qr_code.create(qrisCommand, { call, before: call, reference: 'ord-7783', now: 0 }),
        {
          status: 'pending',
          providerId: 'c2aa5d0be3c94be99d0f2f5a70b18d3e',
          reference: 'ord-7783',
          amount: rupiah('42000'),
          fee: rupiah('1239'),
          settlement: undefined,
          expiresAt: '2031-05-18T03:15:00.000Z',
          nextAction: {
            type: 'show_qr_code',
            payload: '00020101021226SIMULATED6304ABCD',
            expiresAt: '2031-05-18T03:15:00.000Z',
          },
        },
      )
    })

    it('reads a query, which has no code and its fee with the other sign', async () => {
      const { call } = fakeCall({ 'query-qris': [queriedQris] })
      const payin = await payins.qr_code.retrieve?.(known(qris), { call })
      assert.equal(payin?.status, 'succeeded')
      assert.deepEqual(payin.fee, rupiah('1239'))
      assert.equal(payin.nextAction, undefined)
    })

    it('has no action and no fee where a query of an unpaid one says neither', async () => {
      const { id, external_id, amount } = queriedQris
      const { call } = fakeCall({ 'query-qris': [{ id, external_id, amount, status: 'unpaid' }] })
      const payin = await payins.qr_code.retrieve?.(known(qris), { call })
      assert.equal(payin?.status, 'pending')
      assert.equal(payin.nextAction, undefined)
      assert.equal(payin.fee, undefined)
    })
  })

  for (const [method, endpoint] of [
    ['virtual_account', 'query-virtual-account'],
    ['retail_outlet', 'query-retail-payment'],
    ['qr_code', 'query-qris'],
  ] as const) {
    it(`finds no ${method} in an empty list, nor where the provider answers 404`, async () => {
      for (const answer of [[], notFound]) {
        const { call } = fakeCall({ [endpoint]: answer })
        assert.equal(await payins[method].retrieve?.(known({ id: 'x' }), { call }), undefined)
      }
    })
  }

  it('does not believe a query that answers with another object', async () => {
    const { call } = fakeCall({ 'query-virtual-account': [virtualAccount] })
    const { retrieve } = payins.virtual_account
    await assert.rejects(async () => retrieve?.(known({ id: 'another' }), { call }), /another object/)
  })

  it('passes every other failure of a query on', async () => {
    const { call } = fakeCall({ 'query-virtual-account': new Error('no answer') })
    await assert.rejects(async () => payins.virtual_account.retrieve?.(known({ id: 'x' }), { call }), /no answer/)
  })
})
