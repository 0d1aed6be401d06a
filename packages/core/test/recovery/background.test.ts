import assert from 'node:assert/strict'
import { defineProvider, memoryJournal, type Journal } from '../../src/index.js'
import { KEY, definition, findable, lookups } from '../support/acme.js'
import { manualClock } from '../support/clock.js'
import { answer, refused, replies, scripted, silence, type Reply } from '../support/transport.js'
import { operationOf, payin, stateOf, until, world } from '../support/world.js'

const found = answer(200, [{ id: 'ch_9', status: 'paid', reference: 'order-1', amount: 150000 }])
const providers = [findable({ apiKey: KEY })]

describe('recovery in the background', () => {
  it('finds out what is due, without being asked', async () => {
    const { payments, clock, journal } = await world({
      transport: replies({ '/charges': [silence, found] }),
      providers,
      recovery: { everyMs: 100 },
    })
    await payments.payins.create(payin())
    await new Promise((resolve) => setTimeout(resolve, 150))
    assert.equal(await stateOf(journal), 'UNKNOWN', 'it is not due yet')
    clock.advance(6_000)
    await until(async () => (await stateOf(journal)) === 'SUCCEEDED')
    await payments.close()
  })

  it('runs once at start, for what an earlier process has left', async () => {
    const clock = manualClock()
    const journal = memoryJournal({ clock })
    const one = await world({
      transport: replies({ '/charges': [{ ...silence, meanwhile: () => new Promise(() => undefined) }] }),
      journal,
      clock,
    })
    void one.payments.payins.create(payin())
    await until(() => one.transport.sent.length === 1)
    clock.advance(3_600_000)
    const two = await world({ transport: replies({ '/charges': [found] }), journal, clock, providers, recovery: {} })
    await until(async () => (await stateOf(journal)) !== 'SENDING')
    await two.payments.close()
  })

  it('asks less often each time, at times that are spread', async () => {
    const none = Array.from({ length: 40 }, () => answer(200, []))
    const { payments, clock, journal } = await world({
      transport: replies({ '/charges': [silence, ...none] }),
      providers,
    })
    await payments.payins.create(payin())
    const pauses: number[] = []
    for (let check = 0; check < 8; check += 1) {
      const due = (await operationOf(journal)).nextCheckAt ?? 0
      pauses.push(due - clock.now())
      clock.advance(due - clock.now())
      await journal.due({ limit: 1, forMs: 1_000 })
      const { operationId } = (await payments.payins.retrieve({ reference: 'order-1' })) ?? {}
      await payments.operations.resolve(operationId ?? '')
    }
    const planned = [5, 15, 45, 120, 300, 900, 3_600, 3_600].map((seconds) => seconds * 1_000)
    pauses.slice(1).forEach((pause, index) => {
      const expected = planned[index + 1] ?? 0
      assert.ok(pause >= expected * 0.8 && pause <= expected * 1.2, `${String(pause)} after ${String(expected)}`)
    })
  })

  it('has the provider asked when somebody reads an old unknown operation, now and then', async () => {
    let reads = 0
    const transport = scripted(({ method }) => {
      if (method === 'POST') return silence
      reads += 1
      return answer(200, [])
    })
    const { payments, clock } = await world({ transport, providers, recovery: { everyMs: 2 ** 31 - 1 } })
    const { operationId } = await payments.payins.create(payin())
    await payments.operations.retrieve(operationId)
    await new Promise((resolve) => setTimeout(resolve, 10))
    assert.equal(reads, 0, 'it was sent just now')
    clock.advance(6_000)
    for (let read = 0; read < 5; read += 1) await payments.operations.retrieve(operationId)
    await payments.payins.create(payin())
    await until(() => reads === 1)
    clock.advance(6_000)
    await payments.payins.create(payin())
    await until(() => reads === 2)
    await payments.close()
  })

  it('is over when the platform is closed', async () => {
    let release = (): void => undefined
    const slow: Reply = { ...found, meanwhile: () => new Promise<void>((resolve) => (release = resolve)) }
    const { payments, transport, clock } = await world({
      transport: replies({ '/charges': [silence, slow] }),
      providers,
      recovery: { everyMs: 100 },
    })
    await payments.payins.create(payin())
    clock.advance(6_000)
    await until(() => transport.sent.length === 2)
    let closed = false
    const closing = payments.close().then(() => (closed = true))
    await new Promise((resolve) => setTimeout(resolve, 10))
    assert.equal(closed, false, 'a check that has begun is waited for')
    release()
    await closing
    await new Promise((resolve) => setTimeout(resolve, 250))
    assert.equal(transport.sent.length, 2)
  })

  it('is off on demand', async () => {
    for (const recovery of [{ everyMs: 50 }, true, { everyMs: 1_000, other: 1 }, 5]) {
      await assert.rejects(world({ transport: replies({}), recovery: recovery as never }), {
        code: 'invalid_configuration',
        message: /recovery/,
      })
    }
  })
})

