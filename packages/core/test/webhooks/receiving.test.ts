import assert from 'node:assert/strict'
import { memoryJournal, type WebhookDelivery } from '../../src/index.js'
import { KEY, acme } from '../support/acme.js'
import { delivered, hinted, hintingAcme, telling } from '../support/telling.js'
import { answer, replies, silence, type Reply } from '../support/transport.js'
import { all, operationOf, payin, payout, until, world, type World } from '../support/world.js'

const made = answer(200, { id: 'ch_1', status: 'waiting', reference: 'order-1', amount: 150000 })
const HOUR = 60 * 60_000

const told = (charges: readonly Reply[] = [made]) =>
  world({
    transport: replies({ '/charges': charges, '/charges/ch_1': [answer(200, { id: 'ch_1', status: 'paid' })] }),
    providers: [telling({ apiKey: KEY })],
  })

/** Everything that was stored has been looked at. */
const settled = async ({ payments }: World): Promise<void> => {
  await until(async () => (await all(payments.webhooks.list())).every(({ cause }) => cause !== undefined))
}

const statusOf = async ({ payments }: World, reference = 'order-1') =>
  (await payments.payins.retrieve({ reference }))?.status

const stored = async ({ payments }: World) =>
  (await all(payments.webhooks.list())).map(({ status, cause }) => [status, cause])

