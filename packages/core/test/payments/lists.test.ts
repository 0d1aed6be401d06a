import assert from 'node:assert/strict'
import { KEY, acme } from '../support/acme.js'
import { answer, refused, replies, scripted, silence } from '../support/transport.js'
import { all, payin, payout, world } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid' })
const waiting = answer(201, { id: 'ch_2', status: 'waiting' })

describe('payins.list', () => {
  const three = async () => {
    const made = await world({
      transport: replies({ '/charges': [paid, waiting, refused(400, 'no')] }),
      providers: [acme({ apiKey: KEY }), acme({ apiKey: KEY, name: 'other' })],
    })
    await made.payments.payins.create(payin({ reference: 'a', provider: 'acme' }))
    made.clock.advance(1000)
    await made.payments.payins.create(payin({ reference: 'b', provider: 'other' }))
    made.clock.advance(1000)
    await assert.rejects(made.payments.payins.create(payin({ reference: 'c', provider: 'acme' })))
    return made.payments
  }
  const references = async (payments: Awaited<ReturnType<typeof three>>, filter?: object) =>
    (await all(payments.payins.list(filter))).map(({ reference }) => reference).join()

  it('gives everything, oldest first', async () => assert.equal(await references(await three()), 'a,b,c'))
  it('filters by provider', async () => assert.equal(await references(await three(), { provider: 'acme' }), 'a,c'))
  it('filters by status', async () => {
    const payments = await three()
    assert.equal(await references(payments, { status: 'pending' }), 'b')
    assert.equal(await references(payments, { status: 'failed' }), 'c')
    assert.equal(await references(payments, { status: 'unknown' }), '')
  })
  it('filters by time: from inclusive, to exclusive', async () => {
    const payments = await three()
    assert.equal(await references(payments, { createdFrom: '2031-05-17T12:00:01Z' }), 'b,c')
    assert.equal(await references(payments, { createdTo: '2031-05-17T12:00:01Z' }), 'a')
    assert.equal(
      await references(payments, { createdFrom: '2031-05-17T19:00:01+07:00', createdTo: '2031-05-17T12:00:02Z' }),
      'b',
    )
  })
  it('refuses a filter that does not exist and a time that is none', async () => {
    const payments = await three()
    await assert.rejects(
      async () => references(payments, { merchant: 'other', createdFrom: 'monday', createdTo: '2031' }),
      {
        code: 'invalid_request',
        issues: [
          { path: 'merchant', message: 'is not a known filter' },
          { path: 'createdFrom', message: 'expected an instant of ISO 8601 with a zone, such as 2031-05-17T12:00:00Z' },
          { path: 'createdTo', message: 'expected an instant of ISO 8601 with a zone, such as 2031-05-17T12:00:00Z' },
        ],
      },
    )
  })
  it('goes on after a hundred, page by page', async () => {
    const { payments, journal } = await world({
      transport: scripted((_, count) => answer(201, { id: `ch_${count}`, status: 'paid' })),
    })
    for (let n = 0; n < 250; n += 1) await payments.payins.create(payin({ reference: `order-${n}` }))
    let pages = 0
    const objects = journal.objects.bind(journal)
    Object.assign(journal, { objects: (query: never) => (pages++, objects(query)) })
    const listed = await all(payments.payins.list())
    assert.deepEqual(
      listed.map(({ reference }) => reference),
      Array.from({ length: 250 }, (_, n) => `order-${n}`),
    )
    assert.equal(pages, 3)
    assert.equal((await all(payments.operations.list())).length, 250)
  })
  it('does not give payouts', async () => {
    const { payments } = await world({ transport: replies({ '/transfers': [silence] }) })
    await payments.payouts.create(payout())
    assert.equal((await all(payments.payins.list())).length, 0)
    assert.deepEqual(
      (await all(payments.payouts.list({ status: 'unknown' }))).map(({ reference }) => reference),
      ['salary-1'],
    )
  })
})
