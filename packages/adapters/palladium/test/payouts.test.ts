import assert from 'node:assert/strict'
import type { Known, Payout, PayoutOf } from '@polyrail/core'
import { payouts } from '../src/payouts.js'
import { fakeCall, notFound, rupiah } from './fake-call.js'
import withFee from './fixtures/disbursement-with-fee.json' with { type: 'json' }
import disbursement from './fixtures/disbursement.json' with { type: 'json' }

const { bank_account: bankAccount } = payouts
const command: PayoutOf<'bank_account'> = {
  reference: '124',
  amount: rupiah('20000000'),
  destination: { type: 'bank_account', bankCode: 'BCA', accountName: 'Dono Warkop', accountNumber: '12345678' },
}
const known = { providerId: withFee.id, object: {} } as unknown as Known<Payout>

describe('palladium payouts', () => {
  it('sends the account, with the reference as description where there is none', async () => {
    const { call, sent } = fakeCall({ 'create-disbursement': disbursement })
    await bankAccount.create(command, { call, before: call, reference: '124', now: 0 })
    assert.deepEqual(sent, [
      {
        endpoint: 'create-disbursement',
        input: {
          bank_code: 'BCA',
          account_name: 'Dono Warkop',
          account_number: '12345678',
          description: '124',
          external_id: '124',
          amount: '20000000',
        },
      },
    ])
  })

  it('sends the description and the receipts that are asked for', async () => {
    const { call, sent } = fakeCall({ 'create-disbursement': disbursement })
    const notify = { to: 'to@example.com', cc: 'cc@example.com', bcc: 'bcc@example.com' }
    const destination = { ...command.destination, notify }
    await bankAccount.create(
      { ...command, destination, description: 'Bayar Nasabah' },
      { call, before: call, reference: '124', now: 0 },
    )
    const input = sent[0]?.input as Record<string, string>
    assert.equal(input['description'], 'Bayar Nasabah')
    assert.equal(input['email_to'], 'to@example.com')
    assert.equal(input['email_cc'], 'cc@example.com')
    assert.equal(input['email_bcc'], 'bcc@example.com')
  })

  it('reads the earlier form of the answer, which has no fee', async () => {
    const { call } = fakeCall({ 'create-disbursement': disbursement })
    assert.deepEqual(await bankAccount.create(command, { call, before: call, reference: '124', now: 0 }), {
      status: 'processing',
      providerId: 'b39ff2bfb731485ba159585d44759f15',
      reference: '124',
      amount: rupiah('20000000'),
      fee: undefined,
    })
  })

  it('reads the later form of the answer, which has a fee', async () => {
    const { call } = fakeCall({ 'create-disbursement': withFee })
    const payout = await bankAccount.create(command, { call, before: call, reference: 'po-5512', now: 0 })
    assert.ok(!('paused' in payout))
    assert.deepEqual(payout.fee, rupiah('8400'))
    assert.deepEqual(payout.amount, rupiah('250000'))
  })

  it('asks what has become of a payout by the id of the provider', async () => {
    const { call, sent } = fakeCall({ 'query-disbursement': [{ ...withFee, status: 'done' }] })
    assert.equal((await bankAccount.retrieve?.(known, { call }))?.status, 'succeeded')
    assert.deepEqual(sent, [{ endpoint: 'query-disbursement', input: { id: withFee.id } }])
  })

  it('finds no payout in an empty list, nor where the provider answers 404', async () => {
    for (const answer of [[], notFound]) {
      const { call } = fakeCall({ 'query-disbursement': answer })
      assert.equal(await bankAccount.retrieve?.(known, { call }), undefined)
    }
  })
})
