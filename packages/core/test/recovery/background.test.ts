import assert from 'node:assert/strict'
import { memoryJournal } from '../../src/index.js'
import { KEY, findable } from '../support/acme.js'
import { manualClock } from '../support/clock.js'
import { answer, replies, scripted, silence, type Reply } from '../support/transport.js'
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
