import assert from 'node:assert/strict'
import { object } from '../support/samples.js'
import { idOf, INVALID, PAYOUT, payoutOf, POOR, refusalOf, startPanel } from './panel.js'

describe('billon: payouts', () => {
  it('answers a new payout in the documented shape', async () => {
    await using panel = await startPanel()
    const reply = await panel.create({ firstName: 'Anna', lastName: 'Kowalska', email: 'anna@example.com' })
    const { id, recipientId, projectId, createdAt, updatedAt, ...rest } = payoutOf(reply)
    assert.equal(reply.status, 200)
    assert.deepEqual(Object.keys(object(reply)), ['payments'])
    for (const number of [id, recipientId, projectId]) assert.ok(Number.isSafeInteger(number), String(number))
    assert.match(String(createdAt), /^2031-02-27T09:12:4\d\.\d{3}Z$/)
    assert.equal(updatedAt, createdAt)
    assert.deepEqual(rest, {
      amount: 25.5,
      currency: 'PLN',
      startDate: '2031-03-01T00:00:00.000Z',
      endDate: '2031-03-31T00:00:00.000Z',
      description: 'Commission 03/2031 #po-71',
      notification: false,
      status: 'READY',
    })
  })

  it('writes the payout on the ledger with the code at the end of its description', async () => {
    await using panel = await startPanel()
    const id = idOf(await panel.create())
    const [entry] = panel.simulator.ledger.entries
    assert.deepEqual(
      { ...entry, at: undefined },
      {
        sequence: 1,
        at: undefined,
        type: 'payout',
        endpoint: 'create-payment',
        providerId: String(id),
        reference: 'po-71',
        amount: '25.50',
        currency: 'PLN',
      },
    )
    assert.equal(panel.simulator.requests.at(-1)?.reference, 'po-71')
  })

  for (const [description, reference] of [
    ['Commission', undefined],
    ['Commission #', undefined],
    ['Commission #po-1 of May', undefined],
    ['Commission #po-1 ', undefined],
    ['#po-1', 'po-1'],
    ['Commission #4 #po-1', 'po-1'],
    ['Commission no#po-1', 'po-1'],
  ] as const) {
    it(`reads the reference ${String(reference)} out of ${JSON.stringify(description)}`, async () => {
      await using panel = await startPanel()
      assert.equal(payoutOf(await panel.create({ description }))['description'], description)
      assert.equal(panel.simulator.ledger.entries[0]?.reference, reference)
      assert.equal(panel.simulator.requests.at(-1)?.reference, reference)
    })
  }

  it('waits for a panel user where payouts must be authorised', async () => {
    await using panel = await startPanel({ requireAuthorization: true })
    assert.equal(payoutOf(await panel.create())['status'], 'UNAUTHORIZED')
    assert.equal(panel.available(), '999974.50')
  })

  it('makes a new payout of every request, even of the same one', async () => {
    await using panel = await startPanel()
    const first = idOf(await panel.create())
    const second = idOf(await panel.create())
    assert.ok(second > first)
    assert.equal(panel.simulator.ledger.count({ type: 'payout', reference: 'po-71' }), 2)
    assert.equal(panel.available(), '999949.00')
  })

  it('knows a recipient and a project again', async () => {
    await using panel = await startPanel()
    const idsOf = async (changes: Readonly<Record<string, unknown>>): Promise<readonly unknown[]> => {
      const { recipientId, projectId } = payoutOf(await panel.create(changes))
      return [recipientId, projectId]
    }
    const [recipient, project] = await idsOf({})
    assert.deepEqual(await idsOf({}), [recipient, project])
    const [another, same] = await idsOf({ userName: 'piotr.w' })
    assert.notEqual(another, recipient)
    assert.equal(same, project)
    assert.notEqual((await idsOf({ name: 'April commissions' }))[1], project)
  })

  for (const recipient of [
    { userName: 'anna.k' },
    { phoneNumber: '600100200' },
    { referenceId: 'emp-17' },
    { referenceId: 1 },
    { userName: 'anna.k', phoneNumber: '600100200', referenceId: 'emp-17' },
  ]) {
    it(`pays the recipient ${JSON.stringify(recipient)}`, async () => {
      await using panel = await startPanel()
      assert.equal((await panel.create({ userName: undefined, ...recipient })).status, 200)
    })
  }

  it('refuses a payout without any recipient', async () => {
    await using panel = await startPanel()
    const reply = await panel.create({ userName: undefined })
    assert.deepEqual(reply.json, {
      error: { message: 'One of required fields is empty!', type: 'INVALID_PARAMS' },
      errors: [],
    })
  })

  it('blocks the amount in its own currency', async () => {
    await using panel = await startPanel({ balances: { PLN: '30.00', EUR: '26' } })
    assert.equal((await panel.create()).status, 200)
    assert.deepEqual([panel.available('PLN'), panel.available('EUR')], ['4.50', '26.00'])
    assert.deepEqual(refusalOf(await panel.create()), POOR)
    assert.equal((await panel.create({ currency: 'EUR' })).status, 200)
    assert.deepEqual([panel.available('PLN'), panel.available('EUR')], ['4.50', '0.50'])
    assert.equal(panel.simulator.ledger.count(), 2)
  })

  it('has nothing in a currency without a balance', async () => {
    await using panel = await startPanel()
    assert.deepEqual(refusalOf(await panel.create({ currency: 'CHF', amount: 0.01 })), POOR)
  })

  for (const currency of ['GBP', 'PLN', 'EUR']) {
    it(`holds a million of ${currency} at first`, async () => {
      await using panel = await startPanel()
      assert.equal(panel.available(currency), '1000000.00')
      assert.equal((await panel.create({ currency, amount: 1_000_000 })).status, 200)
      assert.deepEqual(refusalOf(await panel.create({ currency, amount: 0.01 })), POOR)
    })
  }

  it('answers its errors with 200 when it is told to, but a wrong token with 401', async () => {
    await using panel = await startPanel({ errorStatus: 200, apiKey: 'canary-password' })
    assert.deepEqual(refusalOf(await panel.logIn('wrong')), [200, 'INVALID_PARAMS', []])
    assert.equal((await panel.create()).status, 401)
    await panel.logIn()
    assert.deepEqual(refusalOf(await panel.create({ currency: 'pln' })), [200, 'INVALID_PARAMS', []])
    assert.deepEqual(refusalOf(await panel.create({ amount: 9e6 })), [200, 'INSUFFICIENT_FUNDS', []])
    assert.deepEqual(refusalOf(await panel.post('create', '[]')), [200, 'INVALID_PARAMS', []])
    assert.deepEqual(refusalOf(await panel.cancel()), [200, 'INVALID_PARAMS', []])
    assert.equal(panel.simulator.ledger.count(), 0)
    assert.equal(panel.simulator.requests.at(-1)?.verdict, 'refused')
  })

  for (const name of ['amount', 'currency', 'startDate', 'endDate', 'name', 'description', 'notification']) {
    it(`refuses a payout without ${name}`, async () => {
      await using panel = await startPanel()
      const reply = await panel.create({ [name]: undefined })
      assert.deepEqual(refusalOf(reply), INVALID)
      assert.match(reply.text, /One of required fields is empty!/)
      assert.equal(panel.simulator.ledger.count(), 0)
    })
  }

  for (const change of [
    { currency: 'pln' },
    { currency: 'PLNX' },
    { currency: 985 },
    { name: '' },
    { name: null },
    { name: 7 },
    { description: '' },
    { description: 'x'.repeat(1_001) },
    { userName: '' },
    { userName: null },
    { phoneNumber: 600100200 },
    { phoneNumber: '+48600100200' },
    { phoneNumber: '600 100 200' },
    { referenceId: 1.5 },
    { referenceId: '' },
    { referenceId: true },
    { firstName: '' },
    { lastName: 5 },
    { email: null },
    { notification: 'false' },
    { notification: 0 },
    { reference: 'po-1' },
    { status: 'READY' },
  ]) {
    it(`refuses a payout with ${JSON.stringify(change).slice(0, 60)}`, async () => {
      await using panel = await startPanel()
      assert.deepEqual(refusalOf(await panel.create(change)), INVALID)
      assert.equal(panel.simulator.ledger.count(), 0)
    })
  }

  for (const body of ['', '{', '[]', 'null', '"text"', '{"ids":[1],"__proto__":{}}']) {
    it(`refuses the body ${JSON.stringify(body)}`, async () => {
      await using panel = await startPanel()
      assert.deepEqual(refusalOf(await panel.post('create', body)), INVALID)
      assert.deepEqual(refusalOf(await panel.post('cancel', body)), INVALID)
    })
  }

  it('refuses bytes that are no text', async () => {
    await using panel = await startPanel()
    const { simulator, token } = panel
    const reply = await fetch(`${simulator.url}/api/payment/create`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-access-token': token },
      body: Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
    })
    assert.equal(reply.status, 400)
  })

  it('refuses a key that is given twice, at any depth and however it is written', async () => {
    await using panel = await startPanel()
    const text = JSON.stringify(PAYOUT)
    assert.deepEqual(refusalOf(await panel.post('create', text.replace('{', '{"am\\u006funt":1,'))), INVALID)
    assert.deepEqual(refusalOf(await panel.post('cancel', '{"ids":[1],"ids":[1]}')), INVALID)
    assert.equal(panel.simulator.ledger.count(), 0)
  })
})