describe('webhooks.receive', () => {
  it('stores what is authentic before it is acknowledged, and applies it', async () => {
    const platform = await told()
    const { payments } = platform
    await payments.payins.create(payin())
    const receipt = await payments.webhooks.receive(delivered({ object: 'ch_1', status: 'paid', reference: 'order-1' }))
    assert.deepEqual([receipt.status, receipt.outcome], [200, 'accepted'])
    const [webhook] = await all(payments.webhooks.list())
    assert.equal(webhook?.id, receipt.id)
    await settled(platform)
    assert.equal(await statusOf(platform), 'succeeded')
    assert.equal((await operationOf(platform.journal)).state, 'SUCCEEDED')
    assert.deepEqual(await stored(platform), [['done', 'applied']])
    const { entries } = await payments.operations.history((await operationOf(platform.journal)).id)
    assert.equal(entries.at(-1)?.cause, 'notified')
  })

  it('knows a delivery again, by the provider’s id of it or by what it says', async () => {
    const platform = await told()
    const take = (delivery: WebhookDelivery) => platform.payments.webhooks.receive(delivery)
    const first = delivered({ id: 'd-1', object: 'ch_1', status: 'waiting' })
    assert.equal((await take(first)).outcome, 'accepted')
    assert.equal((await take(first)).outcome, 'repeated')
    assert.equal((await take(delivered({ id: 'd-1', object: 'ch_1', status: 'paid' }))).outcome, 'repeated')
    assert.equal((await take(delivered({ object: 'ch_1', status: 'paid' }))).outcome, 'accepted')
    assert.deepEqual(await take(delivered({ object: 'ch_1', status: 'paid' })), { status: 200, outcome: 'repeated' })
    assert.equal((await all(platform.payments.webhooks.list())).length, 2)
  })

  const paid = delivered({ object: 'ch_1', status: 'paid' })
  const SIGNATURE = String(Object.values(paid.headers)[0])
  const FORGED: readonly (readonly [string, Partial<WebhookDelivery>])[] = [
    ['without a signature', { headers: {} }],
    ['with another one', { headers: { 'x-signature': '0'.repeat(64) } }],
    ['with two', { headers: { 'x-signature': [SIGNATURE, '0'.repeat(64)] } }],
    ['with the same one in two spellings', { headers: { 'X-Signature': SIGNATURE, 'x-signature': SIGNATURE } }],
    ['of another body', { body: Buffer.from('{"object":"ch_1","status":"declined"}') }],
    ['with one byte more', { body: Buffer.concat([paid.body, Buffer.from(' ')]) }],
    ['of an account that is none', { provider: 'nobody' }],
    ['with a body that is empty', { body: new Uint8Array() }],
  ]
  for (const [how, changes] of FORGED) {
    it(`refuses a delivery ${how}, and stores nothing`, async () => {
      const platform = await told()
      const receipt = await platform.payments.webhooks.receive({ ...paid, ...changes })
      assert.deepEqual(receipt, { status: 401, outcome: 'not_authentic' })
      assert.deepEqual(await stored(platform), [])
    })
  }

  it('refuses everything for an account without a secret', async () => {
    const { payments } = await world({ transport: replies({}), providers: [acme({ apiKey: KEY })] })
    assert.equal((await payments.webhooks.receive({ ...paid, provider: 'acme' })).status, 401)
  })

  it('refuses what is too large, and says once in a while how much it has refused', async () => {
    const platform = await told()
    const { payments, log, clock } = platform
    const large = { ...paid, body: Buffer.alloc(1_048_577, 32) }
    assert.deepEqual(await payments.webhooks.receive(large), { status: 400, outcome: 'unreadable' })
    for (let count = 0; count < 50; count += 1) await payments.webhooks.receive({ ...paid, headers: {} })
    for (let count = 0; count < 50; count += 1) {
      await payments.webhooks.receive({ ...paid, provider: `nobody-${String(count)}` })
    }
    clock.advance(60_000)
    await payments.webhooks.receive({ ...paid, headers: {} })
    const lines = log.filter(({ message }) => message === 'webhooks refused').map(({ fields }) => fields)
    assert.deepEqual(lines, [
      { provider: 'telling', cause: 'unreadable', count: 1 },
      { provider: 'telling', cause: 'not_authentic', count: 1 },
      { provider: 'no account of ours', cause: 'not_authentic', count: 1 },
      { provider: 'telling', cause: 'not_authentic', count: 50 },
    ])
  })

  it('asks the provider to come again when it cannot be stored', async () => {
    const inner = memoryJournal()
    const keep = () => Promise.reject(new Error('the disk is full'))
    const journal = { ...inner, inbox: { ...inner.inbox, keep } }
    const { payments, log } = await world({ transport: replies({}), journal, providers: [telling({ apiKey: KEY })] })
    assert.deepEqual(await payments.webhooks.receive(paid), { status: 503, outcome: 'not_stored' })
    assert.ok(log.some(({ message }) => message === 'webhook not stored'))
  })

  it('says what it expects of whoever calls it', async () => {
    const { payments } = await told()
    for (const wrong of [{}, undefined, { ...paid, body: 'text' }, { ...paid, body: { object: 'ch_1' } as never }]) {
      await assert.rejects(payments.webhooks.receive(wrong as never), {
        code: 'invalid_request',
        message: /body: expected the bytes/,
      })
    }
  })
})

