import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { memoryJournal, type Encryption, type Journal, type ObjectWrite } from '../../src/index.js'
import { encryptedJournal } from '../../src/journal/encrypted.js'
import { KEY, findable, prepared } from '../support/acme.js'
import { manualClock } from '../support/clock.js'
import { answer, replies, silence, type Reply } from '../support/transport.js'
import { payin, payout, until, world } from '../support/world.js'

const keyOf = (id: string) => ({ id, key: randomBytes(32) })
const SECRET = ['Ana Gómez', '123-456', 'tax-777']
const sent = answer(200, { id: 'tr_1', status: 'sent' })
const command = payout({ metadata: { document: 'tax-777' } })

/** A store that outlives those who open it, and shows what it was given. */
const store = () => {
  const journal = memoryJournal()
  const texts: string[] = []
  const seen = <T>(it: T): T => (texts.push(JSON.stringify(it)), it)
  const spied: Journal = {
    ...journal,
    close: async () => undefined,
    arm: (intent) => journal.arm(seen(intent)),
    record: (outcome) => journal.record(seen(outcome)),
    observe: (observation) => journal.observe(seen(observation)),
  }
  return { journal, spied, texts }
}

const opened = (journal: Journal, encryption?: Encryption, transfers = [sent]) =>
  world({
    journal,
    transport: replies({ '/transfers': transfers }),
    ...(encryption === undefined ? {} : { encryption }),
  })

