import assert from 'node:assert/strict'
import type { ContainerModule } from 'inversify'
import { KEY, acme, findable } from '../support/acme.js'
import { answer, refused, replies, scripted, silence, type Reply } from '../support/transport.js'
import { leftAlone, operationOf, payin, payout, stateOf, world, type World } from '../support/world.js'
import { defineProvider } from '../../src/index.js'
import { definition, lookups } from '../support/acme.js'

const MINUTE = 60_000
const WINDOW = 30 * MINUTE
const none = answer(200, [])
const found = (reference = 'order-1', status = 'paid') =>
  answer(200, [{ id: `ch_${reference}`, status, reference, amount: 150000 }])
const made = answer(200, { id: 'ch_9', status: 'waiting', reference: 'order-1', amount: 150000 })

const asked = (charges: readonly Reply[], providers: readonly ContainerModule[] = [findable({ apiKey: KEY })]) =>
  world({ transport: replies({ '/charges': charges }), providers })

/** A pass, and then a while. */
const passes = async ({ payments, clock }: World, pauses: readonly number[]) => {
  for (const ms of pauses) {
    await payments.recover()
    clock.advance(ms)
  }
}

describe('recover, where the provider has no trace', () => {
  it('takes it for not executed after three looks over the settle window, and the reference may be used again', async () => {
    const platform = await asked([silence, none, none, none, none, made])
    const { payments, journal } = platform
    const first = await payments.payins.create(payin())
    // Nothing shows yet that the look-up finds anything: the window counts twice.
    await passes(platform, [WINDOW / 2, WINDOW / 2, WINDOW])
    assert.equal(await stateOf(journal), 'UNKNOWN')
    assert.deepEqual(await payments.recover(), { checked: 1, resolved: 1, unknown: 0, failed: 0 })
    assert.equal(await stateOf(journal), 'ABSENT')
    const absent = await payments.payins.retrieve({ reference: 'order-1' })
    assert.deepEqual([absent?.id, absent?.status, absent?.reason?.code], [first.id, 'failed', 'not_executed'])
    const again = await payments.payins.create(payin())
    assert.deepEqual([again.id, again.status], [first.id, 'pending'])
    const operation = await operationOf(journal)
    assert.equal(operation.supersedes, first.operationId)
  })

  it('counts a look from when the provider was asked, not from when its answer was read', async () => {
    let looks = 0
    // All that it says is true when it says it: the charge is made five minutes after it was sent.
    const transport = scripted(({ method }) => {
      if (method === 'POST') return silence
      looks += 1
      const none = answer(200, [])
      if (looks < 3 || !('after' in none)) return none
      // The third answer is read an hour later: the process was stopped.
      return { ...none, meanwhile: () => platform.clock.advance(70 * MINUTE) }
    })
    const platform = await world({ transport, providers: [findable({ apiKey: KEY })] })
    const { payments, clock, journal } = platform
    await payments.payins.create(payin())
    for (let look = 0; look < 3; look += 1) {
      clock.advance(MINUTE)
      await payments.recover()
    }
    await payments.payins.create(payin())
    const sends = transport.sent.filter(({ method }) => method === 'POST').length
    assert.deepEqual([await stateOf(journal), sends], ['UNKNOWN', 1])
  })

  it('does not count looks that are closer together than the window', async () => {
    const platform = await asked([silence, none, none, none, none])
    await platform.payments.payins.create(payin())
    platform.clock.advance(10 * WINDOW)
    await passes(platform, [1, 1, WINDOW - 3, 0])
    assert.equal(await stateOf(platform.journal), 'UNKNOWN')
  })

  it('does not count two looks, however far apart', async () => {
    const platform = await asked([silence, none, none])
    await platform.payments.payins.create(payin())
    await passes(platform, [10 * WINDOW, 0])
    assert.equal(await stateOf(platform.journal), 'UNKNOWN')
  })

  it('believes a trace that appears late, and begins no second payment', async () => {
    const platform = await asked([silence, none, none, found()])
    await platform.payments.payins.create(payin())
    await passes(platform, [WINDOW / 2, WINDOW / 2, 0])
    assert.equal(await stateOf(platform.journal), 'SUCCEEDED')
    assert.equal((await platform.payments.payins.create(payin())).status, 'succeeded')
    assert.equal(platform.transport.sent.filter(({ method }) => method === 'POST').length, 1)
  })

  it('waits longer where the adapter says so, and never shorter than our own part of the way', async () => {
    const patient = defineProvider({ ...definition, lookups, profile: { settleWindowMs: 10 * WINDOW } })
    const hasty = defineProvider({ ...definition, lookups, profile: { settleWindowMs: 1 } })
    const slow = await asked([silence, none, none, none], [patient({ apiKey: KEY })])
    await slow.payments.payins.create(payin())
    await passes(slow, [WINDOW, WINDOW, WINDOW])
    assert.equal(await stateOf(slow.journal), 'UNKNOWN')
    const quick = await asked([silence, none, none, none, none], [hasty({ apiKey: KEY })])
    await quick.payments.payins.create(payin())
    // A lease of 45 seconds, the 2 until the write, and 5 by which clocks may differ; twice, with nothing to try it with.
    await passes(quick, [1, 103_990, 0])
    assert.equal(await stateOf(quick.journal), 'UNKNOWN')
    quick.clock.advance(10)
    await quick.payments.recover()
    assert.equal(await stateOf(quick.journal), 'ABSENT')
  })

  it('counts nothing while the look-up does not find what is certainly there', async () => {
    const other = answer(200, { id: 'ch_1', status: 'waiting', reference: 'order-0', amount: 150000 })
    const platform = await asked([other, silence, none, none, none, none, none, none])
    const { payments, journal, log } = platform
    await payments.payins.create(payin({ reference: 'order-0' }))
    await payments.payins.create(payin())
    // Only the unknown one is asked about by reference; each absence is tried with the known one.
    await leftAlone(journal, (await operationOf(journal, 'order-0')).id)
    const ask = async () => {
      const { operationId } = (await payments.payins.retrieve({ reference: 'order-1' })) ?? {}
      await payments.operations.resolve(operationId ?? '')
      platform.clock.advance(WINDOW)
    }
    for (let look = 0; look < 3; look += 1) await ask()
    assert.equal(await stateOf(journal), 'UNKNOWN')
    assert.equal((await operationOf(journal)).absences, 0)
    assert.ok(log.some(({ fields }) => (fields as { cause?: string }).cause === 'look_up_unhealthy'))
  })

  it('counts it when the look-up finds what is certainly there', async () => {
    const other = answer(200, { id: 'ch_order-0', status: 'waiting', reference: 'order-0', amount: 150000 })
    const pairs = [none, found('order-0'), none, found('order-0'), none, found('order-0')]
    const platform = await asked([other, silence, ...pairs])
    const { payments, journal } = platform
    await payments.payins.create(payin({ reference: 'order-0' }))
    const { operationId } = await payments.payins.create(payin())
    for (let look = 0; look < 3; look += 1) {
      await payments.operations.resolve(operationId)
      platform.clock.advance(WINDOW)
    }
    assert.equal(await stateOf(journal), 'ABSENT')
  })

  it('tries the look-up with the newest payment of the same kind, however many others came later', async () => {
    let posts = 0
    const known = answer(200, { id: 'ch_0', status: 'paid', reference: 'order-0', amount: 150000 })
    const transport = scripted(({ method, path }) => {
      if (path === '/transfers') return answer(200, { id: 'tr_1', status: 'sent' })
      if (method === 'GET') return none
      posts += 1
      return posts === 1 ? known : silence
    })
    const platform = await world({ transport, providers: [findable({ apiKey: KEY })] })
    const { payments, journal, log } = platform
    await payments.payins.create(payin({ reference: 'order-0' }))
    await payments.payins.create(payin())
    for (let index = 0; index < 60; index += 1) {
      await payments.payouts.create(payout({ reference: `salary-${String(index)}` }))
    }
    await passes(platform, [WINDOW, WINDOW, WINDOW, 0])
    assert.equal(await stateOf(journal), 'UNKNOWN')
    assert.equal((await operationOf(journal)).absences, 0)
    assert.ok(log.some(({ fields }) => (fields as { cause?: string }).cause === 'look_up_unhealthy'))
  })

  it('does not end what is a person’s, however often there is no trace of it', async () => {
    const other = answer(200, [{ id: 'ch_1', status: 'paid', reference: 'order-1', amount: 140000 }])
    const platform = await asked([silence, other, none, none, none, none, none])
    const { payments, journal, transport } = platform
    await payments.payins.create(payin())
    await payments.recover()
    assert.equal(await stateOf(journal), 'MANUAL', 'it was found with another amount')
    platform.clock.advance(90 * 24 * 60 * MINUTE)
    await passes(platform, [WINDOW, WINDOW, WINDOW, 0])
    assert.equal(await stateOf(journal), 'MANUAL')
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    assert.equal(transport.sent.filter(({ method }) => method === 'POST').length, 1)
  })

  it('is a person’s after a week in which the provider could not say anything', async () => {
    const transport = scripted(({ method }) => (method === 'GET' ? refused(404, 'moved') : silence))
    const platform = await world({ transport, providers: [findable({ apiKey: KEY })] })
    const { payments, journal } = platform
    const { operationId } = await payments.payins.create(payin())
    await passes(platform, [6 * 24 * 60 * MINUTE, 24 * 60 * MINUTE])
    assert.equal(await stateOf(journal), 'UNKNOWN')
    assert.deepEqual(await payments.recover(), { checked: 1, resolved: 0, unknown: 1, failed: 1 })
    assert.equal(await stateOf(journal), 'MANUAL')
    const { cause, nextCheckAt } = (await payments.operations.retrieve(operationId)) ?? {}
    assert.deepEqual([cause, nextCheckAt], ['gave_up', undefined])
  })

  it('is a person’s after a week without an answer that counts', async () => {
    const platform = await asked([silence, none, none, none])
    await platform.payments.payins.create(payin())
    await passes(platform, [8 * 24 * 60 * MINUTE, 1])
    assert.equal(await stateOf(platform.journal), 'MANUAL')
  })

  it('sounds the alarm when what counted as absent turns up', async () => {
    const platform = await asked([silence, none, none, none, found()])
    const { payments, journal, log, clock } = platform
    await payments.payins.create(payin())
    await passes(platform, [WINDOW, WINDOW, 25 * 60 * MINUTE])
    assert.equal(await stateOf(journal), 'ABSENT')
    clock.advance(24 * 60 * MINUTE)
    await payments.recover()
    assert.equal(await stateOf(journal), 'SUCCEEDED')
    assert.equal((await payments.payins.retrieve({ reference: 'order-1' }))?.status, 'succeeded')
    assert.ok(log.some(({ fields }) => (fields as { cause?: string }).cause === 'turned_up_late'))
  })

  it('leaves it to a person when it turns up after the reference was used again', async () => {
    const platform = await asked([silence, none, none, none, made, found(), found()])
    const { payments, journal, clock } = platform
    const first = await payments.payins.create(payin())
    await passes(platform, [WINDOW, WINDOW, 1])
    const second = await payments.payins.create(payin())
    assert.equal(second.status, 'pending')
    await leftAlone(journal, second.operationId)
    clock.advance(2 * 24 * 60 * MINUTE)
    const { operations } = payments
    for (const { id } of await journal.due({ limit: 10, forMs: 0 })) assert.equal(id, first.operationId)
    await payments.recover()
    assert.equal((await operations.retrieve(first.operationId))?.status, 'unknown')
    assert.equal((await operations.history(first.operationId)).entries.at(-1)?.cause, 'turned_up_late')
    assert.equal((await payments.payins.retrieve({ reference: 'order-1' }))?.operationId, second.operationId)
  })
})