describe('a delivery', () => {
  it('that comes before the call has returned waits for it', async () => {
    const held: Reply = {
      after: (made as { after: never }).after,
      meanwhile: async () => {
        const delivery = delivered({ object: 'ch_1', status: 'paid', reference: 'order-1' })
        assert.equal((await platform.payments.webhooks.receive(delivery)).status, 200)
        await settled(platform)
      },
    }
    const platform: World = await told([held])
    assert.equal((await platform.payments.payins.create(payin())).status, 'pending')
    assert.deepEqual(await stored(platform), [['waiting', 'sending']])
    platform.clock.advance(1_000)
    await platform.payments.recover()
    assert.equal(await statusOf(platform), 'succeeded')
    assert.deepEqual(await stored(platform), [['done', 'applied']])
  })

  it('of a reference that nobody knows waits a day for its order, and is then a person’s', async () => {
    const platform = await told()
    const { payments, clock, log } = platform
    await payments.webhooks.receive(delivered({ object: 'ch_1', status: 'paid', reference: 'order-1' }))
    await settled(platform)
    assert.deepEqual(await stored(platform), [['waiting', 'unknown_reference']])
    for (let hour = 0; hour < 23; hour += 1) {
      clock.advance(HOUR)
      await payments.recover()
    }
    assert.deepEqual(await stored(platform), [['waiting', 'unknown_reference']])
    clock.advance(HOUR)
    await payments.recover()
    assert.deepEqual(await stored(platform), [['poison', 'unknown_reference']])
    assert.ok(log.some(({ message, level }) => message === 'webhook needs attention' && level === 'error'))
    const [webhook] = await all(payments.webhooks.list({ status: 'poison' }))
    await payments.payins.create(payin())
    await payments.webhooks.replay(webhook?.id ?? '')
    assert.equal(await statusOf(platform), 'succeeded')
    assert.equal((await payments.webhooks.retrieve(webhook?.id ?? ''))?.id, webhook?.id)
    assert.equal(await payments.webhooks.retrieve('wh_1'), undefined)
    await assert.rejects(payments.webhooks.replay('wh_1'), { code: 'not_found' })
  })

  it('resolves a payin of which nobody knew what became of it', async () => {
    const platform = await told([silence])
    const { payments } = platform
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    await payments.webhooks.receive(delivered({ object: 'ch_7', status: 'paid', reference: 'order-1', amount: 150000 }))
    await settled(platform)
    const paidNow = await payments.payins.retrieve({ reference: 'order-1' })
    assert.deepEqual([paidNow?.status, paidNow?.providerId], ['succeeded', 'ch_7'])
    assert.equal((await payments.payins.create(payin())).status, 'succeeded')
    assert.equal(platform.transport.sent.length, 1)
  })

  it('resolves a payout that nobody can be asked about', async () => {
    const { payments, ...rest } = await world({
      transport: replies({ '/transfers': [silence] }),
      providers: [telling({ apiKey: KEY })],
    })
    const { operationId, reference } = await payments.payouts.create(payout())
    await payments.recover()
    const operation = await payments.operations.retrieve(operationId)
    assert.deepEqual([operation?.status, operation?.resolution], ['unknown', 'webhook'])
    await payments.webhooks.receive(delivered({ about: 'transfer', object: 'tr_1', status: 'sent', reference }))
    await settled({ payments, ...rest })
    assert.equal((await payments.payouts.retrieve({ reference }))?.status, 'succeeded')
  })

  it('never moves a payment back, and rings where it contradicts how it has ended', async () => {
    const platform = await told()
    const { payments, log } = platform
    await payments.payins.create(payin())
    for (const status of ['paid', 'doing', 'waiting', 'declined']) {
      await payments.webhooks.receive(delivered({ object: 'ch_1', status, reference: 'order-1' }))
      await settled(platform)
      assert.equal(await statusOf(platform), 'succeeded')
    }
    const alarms = log.filter(({ message }) => message === 'operation needs attention')
    assert.deepEqual(
      alarms.map(({ fields }) => (fields as { cause: string }).cause),
      ['contradiction'],
    )
  })

  it('of another amount, or another id, is believed by nobody and goes to a person', async () => {
    for (const wrong of [
      { object: 'ch_1', amount: 999 },
      { object: 'ch_2', amount: 150000 },
    ]) {
      const platform = await told()
      await platform.payments.payins.create(payin())
      await platform.payments.webhooks.receive(delivered({ ...wrong, status: 'paid', reference: 'order-1' }))
      await settled(platform)
      assert.equal(await statusOf(platform), 'pending')
      assert.equal((await operationOf(platform.journal)).state, 'MANUAL')
    }
  })

  it('that cannot be read is kept for a person, and stands in nobody’s way', async () => {
    const platform = await told()
    const { payments } = platform
    await payments.payins.create(payin())
    await payments.webhooks.receive(delivered({ object: 7 as never, status: 'paid' }))
    await payments.webhooks.receive(delivered({ about: 'report', object: 'r-1' }))
    await payments.webhooks.receive(delivered({ object: 'ch_1', status: 'paid', reference: 'order-1' }))
    await settled(platform)
    assert.deepEqual((await stored(platform)).sort(), [
      ['done', 'applied'],
      ['done', 'not_ours'],
      ['poison', 'unreadable'],
    ])
    assert.equal(await statusOf(platform), 'succeeded')
  })

  it('that was stored by a process that died is applied by another', async () => {
    const inner = memoryJournal()
    const settle = () => new Promise<never>(() => undefined)
    const dying = {
      ...inner,
      inbox: { ...inner.inbox, settle },
      findOperation: () => new Promise<never>(() => undefined),
    }
    const one = await world({ transport: replies({}), journal: dying, providers: [telling({ apiKey: KEY })] })
    await one.payments.webhooks.receive(delivered({ object: 'ch_9', status: 'paid', reference: 'order-1' }))
    const two = await world({
      transport: replies({ '/charges': [answer(200, { id: 'ch_9', status: 'waiting' })] }),
      journal: inner,
      clock: one.clock,
      providers: [telling({ apiKey: KEY })],
    })
    await two.payments.payins.create(payin())
    one.clock.advance(60_000)
    await two.payments.recover()
    assert.equal(await statusOf(two), 'succeeded')
  })
})

