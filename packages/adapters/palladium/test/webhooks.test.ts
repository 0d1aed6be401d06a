import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { createPayments, memoryJournal } from '@polyrail/core'
import { startSimulator, type Fault, type PalladiumSimulator } from '@polyrail/simulators'
import { palladium } from '../src/index.js'
import { rupiah } from './fake-call.js'
import { requestOf, startReceiver } from './receiver.js'

const TOKEN = 'cbtok_example'
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const connect = (callbackToken?: string | string[]) =>
  palladium.definition.connect({ apiKey: 'key-1', ...(callbackToken === undefined ? {} : { callbackToken }) })
const webhooksOf = (callbackToken: string | string[]) => connect(callbackToken).webhooks ?? assert.fail('no webhooks')
const { authenticate, read } = webhooksOf(TOKEN)
const given = (token: string | undefined, body: string | Uint8Array = '{}') =>
  requestOf({ 'x-callback-token': token }, body)

const open = (simulator: PalladiumSimulator) =>
  createPayments({
    journal: memoryJournal(),
    logger: silent,
    providers: [palladium({ apiKey: 'any', baseUrl: simulator.url })],
  })
type Payments = Awaited<ReturnType<typeof open>>

/** What each call creates, and what the simulator tells of it afterwards. */
const creations = {
  'virtual-account': ({ payins }: Payments) =>
    payins.create({
      reference: 'ref-1',
      amount: rupiah('150000'),
      method: { type: 'virtual_account', bankCode: 'BNI', accountName: 'PT Test', singleUse: true },
    }),
  'retail-payment': ({ payins }: Payments) =>
    payins.create({
      reference: 'ref-1',
      amount: rupiah('150000'),
      method: { type: 'retail_outlet', outlet: 'ALFAMART', payerName: 'PT Test' },
    }),
  qris: ({ payins }: Payments) =>
    payins.create({ reference: 'ref-1', amount: rupiah('150000'), method: { type: 'qr_code' } }),
  disbursement: ({ payouts }: Payments) =>
    payouts.create({
      reference: 'ref-1',
      amount: rupiah('150000'),
      destination: { type: 'bank_account', bankCode: 'BCA', accountName: 'Dono', accountNumber: '12345678' },
    }),
} as const

/** The simulator's callbacks about one object that was created and then settled, as they arrived. */
const sent = async (
  create: (payments: Payments) => Promise<{ readonly providerId?: string }>,
  { encoding = 'json', fault }: { readonly encoding?: 'json' | 'form'; readonly fault?: Fault } = {},
) => {
  await using receiver = await startReceiver()
  await using simulator = await startSimulator('palladium', {
    callbacks: { url: receiver.url, token: TOKEN, encoding },
  })
  await using payments = await open(simulator)
  if (fault !== undefined) simulator.faults.add(fault)
  const { providerId } = await create(payments)
  simulator.actions.settle({ reference: 'ref-1' })
  await simulator.callbacks.idle()
  return { providerId, received: receiver.received }
}

