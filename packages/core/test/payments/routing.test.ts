import assert from 'node:assert/strict'
import type { RoutingRules } from '../../src/index.js'
import { KEY, acme, definition, qr } from '../support/acme.js'
import { defineProvider } from '../../src/index.js'
import { answer, scripted, unreachable, type Reply } from '../support/transport.js'
import { payin, world } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid' })
const named = (name: string) => acme({ apiKey: KEY, name, baseUrl: `https://${name}.test` })
const NAMES = ['first', 'second', 'third']

/** Three accounts; each says what it is told to, by its name. */
const accounts = (byName: Readonly<Record<string, Reply>> = {}, routing?: RoutingRules) =>
  world({
    transport: scripted(({ baseUrl }) => byName[/\/\/(\w+)/.exec(baseUrl)?.[1] ?? ''] ?? paid),
    providers: NAMES.map(named),
    ...(routing === undefined ? {} : { routing }),
  })

describe('a payin that names no provider', () => {
  it('goes to the first account that was given', async () => {
    const { payments } = await accounts()
    assert.equal((await payments.payins.create(payin())).provider, 'first')
  })

  it('goes to the account it names, and to no other', async () => {
    const { payments, transport } = await accounts({ second: unreachable })
    await assert.rejects(payments.payins.create(payin({ provider: 'second' })), { provider: 'second' })
    assert.deepEqual(
      transport.asked.map(({ baseUrl }) => baseUrl),
      ['https://second.test'],
    )
  })

  it('goes by priority, then to the others', async () => {
    const { payments, transport } = await accounts(
      { third: unreachable, first: unreachable },
      { priority: ['third', 'nobody'] },
    )
    assert.equal((await payments.payins.create(payin())).provider, 'second')
    assert.deepEqual(
      transport.asked.map(({ baseUrl }) => baseUrl),
      ['https://third.test', 'https://first.test', 'https://second.test'],
    )
  })

  it('goes where a function of the platform says, and nowhere else', async () => {
    const asked: unknown[] = []
    const { payments } = await accounts({ second: unreachable }, (request) => {
      asked.push(request)
      return ['second', 'nobody']
    })
    await assert.rejects(payments.payins.create(payin()), { code: 'provider_unavailable' })
    assert.deepEqual(asked, [
      {
        kind: 'payin',
        merchant: 'default',
        reference: 'order-1',
        amount: { amount: '150000', currency: 'IDR' },
        type: 'qr_code',
        candidates: ['first', 'second', 'third'],
      },
    ])
  })

  it('goes nowhere when the function names nobody', async () => {
    const { payments, transport } = await accounts({}, () => [])
    await assert.rejects(payments.payins.create(payin()), { code: 'unsupported_operation' })
    assert.equal(transport.asked.length, 0)
  })

  it('is tried at each account once, however often it is named', async () => {
    const { payments, transport } = await accounts({ first: unreachable }, () => ['first', 'first', 'first'])
    await assert.rejects(payments.payins.create(payin()), { code: 'provider_unavailable' })
    assert.equal(transport.asked.length, 1)
  })

  it('skips accounts that do not serve it', async () => {
    const other = defineProvider({ ...definition, name: 'other', payins: {} })
    const { payments } = await world({
      transport: scripted(() => paid),
      providers: [other({ apiKey: KEY }), named('second')],
    })
    assert.equal((await payments.payins.create(payin())).provider, 'second')
  })

  it('is told what is wrong with it when one account has the method', async () => {
    const other = defineProvider({ ...definition, name: 'other', payins: {} })
    const { payments } = await world({
      transport: scripted(() => paid),
      providers: [other({ apiKey: KEY }), named('second')],
    })
    await assert.rejects(payments.payins.create(payin({ amount: { amount: '1', currency: 'IDR' } })), {
      code: 'invalid_request',
      provider: 'second',
      issues: [{ path: 'amount.amount', message: 'expected at least 1000' }],
    })
  })

  it('is told all reasons when several accounts cannot take it', async () => {
    const usd = defineProvider({
      ...definition,
      name: 'dollars',
      payins: { qr_code: { ...qr, currencies: { USD: { decimals: 2 } } } },
    })
    const other = defineProvider({ ...definition, name: 'other', payins: {} })
    const { payments } = await world({
      transport: scripted(() => paid),
      providers: [usd({ apiKey: KEY }), other({ apiKey: KEY })],
    })
    await assert.rejects(payments.payins.create(payin()), {
      code: 'unsupported_operation',
      message:
        'No provider takes qr_code of 150000 IDR: dollars takes qr_code in USD, not in IDR; other has no payins of the type qr_code',
    })
  })
})
