import assert from 'node:assert/strict'
import { startSimulator } from '@polyrail/simulators'
import { BOUNDARY, multipart, postForm, postJson, send } from '../support/client.js'
import { DISBURSEMENT, QRIS, RETAIL_PAYMENT, VIRTUAL_ACCOUNT } from '../support/samples.js'

const without = (fields: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name))

describe('palladium: strictness', () => {
  const forms: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
    ['create-virtual-account', VIRTUAL_ACCOUNT, ['bank_code', 'external_id', 'is_single_use', 'amount']],
    ['create-retail-payment', RETAIL_PAYMENT, ['retail_outlet_name', 'name', 'amount', 'external_id']],
    ['create-qris', QRIS, ['amount', 'external_id']],
    [
      'create-disbursement',
      DISBURSEMENT,
      ['bank_code', 'account_name', 'account_number', 'description', 'external_id', 'amount'],
    ],
  ]
  for (const [endpoint, sample, names] of forms) {
    for (const name of names) {
      it(`refuses ${endpoint} without ${name}, or with an empty one`, async () => {
        await using simulator = await startSimulator('palladium')
        const message = `The ${name} field is required.`
        for (const fields of [without(sample, name), { ...sample, [name]: '' }]) {
          const reply = await postForm(`${simulator.url}/${endpoint}`, fields)
          assert.equal(reply.status, 422)
          assert.deepEqual(reply.json, { message, errors: { [name]: [message] } })
        }
        assert.equal(simulator.ledger.count(), 0)
      })
    }
  }

  it('refuses a virtual account with neither name nor account_name', async () => {
    await using simulator = await startSimulator('palladium')
    const reply = await postForm(`${simulator.url}/create-virtual-account`, without(VIRTUAL_ACCOUNT, 'name'))
    assert.equal(reply.status, 422)
  })

  const wrong: readonly (readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>])[] = [
    ['create-virtual-account', VIRTUAL_ACCOUNT, { bank_code: 'SAHABAT_SAMPOERNA' }],
    ['create-virtual-account', VIRTUAL_ACCOUNT, { bank_code: 'bni' }],
    ['create-virtual-account', VIRTUAL_ACCOUNT, { is_single_use: '1' }],
    ['create-virtual-account', VIRTUAL_ACCOUNT, { amount: '1000.50' }],
    ['create-virtual-account', VIRTUAL_ACCOUNT, { amount: '-5' }],
    ['create-virtual-account', VIRTUAL_ACCOUNT, { amount: '0' }],
    ['create-virtual-account', VIRTUAL_ACCOUNT, { amount: '0150000' }],
    ['create-virtual-account', VIRTUAL_ACCOUNT, { amount: '1e5' }],
    ['create-virtual-account', VIRTUAL_ACCOUNT, { amount: ' 150000' }],
    ['create-virtual-account', VIRTUAL_ACCOUNT, { expiration_date: '2051-05-20 07:00:00' }],
    ['create-virtual-account', VIRTUAL_ACCOUNT, { expiration_date: '20-05-2051' }],
    ['create-virtual-account', VIRTUAL_ACCOUNT, { expiration_date: '2051-02-30' }],
    ['create-virtual-account', VIRTUAL_ACCOUNT, { expiration_date: '2001-01-01' }],
    ['create-virtual-account', VIRTUAL_ACCOUNT, { account_number: '8808' }],
    ['create-retail-payment', RETAIL_PAYMENT, { retail_outlet_name: 'INDOMARET' }],
    ['create-retail-payment', RETAIL_PAYMENT, { account_name: 'PT Contoh Jaya' }],
    ['create-qris', QRIS, { expiration_date: '2051-05-20' }],
    ['create-qris', QRIS, { currency: 'IDR' }],
    ['create-disbursement', DISBURSEMENT, { bank_code: 'BSS' }],
    ['create-disbursement', DISBURSEMENT, { use_flashloan: 'true' }],
    ['create-disbursement', DISBURSEMENT, { email_to: 'nobody' }],
    ['create-disbursement', DISBURSEMENT, { external_Id: 'po-5512' }],
  ]
  for (const [endpoint, sample, change] of wrong) {
    it(`refuses ${endpoint} with ${JSON.stringify(change)}`, async () => {
      await using simulator = await startSimulator('palladium')
      const reply = await postForm(`${simulator.url}/${endpoint}`, { ...sample, ...change })
      assert.equal(reply.status, 422)
      assert.equal(simulator.ledger.count(), 0)
      assert.equal(simulator.requests[0]?.verdict, 'refused')
    })
  }

  it('refuses a field that is given twice', async () => {
    await using simulator = await startSimulator('palladium')
    const reply = await postForm(`${simulator.url}/create-qris`, [...Object.entries(QRIS), ['amount', '42000']])
    assert.equal(reply.status, 400)
    assert.match(reply.text, /amount is given twice/)
  })

  it('takes multipart only', async () => {
    await using simulator = await startSimulator('palladium')
    const url = `${simulator.url}/create-qris`
    const json = await postJson(url, QRIS)
    const urlencoded = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(QRIS).toString(),
    })
    const none = await send(url, { method: 'POST', body: multipart(QRIS) })
    assert.deepEqual([json.status, urlencoded.status, none.status], [415, 415, 415])
  })

  it('takes a Bearer key in any case of the scheme, and nothing else', async () => {
    await using simulator = await startSimulator('palladium')
    const statusOf = async (authorization: string): Promise<number> =>
      (await send(`${simulator.url}/me`, { headers: { authorization } })).status
    assert.equal(await statusOf('Bearer key'), 200)
    assert.equal(await statusOf('bearer key'), 200)
    assert.equal(await statusOf('BEARER key'), 200)
    assert.equal(await statusOf('key'), 401)
    assert.equal(await statusOf('Bearer'), 401)
    assert.equal(await statusOf('Bearer  '), 401)
    assert.equal(await statusOf('Basic a2V5'), 401)
    assert.equal(await statusOf(''), 401)
  })

  it('answers 401 in its own shape', async () => {
    await using simulator = await startSimulator('palladium')
    const reply = await send(`${simulator.url}/me`, { headers: { authorization: 'Basic a2V5' } })
    assert.deepEqual(reply.json, { message: 'Unauthenticated.' })
  })

  it('takes the bare key too when asked to', async () => {
    await using simulator = await startSimulator('palladium', { acceptRawToken: true, apiKey: 'right' })
    const statusOf = async (authorization: string): Promise<number> =>
      (await send(`${simulator.url}/me`, { headers: { authorization } })).status
    assert.equal(await statusOf('right'), 200)
    assert.equal(await statusOf('Bearer right'), 200)
    assert.equal(await statusOf('wrong'), 401)
  })

  it('takes only the key that is pinned', async () => {
    await using simulator = await startSimulator('palladium', { apiKey: 'right' })
    const right = await send(`${simulator.url}/me`, { headers: { authorization: 'Bearer right' } })
    const wrongKey = await send(`${simulator.url}/me`, { headers: { authorization: 'Bearer wrong' } })
    assert.deepEqual([right.status, wrongKey.status], [200, 401])
  })

  it('refuses an authorization header that is given twice', async () => {
    await using simulator = await startSimulator('palladium')
    const reply = await send(`${simulator.url}/me`, { headers: { authorization: ['Bearer one', 'Bearer two'] } })
    assert.equal(reply.status, 400)
  })

  it('knows its methods and paths', async () => {
    await using simulator = await startSimulator('palladium')
    const root = new URL(simulator.url).origin
    const statusOf = async (method: string, url: string): Promise<number> => (await send(url, { method })).status
    assert.equal(await statusOf('GET', `${simulator.url}/create-qris`), 405)
    assert.equal(await statusOf('POST', `${simulator.url}/query-qris?id=1`), 405)
    assert.equal(await statusOf('GET', `${simulator.url}/me/`), 404)
    assert.equal(await statusOf('GET', `${simulator.url}/kittens`), 404)
    assert.equal(await statusOf('GET', `${root}/me`), 404)
    assert.equal(await statusOf('GET', `${root}/api/v1/me`), 404)
  })

  it('refuses query parameters that are missing, unknown or repeated, and a body on a query', async () => {
    await using simulator = await startSimulator('palladium')
    const statusOf = async (path: string, body = ''): Promise<number> =>
      (await send(`${simulator.url}/${path}`, { body })).status
    assert.equal(await statusOf('query-qris'), 422)
    assert.equal(await statusOf('query-qris?id='), 422)
    assert.equal(await statusOf('query-qris?external_id=ord-7783'), 422)
    assert.equal(await statusOf('query-qris?id=1&id=2'), 422)
    assert.equal(await statusOf('query-qris?id=1', 'x'), 422)
    assert.equal(await statusOf('me?x=1'), 422)
    assert.equal(await statusOf('get-transaction-list?start_date=2031-05-01'), 422)
    assert.equal(await statusOf('get-transaction-list?start_date=1&end_date=2031-05-01'), 422)
    assert.equal(await statusOf('get-transaction-list?start_date=2031-05-02&end_date=2031-05-01'), 422)
  })

  it('refuses a body over 1 MiB', async () => {
    await using simulator = await startSimulator('palladium')
    const reply = await postForm(`${simulator.url}/create-qris`, { ...QRIS, external_id: 'x'.repeat(1_100_000) })
    assert.equal(reply.status, 413)
  })

  it('notes what it read, also of a refused request', async () => {
    await using simulator = await startSimulator('palladium')
    await send(`${simulator.url}/create-qris`, {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, 'x-test': 'yes' },
      body: multipart({ amount: '42000', external_id: 'ord-1', tip: '1' }),
    })
    const [record] = simulator.requests
    assert.equal(record?.method, 'POST')
    assert.equal(record.path, '/api/v2/create-qris')
    assert.equal(record.headers['x-test'], 'yes')
    assert.equal(record.endpoint, 'create-qris')
    assert.equal(record.reference, 'ord-1')
    assert.deepEqual(record.fields, { amount: '42000', external_id: 'ord-1', tip: '1' })
    assert.equal(record.status, 422)
    assert.equal(record.verdict, 'refused')
  })
})
