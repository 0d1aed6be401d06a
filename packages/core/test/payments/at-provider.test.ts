import assert from 'node:assert/strict'
import { Type, WireNumber, defineProvider, type StatementLine } from '../../src/index.js'
import { KEY, createCharge, definition, getCharge } from '../support/acme.js'
import { answer, refused, replies, silence, unreachable } from '../support/transport.js'
import { all, payin, world } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid' })

describe('what a provider tells about an account', () => {
  const Lines = Type.Array(Type.Object({ id: Type.String() }))
  const lines = {
    ...getCharge,
    name: 'lines',
    path: '/lines' as const,
    input: Type.Object({ from: Type.String() }),
    output: Lines,
  }
  const telling = defineProvider({
    ...definition,
    balances: async ({ call }) => {
      await call(getCharge, { id: 'balance' })
      return [{ amount: '10', currency: 'IDR', kind: 'payout' as const }]
    },
    statements: async function* ({ from }, { call }): AsyncGenerator<StatementLine> {
      for (const line of await call(lines, { from })) {
        yield {
          type: 'payment',
          direction: 'in',
          amount: { amount: '1', currency: 'IDR' },
          date: '2031-05-17',
          raw: line,
        }
      }
    },
    listPayins: async function* ({ from }, { call }) {
      for (const { id } of await call(lines, { from })) {
        yield { providerId: id, status: 'succeeded' as const, amount: { amount: '1', currency: 'IDR' }, raw: id }
      }
    },
  })
  const period = { provider: 'acme', from: '2031-05-01T00:00:00Z', to: '2031-06-01T00:00:00Z' }
  const told = (byPath: Parameters<typeof replies>[0]) =>
    world({ transport: replies(byPath), providers: [telling({ apiKey: KEY })] })

  it('are balances', async () => {
    const { payments } = await told({ '/charges/balance': [paid] })
    assert.deepEqual(await payments.balances.retrieve({ provider: 'acme' }), [
      { amount: '10', currency: 'IDR', kind: 'payout' },
    ])
  })

  it('are lines of a statement', async () => {
    const { payments, transport } = await told({ '/lines': [answer(200, [{ id: 'l1' }, { id: 'l2' }])] })
    assert.deepEqual(
      (await all(payments.statements.list(period))).map(({ raw }) => (raw as { id: string }).id),
      ['l1', 'l2'],
    )
    assert.equal(transport.sent[0]!.path, '/lines?from=2031-05-01T00%3A00%3A00Z')
  })

  it('are its own list of payins, in which ours are recognised', async () => {
    const { payments } = await told({ '/charges': [paid], '/lines': [answer(200, [{ id: 'ch_1' }, { id: 'ch_7' }])] })
    const { id } = await payments.payins.create(payin())
    assert.deepEqual(await all(payments.payins.listAtProvider(period)), [
      {
        provider: 'acme',
        providerId: 'ch_1',
        status: 'succeeded',
        amount: { amount: '1', currency: 'IDR' },
        raw: 'ch_1',
        payin: id,
      },
      {
        provider: 'acme',
        providerId: 'ch_7',
        status: 'succeeded',
        amount: { amount: '1', currency: 'IDR' },
        raw: 'ch_7',
      },
    ])
  })

  it('cannot be had where the adapter has it not', async () => {
    const { payments } = await world({ transport: replies({}) })
    const none = { code: 'unsupported_operation', provider: 'acme' }
    await assert.rejects(payments.balances.retrieve({ provider: 'acme' }), { ...none, message: 'acme has no balances' })
    await assert.rejects(all(payments.statements.list(period)), { ...none, message: 'acme has no statements' })
    await assert.rejects(all(payments.payins.listAtProvider(period)), {
      ...none,
      message: 'acme has no list of its payins',
    })
    await assert.rejects(payments.balances.retrieve({ provider: 'nobody' }), { code: 'invalid_request' })
  })

  it('must be asked for with a period', async () => {
    const { payments, transport } = await told({})
    const instant = 'expected an instant of ISO 8601 with a zone, such as 2031-05-17T12:00:00Z'
    const wrong: readonly (readonly [object, object[]])[] = [
      [
        {},
        [
          { path: 'from', message: 'is required' },
          { path: 'to', message: 'is required' },
        ],
      ],
      [{ from: 'x', to: period.to }, [{ path: 'from', message: instant }]],
      [{ from: period.to, to: period.from }, [{ path: 'to', message: 'expected a time after from' }]],
      [{ from: period.to, to: period.to }, [{ path: 'to', message: 'expected a time after from' }]],
    ]
    for (const [given, issues] of wrong) {
      const asked = { provider: 'acme', ...given } as never
      await assert.rejects(all(payments.statements.list(asked)), { code: 'invalid_request', issues })
      await assert.rejects(all(payments.payins.listAtProvider(asked)), { code: 'invalid_request', issues })
    }
    assert.equal(transport.asked.length, 0)
  })

  it('cannot be a way to move money', async () => {
    const greedy = defineProvider({
      ...definition,
      balances: async ({ call }) => [
        (await call(createCharge, { reference: 'a', amount: new WireNumber('1') })) as never,
      ],
    })
    const { payments, transport } = await world({ transport: replies({}), providers: [greedy({ apiKey: KEY })] })
    await assert.rejects(payments.balances.retrieve({ provider: 'acme' }))
    assert.equal(transport.asked.length, 0)
  })

  it('is repeated when it fails in ways that may pass, with growing pauses', async () => {
    const { payments, transport, clock } = await told({ '/charges/balance': [unreachable, silence, paid] })
    await payments.balances.retrieve({ provider: 'acme' })
    assert.equal(transport.asked.length, 3)
    assert.equal(clock.slept.length, 2)
    assert.ok(clock.slept[0]! <= 400 && clock.slept[1]! <= 800)
  })

  it('is repeated after the pause that the provider asked for, up to a limit', async () => {
    const limited = (seconds: string) => answer(429, { error: 'slow' }, { 'retry-after': seconds })
    const { payments, clock } = await told({ '/charges/balance': [limited('2'), limited('3600'), paid] })
    await payments.balances.retrieve({ provider: 'acme' })
    assert.deepEqual(clock.slept, [2000, 5000])
  })

  it('is given up after three failures, with the error for the last', async () => {
    const { payments, transport } = await told({ '/charges/balance': [silence, silence, answer(200, {}), paid] })
    await assert.rejects(payments.balances.retrieve({ provider: 'acme' }), { code: 'invalid_provider_response' })
    assert.equal(transport.asked.length, 3)
  })

  it('is not repeated after a refusal', async () => {
    const { payments, transport } = await told({ '/charges/balance': [refused(404, 'where'), paid] })
    await assert.rejects(payments.balances.retrieve({ provider: 'acme' }), { code: 'not_found' })
    assert.equal(transport.asked.length, 1)
  })

  it('is refused with the credentials that are refused', async () => {
    const { payments, transport } = await told({ '/charges/balance': [refused(401, 'who'), paid] })
    await assert.rejects(payments.balances.retrieve({ provider: 'acme' }), { code: 'authentication_failed' })
    assert.equal(transport.asked.length, 1)
  })

  it('is an error of ours when the adapter cannot make sense of it', async () => {
    const confused = defineProvider({
      ...definition,
      balances: async () => {
        throw new TypeError('cannot read properties of undefined')
      },
    })
    const { payments } = await world({ transport: replies({}), providers: [confused({ apiKey: KEY })] })
    await assert.rejects(payments.balances.retrieve({ provider: 'acme' }), { code: 'invalid_provider_response' })
  })
})