describe('recover', () => {
  it('leaves to a person what no provider can be asked about, and says what to look for', async () => {
    const platform = await world({ transport: replies({ '/transfers': [silence] }) })
    const { payments } = platform
    const { operationId } = await payments.payouts.create(payout())
    assert.deepEqual(await payments.recover(), { checked: 1, resolved: 0, unknown: 1, failed: 0 })
    const operation = await payments.operations.retrieve(operationId)
    assert.deepEqual(
      [operation?.status, operation?.resolution, operation?.nextCheckAt],
      ['unknown', 'manual', undefined],
    )
    assert.deepEqual(operation?.search, {
      where: 'At acme, look for create-transfer with this reference, in its panel or on its statement',
      reference: 'salary-1',
      amount: { amount: '1500.50', currency: 'COP' },
      recipient: { type: 'bank_account', bankCode: '007', accountName: 'Ana Gómez', accountNumber: '123-456' },
      sentBetween: ['2031-05-17T12:00:00.000Z', '2031-05-17T12:15:00.000Z'],
    })
  })

  it('counts a crashed sender as unknown, and finds out', async () => {
    const hanging: Reply = { ...silence, meanwhile: () => new Promise(() => undefined) }
    const one = await asked([hanging])
    void one.payments.payins.create(payin())
    while (one.transport.sent.length === 0) await new Promise(setImmediate)
    one.clock.advance(60 * MINUTE)
    const two = await world({
      transport: replies({ '/charges': [found()] }),
      journal: one.journal,
      clock: one.clock,
      providers: [findable({ apiKey: KEY })],
    })
    assert.deepEqual(await two.payments.recover(), { checked: 1, resolved: 1, unknown: 0, failed: 0 })
    assert.equal(await stateOf(one.journal), 'SUCCEEDED')
  })

  it('asks what has become of what is pending, and stops when it has ended', async () => {
    const paid = answer(200, { id: 'ch_9', status: 'paid', reference: 'order-1', amount: 150000 })
    const platform = await world({ transport: replies({ '/charges': [made], '/charges/ch_9': [made, paid] }) })
    const { payments } = platform
    await payments.payins.create(payin())
    await payments.recover()
    assert.equal((await payments.payins.retrieve({ reference: 'order-1' }))?.status, 'pending')
    await payments.recover()
    assert.equal((await payments.payins.retrieve({ reference: 'order-1' }))?.status, 'succeeded')
    assert.deepEqual(await payments.recover(), { checked: 0, resolved: 0, unknown: 0, failed: 0 })
  })

  it('goes on with the others when one cannot be checked, and tries that one again', async () => {
    const broken = refused(404, 'where')
    const platform = await asked([silence, silence, broken, found('order-2')])
    const { payments } = platform
    await payments.payins.create(payin())
    platform.clock.advance(1)
    await payments.payins.create(payin({ reference: 'order-2' }))
    assert.deepEqual(await payments.recover(), { checked: 2, resolved: 1, unknown: 1, failed: 1 })
    const operation = await operationOf(platform.journal)
    assert.ok(operation.nextCheckAt !== undefined, 'it is asked again')
  })

  it('does not stumble over an account that is not there any more', async () => {
    const one = await asked([silence])
    await one.payments.payins.create(payin())
    const { journal, clock } = one
    const transport = replies({})
    const two = await world({ transport, journal, clock, providers: [acme({ apiKey: KEY })] })
    assert.deepEqual(await two.payments.recover(), { checked: 1, resolved: 0, unknown: 1, failed: 1 })
    assert.equal(await stateOf(journal), 'UNKNOWN')
  })

  it('makes one pass for all who ask at once', async () => {
    const { payments, transport } = await asked([silence, none])
    await payments.payins.create(payin())
    await Promise.all([payments.recover(), payments.recover(), payments.recover()])
    assert.equal(transport.sent.filter(({ method }) => method === 'GET').length, 1)
  })
})
