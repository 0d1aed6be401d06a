import assert from 'node:assert/strict'
import { Type, wireNumber, defineProvider, type Call, type PayinAnswer } from '../../src/index.js'
import { KEY, charge, createCharge, createPerson, definition, getCharge, mapping, qr } from '../support/acme.js'
import type { QrPayin } from '../support/acme.js'
import { WireNumber } from '../../src/index.js'
import { answer, refused, replies, silence, type Reply } from '../support/transport.js'
import { operationOf, payin, stateOf, world, ended } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid' })
const input = { reference: 'order-1', amount: new WireNumber('150000') }
const answerOf: PayinAnswer = { providerId: 'made-up', status: 'succeeded' }

const withMapping = (
  create: (context: { call: Call; command: QrPayin }) => Promise<PayinAnswer>,
  byPath: Readonly<Record<string, readonly Reply[]>>,
) =>
  world({
    transport: replies(byPath),
    providers: [mapping((command, { call }) => create({ call, command }))({ apiKey: KEY })],
  })

describe('an adapter that is broken', () => {
  it('by two decisive calls sends the first one only, and the payin is unknown', async () => {
    const { payments, transport, journal } = await withMapping(
      async ({ call }) => {
        await call(createCharge, input)
        await call(createCharge, { ...input, reference: 'order-1b' })
        return answerOf
      },
      { '/charges': [paid, paid] },
    )
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    assert.equal(transport.sent.length, 1)
    assert.equal(await stateOf(journal), 'UNKNOWN')
  })

  it('by two calls at once sends one', async () => {
    const { payments, transport, journal } = await withMapping(
      async ({ call }) => {
        await Promise.all([call(createCharge, input), call(createCharge, input)])
        return answerOf
      },
      { '/charges': [paid, paid] },
    )
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    assert.equal(transport.sent.length, 1)
    assert.equal(await stateOf(journal), 'UNKNOWN')
  })

  it('by not waiting for its call is waited for', async () => {
    const { payments, journal } = await withMapping(
      async ({ call }) => {
        call(createCharge, input).catch(() => undefined)
        return answerOf
      },
      { '/charges': [silence] },
    )
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    assert.equal(await stateOf(journal), 'UNKNOWN')
  })

  it('by not waiting for two steps sends nothing after its caller was told that nothing was sent', async () => {
    const { payments, transport, journal } = await withMapping(
      async ({ call }) => {
        void call(createPerson, { reference: 'order-1' })
          .then(() => call(createCharge, input))
          .catch(() => undefined)
        return answerOf
      },
      { '/persons': [answer(200, { person: 'p_1' })], '/charges': [paid] },
    )
    const result = await ended(payments.payins.create(payin()))
    await new Promise((resolve) => setTimeout(resolve, 20))
    const charged = transport.sent.some(({ path }) => path === '/charges')
    // Either the whole chain is waited for, or its second half is refused.
    assert.equal(charged && result === 'invalid_provider_response', false)
    assert.equal(await stateOf(journal), charged ? 'UNKNOWN' : 'NOT_SENT')
  })

  it('by calling after it has answered sends nothing more', async () => {
    let late: Promise<unknown> | undefined
    const { payments, transport } = await withMapping(
      async ({ call }) => {
        late = new Promise((resolve) => setTimeout(resolve, 5)).then(() => call(createCharge, input))
        late.catch(() => undefined)
        return answerOf
      },
      { '/charges': [paid] },
    )
    await assert.rejects(payments.payins.create(payin()), { code: 'invalid_provider_response' })
    await assert.rejects(late!)
    assert.equal(transport.sent.length, 0)
  })

  it('by swallowing a silence does not hide it', async () => {
    const { payments, transport } = await withMapping(
      async ({ call }) => {
        await call(createCharge, input).catch(() => undefined)
        return { providerId: 'made-up', status: 'failed' }
      },
      { '/charges': [silence] },
    )
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    assert.equal(transport.sent.length, 1)
  })

  it('by trying again after a silence sends nothing', async () => {
    const { payments, transport } = await withMapping(
      async ({ call }) => {
        await call(createCharge, input).catch(() => call(createCharge, input))
        return answerOf
      },
      { '/charges': [silence, paid] },
    )
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    assert.equal(transport.sent.length, 1)
  })

  it('by trying again after a refusal sends nothing, and the refusal stands', async () => {
    const { payments, transport } = await withMapping(
      async ({ call }) => {
        await call(createCharge, input).catch(() => call(createCharge, input))
        return answerOf
      },
      { '/charges': [refused(400, 'no'), paid] },
    )
    await assert.rejects(payments.payins.create(payin()), { code: 'provider_rejected' })
    assert.equal(transport.sent.length, 1)
  })

  it('by throwing after the answer leaves an unknown payin', async () => {
    const { payments, journal } = await withMapping(
      async ({ call }) => {
        await call(createCharge, input)
        throw new TypeError('cannot read properties of undefined')
      },
      { '/charges': [paid] },
    )
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    assert.equal((await operationOf(journal)).cause, 'unreadable')
  })

  it('by throwing before any call throws, and nothing is written', async () => {
    const { payments, transport, journal } = await withMapping(async () => {
      throw new TypeError('cannot read properties of undefined')
    }, {})
    await assert.rejects(payments.payins.create(payin()), { code: 'invalid_provider_response', retryable: false })
    assert.equal(transport.asked.length, 0)
    assert.equal(await stateOf(journal), undefined)
  })

  it('by an amount that the wire cannot carry is refused before anything is sent', async () => {
    const { payments, transport } = await withMapping(
      async ({ call }) => {
        await call(createCharge, { reference: 'order-1', amount: wireNumber({ amount: '1.5', currency: 'COP' }, 0) })
        return answerOf
      },
      { '/charges': [paid] },
    )
    await assert.rejects(payments.payins.create(payin()), {
      code: 'invalid_request',
      issues: [{ path: 'amount', message: 'expected at most 0 decimals' }],
    })
    assert.equal(transport.asked.length, 0)
  })

  it('by an id that cannot be part of a path is refused before anything is sent', async () => {
    const { payments, transport } = await withMapping(
      async ({ call }) => {
        await call(getCharge, { id: '..' })
        return answerOf
      },
      { '/charges': [paid] },
    )
    await assert.rejects(payments.payins.create(payin()), {
      code: 'invalid_request',
      issues: [{ path: 'get-charge.id', message: 'cannot be part of a path' }],
    })
    assert.equal(transport.asked.length, 0)
  })

  it('by sending nothing at all is found out', async () => {
    const { payments, journal } = await withMapping(async () => answerOf, {})
    await assert.rejects(payments.payins.create(payin()), { code: 'invalid_provider_response' })
    assert.equal(await stateOf(journal), undefined)
  })

  it('by an input that its endpoint does not take is refused before anything is sent', async () => {
    const { payments, transport } = await withMapping(
      async ({ call }) => {
        await call(createCharge, { reference: '', amount: new WireNumber('1e3') })
        return answerOf
      },
      { '/charges': [paid] },
    )
    await assert.rejects(payments.payins.create(payin()), {
      code: 'invalid_request',
      issues: [
        { path: 'create-charge.reference', message: 'expected at least 1 characters' },
        { path: 'create-charge.amount.text', message: 'expected to match ^(0|[1-9][0-9]*)([.][0-9]+)?$' },
      ],
    })
    assert.equal(transport.asked.length, 0)
  })

  const answers: readonly (readonly [string, unknown])[] = [
    [
      'an amount that is no number',
      { providerId: 'ch_1', status: 'succeeded', amount: { amount: '1e3', currency: 'IDR' } },
    ],
    [
      'an amount in a currency that does not exist',
      { providerId: 'ch_1', status: 'succeeded', amount: { amount: '150000', currency: 'XXQ' } },
    ],
    ['another currency', { providerId: 'ch_1', status: 'succeeded', amount: { amount: '150000', currency: 'USD' } }],
    ['another amount', { providerId: 'ch_1', status: 'succeeded', amount: { amount: '150000.01', currency: 'IDR' } }],
    ['another reference', { providerId: 'ch_1', status: 'succeeded', reference: 'order-2' }],
    ['an empty provider id', { providerId: '', status: 'succeeded' }],
    ['no provider id', { status: 'succeeded' }],
    ['nothing', undefined],
    ['null', null],
    ['a text', 'ok'],
  ]
  for (const [what, given] of answers) {
    it(`by answering ${what} leaves an unknown payin`, async () => {
      const { payments, journal } = await withMapping(
        async ({ call }) => {
          await call(createCharge, input)
          return given as PayinAnswer
        },
        { '/charges': [paid] },
      )
      assert.equal((await payments.payins.create(payin())).status, 'unknown')
      assert.equal(await stateOf(journal), 'UNKNOWN')
    })
  }

  it('by an error table that throws leaves an unknown payin', async () => {
    const broken = defineProvider({
      ...definition,
      refusal: () => {
        throw new TypeError('cannot read properties of undefined')
      },
    })
    const { payments, journal } = await world({
      transport: replies({ '/charges': [paid] }),
      providers: [broken({ apiKey: KEY })],
    })
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    assert.equal(await stateOf(journal), 'UNKNOWN')
  })

  it('by an output schema that does not compile never leaves a payment behind an error', async () => {
    const broken = { ...createCharge, output: Type.Object({ id: Type.String({ format: 'no-such-format' }) }) }
    const create = async (_: QrPayin, { call }: { call: Call }): Promise<PayinAnswer> => {
      await call(broken, input)
      return answerOf
    }
    const provider = defineProvider({ ...definition, payins: { qr_code: { ...qr, create } } })
    const { payments, transport } = await world({
      transport: replies({ '/charges': [paid] }),
      providers: [provider({ apiKey: KEY })],
    })
    const status = await payments.payins.create(payin()).then(
      (created) => created.status,
      () => 'thrown',
    )
    assert.equal(status, transport.sent.length === 0 ? 'thrown' : 'unknown')
  })

  it('by an answer that cannot be kept leaves the payin unknown, and throws nothing', async () => {
    const { payments, journal } = await withMapping(
      async ({ call }) => {
        await call(createCharge, input)
        return { ...answerOf, fee: { amount: 1n as never, currency: 'IDR' } }
      },
      { '/charges': [paid] },
    )
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    assert.equal(await stateOf(journal), 'UNKNOWN')
  })

  it('by reading beside its decisive call loses nothing', async () => {
    const { payments, transport } = await withMapping(
      async ({ call, command }) => {
        const [read, made] = await Promise.all([
          call(getCharge, { id: 'other' }),
          charge(command, { call, before: call, reference: 'order-1', now: 0 }),
        ])
        return { ...made, reason: { code: read.status } }
      },
      { '/charges/other': [answer(200, { id: 'other', status: 'paid' })], '/charges': [paid] },
    )
    const created = await payments.payins.create(payin())
    assert.deepEqual([created.status, created.reason], ['succeeded', { code: 'paid' }])
    assert.equal(transport.sent.length, 2)
  })
})
