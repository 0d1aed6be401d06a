import assert from 'node:assert/strict'
import { startSimulator } from '@polyrail/simulators'
import { postForm, send } from '../support/client.js'
import { DISBURSEMENT, idOf, object, QRIS, RETAIL_PAYMENT, VIRTUAL_ACCOUNT } from '../support/samples.js'

describe('palladium: queries', () => {
  for (const [kind, sample] of [
    ['virtual-account', VIRTUAL_ACCOUNT],
    ['retail-payment', RETAIL_PAYMENT],
    ['disbursement', DISBURSEMENT],
  ] as const) {
    it(`answers query-${kind} with an array of one object, as it was created`, async () => {
      await using simulator = await startSimulator('palladium')
      const created = await postForm(`${simulator.url}/create-${kind}`, sample)
      const queried = await send(`${simulator.url}/query-${kind}?id=${idOf(created)}`)
      assert.equal(queried.status, 200)
      assert.deepEqual(queried.json, [created.json])
    })
  }

  it('answers query-qris with fewer fields and a negative fee', async () => {
    await using simulator = await startSimulator('palladium')
    const id = idOf(await postForm(`${simulator.url}/create-qris`, QRIS))
    const queried = await send(`${simulator.url}/query-qris?id=${id}`)
    assert.deepEqual(queried.json, [{ id, status: 'unpaid', external_id: 'ord-7783', amount: 42000, fees: -1239 }])
  })

  it('answers an empty array for an id that it does not know, or knows as another kind', async () => {
    await using simulator = await startSimulator('palladium')
    const id = idOf(await postForm(`${simulator.url}/create-qris`, QRIS))
    for (const path of ['query-qris?id=00000000000000000000000000000000', `query-disbursement?id=${id}`]) {
      const reply = await send(`${simulator.url}/${path}`)
      assert.equal(reply.status, 200)
      assert.deepEqual(reply.json, [])
    }
  })

  it('tells the balances by GET and by POST', async () => {
    await using simulator = await startSimulator('palladium', {
      disbursableBalance: 4_200_000n,
      withdrawableBalance: 9_150_000n,
    })
    const got = await send(`${simulator.url}/me`)
    const posted = await send(`${simulator.url}/me`, { method: 'POST' })
    assert.deepEqual(got.json, {
      name: 'PT Simulasi',
      email: 'ops@example.com',
      remaining_withdrawable_amount: 9150000,
      remaining_disbursable_amount: 4200000,
      max_allowable_loan: 1000000,
      total_used_loan_amount: '0',
    })
    assert.deepEqual(posted.json, got.json)
  })

  it('takes a payout and its fee out of the disburse wallet, and refuses one that it cannot cover', async () => {
    await using simulator = await startSimulator('palladium', { disbursableBalance: 500_000n })
    const url = `${simulator.url}/create-disbursement`
    const first = await postForm(url, DISBURSEMENT)
    const second = await postForm(url, DISBURSEMENT)
    assert.equal(first.status, 200)
    assert.equal(second.status, 400)
    assert.deepEqual(second.json, { message: 'Insufficient disbursable balance.' })
    assert.equal(simulator.ledger.count(), 1)
    assert.equal(object(await send(`${simulator.url}/me`))['remaining_disbursable_amount'], 241_600)
  })

  it('lists money in and money out with their signs, by local date', async () => {
    await using simulator = await startSimulator('palladium')
    // 23:30 in Jakarta.
    simulator.clock.set(new Date('2031-05-19T16:30:00Z'))
    const created = await postForm(`${simulator.url}/create-virtual-account`, VIRTUAL_ACCOUNT)
    simulator.actions.settle({ providerId: idOf(created) })
    await postForm(`${simulator.url}/create-disbursement`, { ...DISBURSEMENT, amount: '90000' })
    const list = async (start: string, end: string): Promise<unknown> =>
      (await send(`${simulator.url}/get-transaction-list?start_date=${start}&end_date=${end}`)).json
    assert.deepEqual(await list('2031-05-19', '2031-05-19'), [
      {
        transaction_type: 'bni',
        flashloan_status: 'not_flashloan',
        amount: 150000,
        fee: -8400,
        total: 141600,
        bank_code: 'BNI',
        name: null,
        description: null,
        account_number: object(created)['account_number'],
        date: '2031-05-19',
      },
      {
        transaction_type: 'disbursement',
        flashloan_status: 'not_flashloan',
        amount: 90000,
        fee: 8400,
        total: 98400,
        bank_code: 'BCA',
        name: 'Sri Rahayu',
        description: 'Komisi Mei',
        account_number: '0098123456',
        date: '2031-05-19',
      },
    ])
    assert.deepEqual(await list('2031-05-20', '2031-05-31'), [])
    assert.deepEqual(await list('2031-05-01', '2031-05-18'), [])
  })
})