describe('the plan of checks', () => {
  /** A journal whose `postpone` waits until it is let go on. */
  const slowToPostpone = () => {
    const clock = manualClock()
    const inner = memoryJournal({ clock })
    const gate = { waits: Promise.resolve(), release: (): void => undefined }
    const postpone: Journal['postpone'] = async (check) => {
      await gate.waits
      return inner.postpone(check)
    }
    const hold = (): void => void (gate.waits = new Promise((resolve) => (gate.release = resolve)))
    return { clock, journal: { ...inner, postpone }, hold, release: () => gate.release() }
  }

  it('survives a slow look at what was not sent, when that was sent meanwhile', async () => {
    const { clock, journal, hold, release } = slowToPostpone()
    let posts = 0
    const transport = scripted(({ method }) => {
      if (method === 'GET') return answer(200, [])
      posts += 1
      return posts === 1 ? refused(401, 'who') : silence
    })
    const { payments } = await world({ transport, providers, journal, clock })
    await assert.rejects(payments.payins.create(payin()), { code: 'authentication_failed' })
    hold()
    const refreshing = payments.payins.retrieve({ reference: 'order-1' }, { refresh: true })
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    const planned = (await operationOf(journal)).nextCheckAt
    assert.ok(planned !== undefined)
    release()
    assert.equal((await refreshing)?.status, 'unknown')
    assert.equal((await operationOf(journal)).nextCheckAt, planned)
    clock.advance(60_000)
    assert.equal((await journal.due({ limit: 10, forMs: 1 })).length, 1)
  })

  it('survives a slow look at what a person has settled meanwhile', async () => {
    const { clock, journal, hold, release } = slowToPostpone()
    const waiting = answer(200, { id: 'ch_7', status: 'waiting', reference: 'order-1', amount: 150000 })
    const transport = scripted(({ method }) => (method === 'GET' ? waiting : silence))
    const { payments } = await world({ transport, journal, clock })
    const { operationId } = await payments.payins.create(payin())
    await payments.recover()
    assert.equal(await stateOf(journal), 'MANUAL')
    hold()
    const pass = payments.recover()
    await new Promise((resolve) => setTimeout(resolve, 20))
    const seen = { outcome: 'succeeded', providerId: 'ch_7', evidence: 'the panel', by: 'dewi' } as const
    await payments.operations.settle(operationId, seen)
    release()
    await pass
    const { state, nextCheckAt } = await operationOf(journal)
    assert.equal(state, 'PENDING')
    assert.ok(nextCheckAt !== undefined, 'it is still to be asked about')
  })

  it('lets nobody wait for a provider that is silent: after three silences the others are asked', async () => {
    const named = (name: string) =>
      defineProvider({ ...definition, name, lookups })({ apiKey: KEY, baseUrl: `https://${name}.invalid/v1` })
    const asked = new Set<string>()
    const transport = scripted(async ({ method, baseUrl, path }) => {
      if (method === 'POST') return silence
      if (!baseUrl.includes('dead')) return found
      asked.add(path)
      await new Promise((resolve) => setTimeout(resolve, 5))
      return silence
    })
    const { payments, journal } = await world({
      transport,
      providers: [named('dead'), named('alive')],
      limits: { circuit: false },
    })
    for (let index = 0; index < 60; index += 1) {
      await payments.payins.create(payin({ reference: `dead-${String(index)}`, provider: 'dead' }))
    }
    await payments.payins.create(payin({ provider: 'alive' }))
    assert.deepEqual(await payments.recover(), { checked: 61, resolved: 1, unknown: 60, failed: 60 })
    assert.equal(await stateOf(journal), 'SUCCEEDED')
    assert.ok(asked.size <= 10, `${String(asked.size)} were asked about: three, and those under way`)
    const { items } = await journal.operations({ provider: 'dead', limit: 100 })
    assert.ok(
      items.every(({ nextCheckAt }) => nextCheckAt !== undefined),
      'each is asked about again',
    )
  })
})
