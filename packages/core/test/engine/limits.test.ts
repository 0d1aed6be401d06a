import assert from 'node:assert/strict'
import { defineProvider, type LimitOptions } from '../../src/index.js'
import { KEY, definition, findable, tokenConnect } from '../support/acme.js'
import { answer, refused, replies, scripted, silence, unreachable, type Reply } from '../support/transport.js'
import { payin, payout, world } from '../support/world.js'

const made = answer(200, { id: 'ch_1', status: 'waiting' })
const sent = answer(200, { id: 'tr_1', status: 'sent' })
const LEFT_ALONE = { code: 'provider_unavailable', retryable: true, message: /left alone/ }

const many = async (count: number, call: (index: number) => Promise<unknown>) => {
  for (let index = 0; index < count; index += 1) await call(index)
}

describe('an account with unclear outcomes', () => {
  const unclear = async (limits: LimitOptions = {}, more: readonly Reply[] = [], lost = silence) => {
    const transfers = [lost, lost, lost, lost, lost, ...more]
    const platform = await world({
      transport: replies({ '/transfers': transfers, '/charges': [made, made] }),
      limits: { unresolved: 100, ...limits },
    })
    const pay = (index: number) =>
      platform.payments.payouts.create(
        payout({
          reference: `p-${String(index)}`,
          destination: { ...payout().destination, accountNumber: String(index) } as never,
        }),
      )
    return { ...platform, pay }
  }

  it('is left alone after five in a row that move money; what only creates goes on', async () => {
    const { pay, transport, payments } = await unclear()
    await many(5, pay)
    await assert.rejects(pay(5), LEFT_ALONE)
    assert.equal(transport.sent.length, 5)
    assert.equal((await payments.payins.create(payin())).status, 'pending')
  })

  it('is left alone by those too that were waiting for their turn', async () => {
    const slow: Reply = { ...silence, meanwhile: () => new Promise((resolve) => setTimeout(resolve, 2)) }
    const { pay, transport } = await unclear({ writes: 1 }, [], slow)
    const ends = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => pay(index)))
    assert.equal(transport.sent.length, 5)
    const refusals = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as Error] : []))
    assert.equal(refusals.length, 15)
    for (const { message } of refusals) assert.match(message, /left alone/)
  })

  it('is tried again after a rest', async () => {
    const { pay, clock } = await unclear({}, [sent])
    await many(5, pay)
    clock.advance(29_999)
    await assert.rejects(pay(5), LEFT_ALONE)
    clock.advance(1)
    assert.equal(((await pay(5)) as { status: string }).status, 'succeeded')
  })

  it('never, where the circuit is off', async () => {
    const { pay, transport } = await unclear({ circuit: false }, [silence, silence])
    await many(7, pay)
    assert.equal(transport.sent.length, 7)
  })

  it('after another number, where one is given for it', async () => {
    const { pay, transport } = await unclear({ accounts: { acme: { circuit: { failures: 2, restMs: 1_000 } } } })
    await many(2, pay)
    await assert.rejects(pay(2), LEFT_ALONE)
    assert.equal(transport.sent.length, 2)
  })

  it('is not left alone for refusals, nor for what was certainly not sent', async () => {
    const transfers = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? refused(400, 'no') : unreachable))
    const { payments, transport } = await world({ transport: replies({ '/transfers': transfers }) })
    await many(12, (index) =>
      payments.payouts.create(payout({ reference: `p-${String(index)}` })).catch(() => undefined),
    )
    assert.equal(transport.sent.length, 6, 'the others were never written')
  })

  it('that only creates is left alone when half of twenty were unclear', async () => {
    const charges = Array.from({ length: 21 }, (_, index) => (index % 2 === 0 ? silence : made))
    const { payments, transport } = await world({ transport: replies({ '/charges': charges }) })
    await many(20, (index) => payments.payins.create(payin({ reference: `o-${String(index)}` })))
    await assert.rejects(payments.payins.create(payin({ reference: 'o-20' })), LEFT_ALONE)
    assert.equal(transport.sent.length, 20)
  })

  it('is tried by a read and not by a payment: a new token, where there are tokens', async () => {
    const paths: string[] = []
    let answers = true
    const transport = scripted(({ path, method }) => {
      paths.push(`${method} ${path}`)
      if (path !== '/login') return answers ? sent : silence
      return answers || paths.length === 1
        ? answer(200, { token: `t-${String(paths.length)}`, seconds: 3600 })
        : silence
    })
    const tokened = defineProvider({ ...definition, connect: tokenConnect })
    const { payments, clock } = await world({
      transport,
      providers: [tokened({ apiKey: KEY })],
      limits: { unresolved: 100, circuit: { failures: 1 } },
    })
    answers = false
    await payments.payouts.create(payout())
    clock.advance(30_000)
    const other = payout({ reference: 'other', amount: { amount: '7', currency: 'COP' } })
    await assert.rejects(payments.payouts.create(other), LEFT_ALONE)
    assert.deepEqual(paths, ['POST /login', 'POST /transfers', 'POST /login'])
    answers = true
    clock.advance(30_000)
    assert.equal((await payments.payouts.create(other)).status, 'succeeded')
  })
})