describe('palladium webhooks: who is believed', () => {
  it('take callbacks as hints', () => {
    const { trust, headerBytes } = webhooksOf(TOKEN)
    assert.deepEqual({ trust, headerBytes }, { trust: 'hint', headerBytes: undefined })
  })

  it('are not there without a token', () => {
    assert.equal('webhooks' in connect(), false)
    assert.equal('webhooks' in palladium.definition, false)
  })

  it('are not there for a token that somebody has put on every object', () => {
    Object.defineProperty(Object.prototype, 'callbackToken', { value: 'polluted', configurable: true })
    try {
      assert.equal('webhooks' in connect(), false)
    } finally {
      Reflect.deleteProperty(Object.prototype, 'callbackToken')
    }
  })

  it('give the body as it came, and no id', () => {
    const body = ' {"id":"ñ\\u0000"}\r\n'
    assert.deepEqual(authenticate(given(TOKEN, body)), { payload: body })
    assert.deepEqual(authenticate(given(TOKEN, '')), { payload: '' })
  })

  it('believe both tokens while one replaces the other, and neither of them afterwards', () => {
    for (const token of ['new', 'old']) {
      assert.deepEqual(webhooksOf(['new', 'old']).authenticate(given(token)), { payload: '{}' })
      assert.equal(webhooksOf('newer').authenticate(given(token)), undefined)
    }
  })

  for (const token of [
    undefined,
    '',
    ' ',
    `${TOKEN} `,
    `${TOKEN}x`,
    TOKEN.slice(0, -1),
    TOKEN.toUpperCase(),
    `Bearer ${TOKEN}`,
    `${TOKEN}, ${TOKEN}`,
  ]) {
    it(`refuse the token ${JSON.stringify(token)}`, () => {
      assert.equal(authenticate(given(token)), undefined)
    })
  }

  it('refuse a token with any one bit changed', () => {
    for (let bit = 0; bit < TOKEN.length * 8; bit += 1) {
      const forged = Buffer.from(TOKEN)
      forged[bit >> 3]! ^= 1 << (bit & 7)
      assert.equal(authenticate(given(forged.toString('latin1'))), undefined)
    }
  })

  it('refuse two tokens, though both are right', async () => {
    await using receiver = await startReceiver()
    assert.deepEqual(authenticate(await receiver.post({ 'x-callback-token': TOKEN }, '{}')), { payload: '{}' })
    assert.equal(authenticate(await receiver.post({ 'x-callback-token': [TOKEN, TOKEN] }, '{}')), undefined)
  })

  it('refuse a body that is no UTF-8', () => {
    for (const bytes of [[0xff], [0x22, 0xc3, 0x22], [0xed, 0xa0, 0x80]]) {
      assert.equal(authenticate(given(TOKEN, Buffer.from(bytes))), undefined)
    }
  })

  it('never throw, and believe nobody without the token, whatever comes', () => {
    fc.assert(
      fc.property(fc.option(fc.string({ unit: 'binary' })), fc.uint8Array({ maxLength: 200 }), (token, body) => {
        assert.equal(authenticate(given(token ?? undefined, body)), undefined)
        const isText = Buffer.from(Buffer.from(body).toString()).equals(body)
        assert.equal(authenticate(given(TOKEN, body)) === undefined, !isText)
      }),
      { numRuns: 2_000 },
    )
  })

  it('show the token to nobody', () => {
    assert.doesNotMatch(inspect(webhooksOf([TOKEN, 'second']), { depth: 9, showHidden: true }), /cbtok|second/)
  })
})

describe('palladium webhooks: what the simulator tells', () => {
  for (const [event, create] of Object.entries(creations)) {
    for (const encoding of ['json', 'form'] as const) {
      it(`is about a ${event}, as ${encoding}, and says nothing of its status`, async () => {
        const { providerId, received } = await sent(create, { encoding })
        const about = event === 'disbursement' ? 'payout' : 'payin'
        assert.ok(received.length > 0)
        for (const request of received) {
          const { payload } = authenticate(request) ?? assert.fail('not believed')
          assert.deepEqual(read(payload), { about, event, providerId, reference: 'ref-1' })
        }
      })
    }

    it(`is about a ${event} also where it is told before the answer to its creation`, async () => {
      const { providerId, received } = await sent(create, { fault: { callback: { kind: 'before-reply' } } })
      const [first] = received.map(authenticate)
      assert.equal(read(first?.payload ?? assert.fail('not believed'))?.providerId, providerId)
    })
  }

  it('is not believed where it is forged', async () => {
    const { received } = await sent(creations.qris, { fault: { callback: { kind: 'forged' } } })
    assert.deepEqual(received.map(authenticate), [undefined])
  })

  it('says the same of a body that promises more, as only its id is read', async () => {
    const { providerId, received } = await sent(creations.qris, { fault: { callback: { kind: 'tampered' } } })
    const [taken] = received.map(authenticate)
    const notice = read(taken?.payload ?? assert.fail('not believed'))
    assert.deepEqual(notice, { about: 'payin', event: 'qris', providerId, reference: 'ref-1' })
  })
})
