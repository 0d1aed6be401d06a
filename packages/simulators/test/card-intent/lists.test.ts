import assert from 'node:assert/strict'
import { idOf, object } from '../support/samples.js'
import { CARD, errorOf, startApi, type Api } from './api.js'

const DAY = 'from_date=02/04/2031&to_date=03/04/2031'

async function startOn(date: string): Promise<Api> {
  const api = await startApi({ tokenLifetimeMs: 1_000 * 86_400_000 })
  api.simulator.clock.set(new Date(date))
  await api.logIn()
  return api
}

async function list(api: Api, query: string): Promise<{ amount: unknown; references: readonly unknown[] }> {
  const { amount, result } = object(await api.get(`/transactions?${query}`))
  return { amount, references: (result as { external_id: unknown }[]).map(({ external_id }) => external_id) }
}

async function payMany(api: Api, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await api.pay({ external_id: `p-${index}` })
}

describe('card-intent: lists', () => {
  it('answers with a page and the number of all', async () => {
    await using api = await startOn('2031-04-02T08:00:00Z')
    const payment = await api.pay()
    const reply = await api.get(`/transactions?${DAY}&offset=0&limit=10`)
    assert.equal(reply.status, 200)
    assert.deepEqual(reply.json, { offset: 0, limit: 10, amount: 1, result: [payment.json] })
  })

  it('reads dates day first and leaves out the last day', async () => {
    await using api = await startOn('2031-04-02T00:00:00Z')
    await api.pay({ external_id: 'first' })
    api.simulator.clock.set(new Date('2031-04-02T23:59:50Z'))
    await api.pay({ external_id: 'second' })
    api.simulator.clock.set(new Date('2031-04-03T00:00:00Z'))
    await api.pay({ external_id: 'third' })
    const between = async (from: string, to: string) =>
      (await list(api, `from_date=${from}&to_date=${to}&offset=0&limit=10`)).references
    assert.deepEqual(await between('02/04/2031', '03/04/2031'), ['first', 'second'])
    assert.deepEqual(await between('02/04/2031', '04/04/2031'), ['first', 'second', 'third'])
    assert.deepEqual(await between('02/04/2031', '02/04/2031'), [])
    assert.deepEqual(await between('03/04/2031', '01/05/2031'), ['third'])
  })

  it('raises a low limit to 10, lowers a high one to 100, and takes a negative offset for 0', async () => {
    await using api = await startOn('2031-04-02T08:00:00Z')
    await payMany(api, 12)
    const page = async (offset: number, limit: number): Promise<readonly unknown[]> => {
      const reply = object(await api.get(`/transactions?${DAY}&offset=${offset}&limit=${limit}`))
      return [reply['offset'], reply['limit'], reply['amount'], (reply['result'] as unknown[]).length]
    }
    assert.deepEqual(await page(0, 1), [0, 10, 12, 10])
    assert.deepEqual(await page(-5, -1), [0, 10, 12, 10])
    assert.deepEqual(await page(0, 11), [0, 11, 12, 11])
    assert.deepEqual(await page(10, 10), [10, 10, 12, 2])
    assert.deepEqual(await page(0, 101), [0, 100, 12, 12])
    assert.deepEqual(await page(12, 10), [12, 10, 12, 0])
  })

  it('orders by the last change, oldest first, unless told otherwise', async () => {
    await using api = await startOn('2031-04-02T08:00:00Z')
    const first = idOf(await api.pay({ external_id: 'a', order: { order_amount: 300 } }))
    api.simulator.clock.advance(1_000)
    await api.pay({ external_id: 'b', order: { order_amount: 200 }, card: { ...CARD, name: 'DECLINE' } })
    api.simulator.clock.advance(1_000)
    await api.pay({ external_id: 'c', operation: 'authcap', order: { order_amount: 1000 } })
    api.simulator.clock.advance(1_000)
    await api.capture(first, { amount: 100 })
    const by = async (query: string) => (await list(api, `${DAY}&offset=0&limit=10${query}`)).references
    assert.deepEqual(await by(''), ['b', 'c', 'a'])
    assert.deepEqual(await by('&order_dir=DESC'), ['a', 'c', 'b'])
    assert.deepEqual(await by('&order_by=updated_at&order_dir=ASC'), ['b', 'c', 'a'])
    assert.deepEqual(await by('&order_by=created_at'), ['a', 'b', 'c'])
    assert.deepEqual(await by('&order_by=order_amount'), ['b', 'a', 'c'])
    // CAPTURED, DECLINED, PARTIAL_CAPTURED.
    assert.deepEqual(await by('&order_by=status'), ['c', 'b', 'a'])
  })

  it('filters by type and by status', async () => {
    await using api = await startOn('2031-04-02T08:00:00Z')
    const id = idOf(await api.pay({ external_id: 'a', operation: 'authcap' }))
    await api.pay({ external_id: 'b' })
    await api.refund(id, { external_id: 'r' })
    const { id: chargebackId } = api.simulator.actions.chargeback({ providerId: id })
    const by = async (query: string) => await list(api, `${DAY}&offset=0&limit=10${query}`)
    assert.deepEqual(await by('&filter_type=PAYMENT&order_by=created_at'), { amount: 2, references: ['a', 'b'] })
    assert.deepEqual(await by('&filter_type=REFUND'), { amount: 1, references: ['r'] })
    assert.deepEqual(await by('&filter_status=AUTHORIZED'), { amount: 1, references: ['b'] })
    assert.deepEqual(await by('&filter_status=EXPIRED'), { amount: 0, references: [] })
    assert.deepEqual((await by('&filter_status=CAPTURED&order_by=type')).references, ['a', 'a', 'r'])
    const { result } = object(await api.get(`/transactions?${DAY}&offset=0&limit=10&filter_type=CHARGEBACK`))
    assert.deepEqual(
      (result as { id: unknown }[]).map((item) => item.id),
      [chargebackId],
    )
  })

  it('moves its pages when something is created between two of them', async () => {
    await using api = await startOn('2031-04-02T08:00:00Z')
    await payMany(api, 11)
    const page = async (offset: number) =>
      (await list(api, `${DAY}&offset=${offset}&limit=10&order_by=created_at&order_dir=DESC`)).references
    const first = await page(0)
    await api.pay({ external_id: 'new' })
    assert.deepEqual([first[9], ...(await page(10))], ['p-1', 'p-1', 'p-0'])
  })

  for (const [field, query] of [
    ['from_date', 'to_date=03/04/2031&offset=0&limit=10'],
    ['to_date', 'from_date=03/04/2031&offset=0&limit=10'],
    ['offset', `${DAY}&limit=10`],
    ['limit', `${DAY}&offset=0`],
    ['from_date', 'from_date=2031-04-02&to_date=03/04/2031&offset=0&limit=10'],
    ['from_date', 'from_date=04/13/2031&to_date=03/04/2031&offset=0&limit=10'],
    ['to_date', 'from_date=02/04/2031&to_date=31/04/2031&offset=0&limit=10'],
    ['to_date', 'from_date=02/04/2031&to_date=01/04/2031&offset=0&limit=10'],
    ['offset', `${DAY}&offset=1.5&limit=10`],
    ['limit', `${DAY}&offset=0&limit=ten`],
    ['order_by', `${DAY}&offset=0&limit=10&order_by=id`],
    ['order_dir', `${DAY}&offset=0&limit=10&order_dir=asc`],
    ['filter_type', `${DAY}&offset=0&limit=10&filter_type=payment`],
    ['filter_status', `${DAY}&offset=0&limit=10&filter_status=REFUNDED`],
  ] as const) {
    it(`refuses ${field} in ?${query}`, async () => {
      await using api = await startOn('2031-04-02T08:00:00Z')
      const reply = await api.get(`/transactions?${query}`)
      assert.equal(reply.status, 400)
      assert.equal(errorOf(reply)['field'], field)
    })
  }

  for (const query of [
    '',
    '?type=external_id',
    '?id=pay-1',
    '?type=id&id=pay-1',
    '?type=order_id&id=',
    '?type=order_id',
  ]) {
    it(`refuses to find a transaction with "${query}"`, async () => {
      await using api = await startApi()
      assert.equal((await api.get(`/transaction${query}`)).status, 400)
    })
  }

  it('knows no other parameters, and each only once', async () => {
    await using api = await startApi()
    for (const path of [
      `/transactions?${DAY}&offset=0&limit=10&status=AUTHORIZED`,
      `/transactions?${DAY}&offset=0&offset=10&limit=10`,
      '/transaction?type=external_id&id=a&external_id=a',
      '/transactions/trx_1?expand=1',
    ]) {
      assert.equal((await api.get(path)).status, 400)
    }
  })
})