describe('an account', () => {
  it('gets so many writes at once, and reads beside them', async () => {
    const releases: (() => void)[] = []
    const slow: Reply = { ...made, meanwhile: () => new Promise((resolve) => releases.push(() => resolve(undefined))) }
    const transport = replies({ '/charges': [slow, slow, slow, answer(200, [])] })
    const { payments } = await world({ transport, providers: [findable({ apiKey: KEY })], limits: { writes: 2 } })
    const calls = ['a', 'b', 'c'].map((reference) => payments.payins.create(payin({ reference })))
    while (releases.length < 2) await new Promise(setImmediate)
    await new Promise((resolve) => setTimeout(resolve, 10))
    assert.equal(transport.sent.length, 2)
    releases.forEach((release) => release())
    while (releases.length < 3) await new Promise(setImmediate)
    releases[2]?.()
    assert.deepEqual(
      (await Promise.all(calls)).map(({ status }) => status),
      ['pending', 'pending', 'pending'],
    )
  })

  it('gives its place back whatever becomes of a call', async () => {
    const transport = replies({ '/charges': [unreachable, silence, refused(400, 'no'), made] })
    const { payments } = await world({ transport, limits: { writes: 1 } })
    for (const reference of ['a', 'b', 'c']) await payments.payins.create(payin({ reference })).catch(() => undefined)
    assert.equal((await payments.payins.create(payin())).status, 'pending')
  })

  it('gets so many requests per second', async () => {
    const { payments, clock } = await world({
      transport: replies({ '/charges': Array.from({ length: 6 }, () => made) }),
      limits: { requestsPerSecond: 2 },
    })
    const begun = clock.monotonic()
    await many(6, (index) => payments.payins.create(payin({ reference: `o-${String(index)}` })))
    const took = clock.monotonic() - begun
    assert.ok(took >= 2_000 && took <= 2_600, `six of two per second took ${String(took)} ms`)
  })

  it('that asked us to wait is waited for, or the call is refused before anything is sent', async () => {
    const limited = defineProvider({ ...definition, profile: { rateLimitBeforeExecution: true } })
    const wait = (seconds: number): Reply => answer(429, { code: 'slow' }, { 'retry-after': String(seconds) })
    const transport = replies({ '/charges': [wait(3), made, wait(60), made] })
    const { payments, clock } = await world({ transport, providers: [limited({ apiKey: KEY })] })
    await assert.rejects(payments.payins.create(payin()), { code: 'rate_limited', retryAfterMs: 3_000 })
    const begun = clock.monotonic()
    assert.equal((await payments.payins.create(payin())).status, 'pending')
    assert.ok(clock.monotonic() - begun >= 3_000)
    await assert.rejects(payments.payins.create(payin({ reference: 'b' })), { code: 'rate_limited' })
    await assert.rejects(payments.payins.create(payin({ reference: 'b' })), {
      code: 'rate_limited',
      message: /nothing was sent/,
    })
    assert.equal(transport.sent.length, 3)
  })

  it('is sent nothing when too little time is left for its answer', async () => {
    const { clock, payments, transport, journal } = await world({
      transport: scripted(() => {
        // The connection took its time.
        clock.advance(10_001)
        return made
      }),
    })
    await assert.rejects(payments.payins.create(payin()), { code: 'provider_unavailable', message: /in time/ })
    assert.equal(transport.sent.length, 0)
    assert.equal((await journal.operations({ limit: 1 })).items.length, 0, 'nothing was armed')
  })
})

describe('limits', () => {
  it('are checked', async () => {
    for (const limits of [
      { writes: 0 },
      { writes: 1.5 },
      { requestsPerSecond: -1 },
      { circuit: true },
      { circuit: { failures: 0 } },
      { circuit: { other: 1 } },
      { accounts: { acme: { accounts: {} } } },
      { accounts: 5 },
      { unknown: 5 },
      [],
    ]) {
      await assert.rejects(world({ transport: replies({}), limits: limits as never }), {
        code: 'invalid_configuration',
        message: /limits/,
      })
    }
  })
})