describe('an encrypted journal', () => {
  it('is given nothing of people, and gives it back to who has the key', async () => {
    const { spied, texts } = store()
    const keys = [keyOf('2031')]
    const one = await opened(spied, { keys })
    const made = await one.payments.payouts.create(command)
    await one.payments.close()
    assert.ok(texts.length >= 2)
    for (const text of SECRET) assert.ok(!texts.join().includes(text), text)
    assert.match(texts.join(), /enc:2031:/)
    const two = await opened(spied, { keys })
    assert.deepEqual(await two.payments.payouts.retrieve({ id: made.id }), made)
    assert.deepEqual(await two.payments.payouts.create(command), made)
  })

  it('keeps its promises: a look-up, a preparation, an operator find what they need', async () => {
    const encryption = { keys: [keyOf('k')] }
    const found = answer(200, [{ id: 'ch_9', status: 'paid', reference: 'order-1', amount: 150000 }])
    const one = await world({
      encryption,
      transport: replies({ '/charges': [silence, found] }),
      providers: [findable({ apiKey: KEY })],
    })
    await one.payments.payins.create(payin())
    await one.payments.recover()
    assert.equal((await one.payments.payins.retrieve({ reference: 'order-1' }))?.status, 'succeeded')
    const two = await world({
      encryption,
      transport: replies({
        '/persons': [answer(200, { person: 'p-1' })],
        '/charges': [answer(500, {}), answer(200, { id: 'ch_1', status: 'waiting' })],
      }),
      providers: [prepared({ apiKey: KEY })],
    })
    const lost = await two.payments.payins.create(payin())
    assert.equal(lost.status, 'unknown')
    assert.deepEqual((await two.payments.operations.retrieve(lost.operationId))?.search?.amount, payin().amount)
    await two.payments.operations.settle(lost.operationId, { outcome: 'not_executed', evidence: 'x', by: 'y' })
    assert.equal((await two.payments.payins.create(payin())).status, 'pending')
  })

  it('is not opened without its keys, nor with others', async () => {
    const { spied } = store()
    await opened(spied, { keys: [keyOf('a')] })
    await assert.rejects(opened(spied), { code: 'invalid_configuration', message: /this journal is encrypted/ })
    await assert.rejects(opened(spied, { keys: [keyOf('a')] }), {
      code: 'invalid_configuration',
      message: /a is another key than the one of this name/,
    })
    await assert.rejects(opened(spied, { keys: [keyOf('b')] }), {
      code: 'invalid_configuration',
      message: /encryption\.keys: a sealed a part of this journal/,
    })
  })

  it('takes a new key in front of the old ones, and needs the old ones for what they sealed', async () => {
    const { spied, texts } = store()
    const [old, young] = [keyOf('old'), keyOf('young')]
    const made = await (await opened(spied, { keys: [old] })).payments.payouts.create(command)
    texts.length = 0
    const both = await opened(spied, { keys: [young, old] })
    await both.payments.payouts.create(payout({ reference: 'second' }))
    assert.ok(texts.join().includes('enc:young:') && !texts.join().includes('enc:old:'))
    assert.deepEqual(await both.payments.payouts.retrieve({ id: made.id }), made)
    await assert.rejects(opened(spied, { keys: [young] }), { message: /old sealed a part of this journal/ })
    const later = await opened(spied, { keys: [young], retired: ['old'] })
    await assert.rejects(later.payments.payouts.retrieve({ id: made.id }), {
      code: 'journal_unavailable',
      message: /encrypted with the key old/,
    })
    // Who has retired it has said so for good.
    await opened(spied, { keys: [young] })
  })

  it('does not let one operation that cannot be opened hide the others', async () => {
    const { spied } = store()
    const [old, young] = [keyOf('old'), keyOf('young')]
    const found = answer(200, [{ id: 'ch_9', status: 'paid', reference: 'second', amount: 150000 }])
    const at = (encryption: Encryption, charges: readonly Reply[]) =>
      world({
        encryption,
        journal: spied,
        transport: replies({ '/charges': charges }),
        providers: [findable({ apiKey: KEY })],
      })
    await (await at({ keys: [old] }, [silence])).payments.payins.create(payin())
    const { payments, log } = await at({ keys: [young], retired: ['old'] }, [silence, found])
    await payments.payins.create(payin({ reference: 'second' }))
    assert.deepEqual(await payments.recover(), { checked: 2, resolved: 1, unknown: 1, failed: 1 })
    assert.equal((await payments.payins.retrieve({ reference: 'second' }))?.status, 'succeeded')
    assert.match(JSON.stringify(log), /encrypted with the key old/)
    const listed = []
    for await (const operation of payments.operations.list()) listed.push([operation.reference, operation.status])
    assert.deepEqual(listed, [
      ['order-1', 'unknown'],
      ['second', 'succeeded'],
    ])
  })

  it('shows that an event waits, where what it tells of cannot be opened', async () => {
    const { spied } = store()
    const [old, young] = [keyOf('old'), keyOf('young')]
    const one = await opened(spied, { keys: [old] })
    const subscription = await one.payments.events.subscribe(() => assert.fail('down'), { name: 'ledger', everyMs: 1 })
    const { id } = await one.payments.payouts.create(command)
    await until(async () => (await one.payments.events.untold('ledger')).length === 1)
    await subscription.stop()
    const two = await opened(spied, { keys: [young], retired: ['old'] })
    const [untold] = await two.payments.events.untold('ledger')
    const { type, object } = untold?.event ?? assert.fail('it is there')
    assert.deepEqual([type, object.id, object.status, 'amount' in object], ['payout.succeeded', id, 'succeeded', false])
  })

  it('gives what is due, together with one that cannot be opened', async () => {
    const { spied } = store()
    const clock = manualClock()
    const [old, young] = [keyOf('old'), keyOf('young')]
    const later = { keys: [young], retired: ['old'] }
    const lose = async (reference: string, encryption: Encryption) => {
      const { payments } = await world({ encryption, journal: spied, clock, transport: replies({}) })
      assert.equal((await payments.payins.create(payin({ reference }))).status, 'unknown')
      clock.advance(1)
    }
    await lose('first', { keys: [old] })
    await lose('second', later)
    clock.advance(60_000)
    const journal = encryptedJournal(spied, later)
    await journal.open({ clock })
    assert.deepEqual(
      (await journal.due({ limit: 8, forMs: 1_000 })).map(({ reference }) => reference),
      ['first', 'second'],
    )
  })

  it('refuses contents that were changed, or put in the place of others', async () => {
    const { spied, journal } = store()
    const encryption = { keys: [keyOf('k')] }
    const { payments } = await opened(spied, encryption, [sent, sent])
    const one = await payments.payouts.create(command)
    const two = await payments.payouts.create(payout({ reference: 'other', amount: { amount: '5', currency: 'COP' } }))
    const bodyOf = async (id: string) => (await journal.object({ merchant: 'default', type: 'payout', id }))?.body ?? ''
    const put = async (operationId: string, id: string, body: string) => {
      const operation = await journal.operation('default', operationId)
      const object = (await journal.object({ merchant: 'default', type: 'payout', id })) as ObjectWrite
      assert.ok(operation)
      const { version, state } = operation
      const change = { id: operationId, merchant: 'default', version, state, cause: 'tampered' }
      await journal.observe({ ...change, object: { ...object, body } })
    }
    const original = await bodyOf(one.id)
    for (const body of [
      await bodyOf(two.id),
      `${original.slice(0, 30)}${original[30] === 'A' ? 'B' : 'A'}${original.slice(31)}`,
      '{"status":"x"}',
    ]) {
      await put(one.operationId, one.id, body)
      await assert.rejects(payments.payouts.retrieve({ id: one.id }), { code: 'journal_unavailable' })
    }
    await put(one.operationId, one.id, original)
    assert.equal((await payments.payouts.retrieve({ id: one.id }))?.status, 'succeeded')
  })

  it('reads what was written in clear before there were keys, where that is allowed', async () => {
    const { spied } = store()
    const made = await (await opened(spied)).payments.payouts.create(command)
    const keys = [keyOf('k')]
    await assert.rejects(opened(spied, { keys }), {
      code: 'invalid_configuration',
      message: /encryption\.allowClear: this journal holds contents in clear/,
    })
    const lenient = await opened(spied, { keys, allowClear: true })
    assert.deepEqual(await lenient.payments.payouts.retrieve({ id: made.id }), made)
    const strict = await opened(spied, { keys })
    await assert.rejects(strict.payments.payouts.retrieve({ id: made.id }), {
      code: 'journal_unavailable',
      message: /not encrypted/,
    })
  })

  it('says what is wrong with keys, and never shows one', async () => {
    const key = randomBytes(31).toString('base64')
    for (const encryption of [
      {},
      { keys: [] },
      { keys: [{ id: 'a', key }] },
      { keys: [{ id: 'not an id', key: randomBytes(32) }] },
      { keys: [keyOf('a'), keyOf('a')] },
      { keys: [keyOf('a')], allowClear: 'yes' },
      { keys: [keyOf('a')], retired: 'b' },
      { keys: [keyOf('a')], other: 1 },
      'secret',
    ]) {
      await assert.rejects(opened(memoryJournal(), encryption as never), (error: Error & { code: string }) => {
        assert.equal(error.code, 'invalid_configuration')
        assert.match(error.message, /encryption/)
        assert.ok(!error.message.includes(key))
        return true
      })
    }
  })
})
