import assert from 'node:assert/strict'
import type { RoutingRules } from '../../src/index.js'
import { KEY, acme, definition, tokened } from '../support/acme.js'
import { defineProvider } from '../../src/index.js'
import { answer, refused, scripted, silence, tlsFailure, unreachable, type Reply } from '../support/transport.js'
import { payin, payout, world, ended } from '../support/world.js'

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

describe('the next account', () => {
  const proofs: readonly (readonly [string, Reply, string])[] = [
    ['no connection', unreachable, 'provider_unavailable'],
    ['no TLS', tlsFailure, 'provider_unavailable'],
    ['refused credentials', refused(401, 'who'), 'authentication_failed'],
    ['a lack of funds', refused(402, 'poor'), 'insufficient_funds'],
  ]
  for (const [what, reply, code] of proofs) {
    it(`is tried after ${what}, and the operation says so`, async () => {
      const { payments, transport } = await accounts({ first: reply })
      const created = await payments.payins.create(payin())
      assert.deepEqual([created.provider, created.status], ['second', 'succeeded'])
      const operation = await payments.operations.retrieve(created.operationId)
      assert.deepEqual(operation?.tried, [{ provider: 'first', code }])
      assert.equal(transport.asked.length, 2)
      assert.deepEqual(await payments.payins.create(payin()), created)
      assert.equal(transport.asked.length, 2)
    })
  }

  const ends: readonly (readonly [string, Reply, string])[] = [
    ['a silence', silence, 'unknown'],
    ['a 500', answer(500, {}), 'unknown'],
    ['a declined card', answer(200, { id: 'ch_1', status: 'declined' }), 'declined'],
    ['a refusal', refused(400, 'no'), 'provider_rejected'],
    ['a wrong state', refused(422, 'no'), 'invalid_state'],
    ['a 429 that may come after execution', refused(429, 'slow'), 'unknown'],
  ]
  for (const [what, reply, expected] of ends) {
    it(`is not tried after ${what}`, async () => {
      const { payments, transport } = await accounts({ first: reply })
      assert.equal(await ended(payments.payins.create(payin())), expected)
      assert.equal(transport.asked.length, 1)
    })
  }

  it('is tried after a limiter that stands before execution', async () => {
    const limited = defineProvider({ ...definition, profile: { rateLimitBeforeExecution: true } })
    const { payments } = await world({
      transport: scripted(({ baseUrl }) => (baseUrl.includes('first') ? refused(429, 'slow') : paid)),
      providers: [limited({ apiKey: KEY, name: 'first', baseUrl: 'https://first.test' }), named('second')],
    })
    assert.equal((await payments.payins.create(payin())).provider, 'second')
  })

  it('is tried after an authentication that cannot be had', async () => {
    const { payments, transport } = await world({
      transport: scripted(({ path }) => (path === '/login' ? refused(401, 'who') : paid)),
      providers: [tokened({ apiKey: KEY, name: 'first' }), named('second')],
    })
    assert.equal((await payments.payins.create(payin())).provider, 'second')
    assert.deepEqual(
      transport.sent.map(({ path }) => path),
      ['/login', '/charges'],
    )
  })

  it('is not tried when the journal fails', async () => {
    const { payments, transport, journal } = await accounts({ first: unreachable })
    Object.assign(journal, { findOperation: () => Promise.reject(new Error('the disk is full')) })
    await assert.rejects(payments.payins.create(payin()), { code: 'journal_unavailable' })
    assert.equal(transport.asked.length, 0)
  })

  it('may fail as well: the last word counts, and all is said', async () => {
    const { payments, journal } = await accounts({
      first: unreachable,
      second: refused(402, 'poor'),
      third: refused(401, 'who'),
    })
    await assert.rejects(payments.payins.create(payin()), { code: 'authentication_failed', provider: 'third' })
    const operation = await journal.findOperation({ merchant: 'default', kind: 'payin.create', reference: 'order-1' })
    assert.deepEqual(operation?.tried, [
      { provider: 'first', code: 'provider_unavailable' },
      { provider: 'second', code: 'insufficient_funds' },
    ])
  })

  it('may be another one at the next call; what was not executed is replaced', async () => {
    const replies = [refused(402, 'poor'), refused(402, 'poor'), refused(402, 'poor'), paid]
    const { payments } = await world({
      transport: scripted(() => replies.shift() ?? silence),
      providers: NAMES.map(named),
    })
    await assert.rejects(payments.payins.create(payin()), { code: 'insufficient_funds' })
    const created = await payments.payins.create(payin())
    assert.equal(created.provider, 'first')
    const operation = await payments.operations.retrieve(created.operationId)
    const before = await payments.operations.retrieve(operation?.supersedes ?? '')
    assert.deepEqual([before?.provider, before?.status], ['third', 'refused'])
    const all = []
    for await (const { provider, status } of payments.operations.list()) all.push([provider, status])
    assert.deepEqual(all, [
      ['first', 'refused'],
      ['second', 'refused'],
      ['third', 'refused'],
      ['first', 'succeeded'],
    ])
    assert.deepEqual(await payments.payins.retrieve({ reference: 'order-1' }), created)
  })

  it('of a payout is chosen in the same way', async () => {
    const { payments } = await accounts({ first: unreachable, second: answer(200, { id: 'tr_1', status: 'sent' }) })
    assert.equal((await payments.payouts.create(payout())).provider, 'second')
  })
})