describe('a delivery whose body nobody has signed', () => {
  const asked = (charges: readonly Reply[], found: readonly Reply[]) =>
    world({
      transport: replies({ '/charges': charges, '/charges/ch_1': found, '/charges/ch_2': found }),
      providers: [hintingAcme({ apiKey: KEY })],
    })

  it('has the provider asked by our id, and changes nothing by itself', async () => {
    const platform = await asked(
      [made],
      [answer(200, { id: 'ch_1', status: 'waiting', reference: 'order-1', amount: 150000 })],
    )
    await platform.payments.payins.create(payin())
    await platform.payments.webhooks.receive(hinted({ object: 'ch_1', status: 'paid', reference: 'order-1' }))
    await settled(platform)
    assert.equal(await statusOf(platform), 'pending')
    assert.deepEqual(await stored(platform), [['done', 'asked']])
    assert.equal(platform.transport.sent.at(-1)?.path, '/charges/ch_1')
  })

  it('has an id that was never told asked about, and believes only an answer with our reference and amount', async () => {
    const right = answer(200, { id: 'ch_2', status: 'paid', reference: 'order-1', amount: 150000 })
    const found = await asked([silence], [right])
    await found.payments.payins.create(payin())
    await found.payments.webhooks.receive(hinted({ object: 'ch_2', status: 'paid', reference: 'order-1' }))
    await settled(found)
    assert.equal(await statusOf(found), 'succeeded')
    for (const wrong of [
      { id: 'ch_2', status: 'paid', amount: 150000 },
      { id: 'ch_2', status: 'paid', reference: 'order-2', amount: 150000 },
      { id: 'ch_2', status: 'paid', reference: 'order-1', amount: 1000 },
    ]) {
      const platform = await asked([silence], [answer(200, wrong)])
      await platform.payments.payins.create(payin())
      await platform.payments.webhooks.receive(hinted({ object: 'ch_2', status: 'paid', reference: 'order-1' }))
      await settled(platform)
      assert.equal(await statusOf(platform), 'unknown', JSON.stringify(wrong))
    }
  })

  it('is tried again while the provider cannot be asked, less and less often, and then given up', async () => {
    const platform = await asked(
      [made],
      Array.from({ length: 20 }, () => answer(503, {})),
    )
    await platform.payments.payins.create(payin())
    await platform.payments.webhooks.receive(hinted({ object: 'ch_1', status: 'paid' }))
    await settled(platform)
    for (let turn = 0; turn < 12; turn += 1) {
      platform.clock.advance(20 * 60_000)
      await platform.payments.recover()
    }
    const [[status, cause] = []] = await stored(platform)
    assert.deepEqual([status, cause], ['poison', 'provider_unavailable'])
  })
})
