import assert from 'node:assert/strict'
import { memoryJournal, type Journal, type Settlement } from '../../src/index.js'
import { KEY, findable } from '../support/acme.js'
import { manualClock } from '../support/clock.js'
import { answer, replies, silence } from '../support/transport.js'
import { startVault } from '../support/vault.js'
import { payin, payout, world } from '../support/world.js'

const idr = (amount: string) => ({ amount, currency: 'IDR' })
const SEEN = { evidence: 'statement of 17 May, line 12', by: 'dewi@example.com' }
const EXECUTED: Settlement = { outcome: 'succeeded', ...SEEN }
const NOT: Settlement = { outcome: 'not_executed', ...SEEN }

const unknownPayout = async () => {
  const sent = answer(200, { id: 'tr_2', status: 'sent' })
  const platform = await world({ transport: replies({ '/transfers': [silence, sent] }) })
  const object = await platform.payments.payouts.create(payout())
  return { ...platform, object, id: object.operationId }
}

const heldCard = async () => {
  const vault = startVault()
  const platform = await world({ transport: vault.transport, providers: [vault.provider] })
  const object = await platform.payments.payins.create({
    ...{ reference: 'order-1', amount: idr('10000'), capture: 'manual' },
    method: { type: 'card', token: 'tok-1234567890' },
  })
  return { ...platform, vault, object, id: object.id }
}

describe('operations.settle', () => {
  it('takes a person’s word that it was executed, and keeps who said so and on what', async () => {
    const { payments, object, id } = await unknownPayout()
    const settled = await payments.operations.settle(id, { ...EXECUTED, providerId: 'tr_77' })
    assert.deepEqual([settled.status, settled.cause, settled.providerId], ['succeeded', 'settled', 'tr_77'])
    const found = await payments.payouts.retrieve({ id: object.id })
    assert.deepEqual([found?.status, found?.providerId], ['succeeded', 'tr_77'])
    assert.deepEqual(await payments.payouts.create(payout()), found)
    const { entries, intact } = await payments.operations.history(id)
    assert.equal(intact, true)
    assert.deepEqual(
      entries.map(({ from, to, cause, by, evidence }) => ({ from, to, cause, by, evidence })),
      [
        { from: undefined, to: 'sending', cause: 'armed', by: undefined, evidence: undefined },
        { from: 'sending', to: 'unknown', cause: 'no_answer', by: undefined, evidence: undefined },
        { from: 'unknown', to: 'succeeded', cause: 'settled', ...SEEN },
      ],
    )
  })

  it('lets the same reference be used again when nothing was executed', async () => {
    const { payments, object, id, transport } = await unknownPayout()
    const settled = await payments.operations.settle(id, NOT)
    assert.equal(settled.status, 'absent')
    const found = await payments.payouts.retrieve({ id: object.id })
    assert.deepEqual([found?.status, found?.reason?.code], ['failed', 'not_executed'])
    const again = await payments.payouts.create(payout())
    assert.deepEqual([again.id, again.status, transport.sent.length], [object.id, 'succeeded', 2])
    assert.equal((await payments.operations.retrieve(again.operationId))?.supersedes, id)
  })

  it('takes one word only', async () => {
    const { payments, id } = await unknownPayout()
    const words = await Promise.allSettled([
      payments.operations.settle(id, EXECUTED),
      payments.operations.settle(id, NOT),
    ])
    assert.deepEqual(words.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    await assert.rejects(payments.operations.settle(id, NOT), { code: 'invalid_state', message: /which is known/ })
  })

  it('refuses what is not unknown, what is not there, and what says nothing', async () => {
    const { payments, id } = await unknownPayout()
    const settle = (settlement: object) => payments.operations.settle(id, settlement as Settlement)
    await assert.rejects(settle({}), { code: 'invalid_request', message: /outcome.*evidence.*by/ })
    await assert.rejects(settle({ ...NOT, evidence: ' ' }), { code: 'invalid_request', message: /evidence/ })
    await assert.rejects(settle({ ...NOT, providerId: 'x' }), { code: 'invalid_request', message: /providerId/ })
    await assert.rejects(settle({ ...NOT, note: 'x' }), { code: 'invalid_request', message: /note/ })
    await assert.rejects(settle(undefined as never), { code: 'invalid_request' })
    await assert.rejects(payments.operations.settle('op_0', NOT), { code: 'not_found' })
    assert.equal((await payments.operations.retrieve(id))?.status, 'unknown')
  })

  it('does not say that somebody has paid what somebody may pay', async () => {
    const { payments } = await world({ transport: replies({ '/charges': [silence] }) })
    const { operationId, id } = await payments.payins.create(payin())
    assert.equal((await payments.operations.settle(operationId, EXECUTED)).status, 'pending')
    assert.equal((await payments.payins.retrieve({ id }))?.status, 'pending')
  })

  it('has the provider asked at once when the person has found its id', async () => {
    const paid = answer(200, { id: 'ch_9', status: 'paid', reference: 'order-1', amount: 150000 })
    const transport = replies({ '/charges': [silence], '/charges/ch_9': [paid] })
    const { payments, journal } = await world({ transport })
    const { operationId, id } = await payments.payins.create(payin())
    const settled = await payments.operations.settle(operationId, { ...EXECUTED, providerId: 'ch_9' })
    assert.ok(settled.nextCheckAt !== undefined)
    assert.equal((await journal.due({ limit: 1, forMs: 0 })).length, 1)
    await payments.recover()
    assert.equal((await payments.payins.retrieve({ id }))?.status, 'succeeded')
  })

  it('has the provider asked by reference when the person has not found its id', async () => {
    const paid = answer(200, [{ id: 'ch_9', status: 'paid', reference: 'order-1', amount: 150000 }])
    const transport = replies({ '/charges': [silence, paid] })
    const { payments } = await world({ transport, providers: [findable({ apiKey: KEY })] })
    const { operationId, id } = await payments.payins.create(payin())
    const settled = await payments.operations.settle(operationId, EXECUTED)
    assert.equal(settled.status, 'pending')
    assert.ok(settled.nextCheckAt !== undefined)
    await payments.recover()
    const found = await payments.payins.retrieve({ id })
    assert.deepEqual([found?.status, found?.providerId], ['succeeded', 'ch_9'])
  })

  it('is taken although a look has counted an absence since the operation was read', async () => {
    const clock = manualClock()
    const inner = memoryJournal({ clock })
    let meanwhile: (() => Promise<unknown>) | undefined
    const object: Journal['object'] = async (selector) => {
      const first = meanwhile
      meanwhile = undefined
      await first?.()
      return inner.object(selector)
    }
    const { payments } = await world({
      transport: replies({ '/charges': [silence, answer(200, [])] }),
      providers: [findable({ apiKey: KEY })],
      journal: { ...inner, object },
      clock,
    })
    const { operationId } = await payments.payins.create(payin())
    meanwhile = () => payments.recover()
    assert.equal((await payments.operations.settle(operationId, NOT)).status, 'absent')
    const { entries } = await payments.operations.history(operationId)
    assert.deepEqual(
      entries.map(({ cause }) => cause),
      ['armed', 'no_answer', 'no_trace', 'settled'],
    )
  })

  it('sounds the alarm when a repeated cancellation was answered just after a person had said that there was none', async () => {
    const vault = startVault()
    const { payments, log } = await world({ transport: vault.transport, providers: [vault.provider] })
    const { id } = await payments.payouts.create({
      ...{ reference: 'salary-1', amount: idr('5000') },
      destination: { type: 'recipient', userName: 'ana', notify: false },
    })
    vault.faults.push({ verb: 'cancel', executed: false })
    const { operationId } = await payments.payouts.cancel({ payout: id, reference: 'cancel-1' })
    const meanwhile = () => payments.operations.settle(operationId, NOT)
    vault.faults.push({ verb: 'cancel', executed: true, reply: { ...answer(200, { done: true }), meanwhile } })
    await payments.recover()
    const operation = await payments.operations.retrieve(operationId)
    assert.deepEqual([operation?.status, operation?.cause], ['unknown', 'turned_up_late'])
    assert.equal((await payments.payouts.retrieve({ id }))?.status, 'unknown')
    const alarms = log.filter(({ level, message }) => level === 'error' && message === 'operation needs attention')
    assert.deepEqual(
      alarms.map(({ fields }) => fields),
      [
        {
          operation: operationId,
          kind: 'payout.cancel',
          provider: 'vault',
          state: 'ABSENT',
          cause: 'turned_up_late',
        },
      ],
    )
  })

  it('works out what a capture has come to, and opens the payin again where nothing was captured', async () => {
    const { payments, vault, id } = await heldCard()
    vault.faults.push({ verb: 'capture', executed: true })
    const lost = await payments.payins.capture({ payin: id, amount: idr('2500'), reference: 'c-1' })
    await payments.operations.settle(lost.operationId, EXECUTED)
    const partly = await payments.payins.retrieve({ id })
    assert.deepEqual([partly?.status, partly?.amountCaptured], ['partially_captured', idr('2500')])
    vault.faults.push({ verb: 'void', executed: false })
    const other = await payments.payins.cancel({ payin: id, reference: 'v-1' })
    assert.equal(other.status, 'unknown')
    await payments.operations.settle(other.operationId, NOT)
    assert.deepEqual(await payments.payins.retrieve({ id }), { ...partly, updatedAt: other.updatedAt })
    const rest = await payments.payins.capture({ payin: id, reference: 'c-2' })
    assert.deepEqual([rest.status, rest.amountCaptured], ['succeeded', idr('10000')])
    assert.deepEqual(
      vault.books.map(({ verb, amount }) => `${verb} ${String(amount)}`),
      ['held 10000', 'capture 2500', 'capture 7500'],
    )
  })

  it('works out a void of all that is left, after a part was captured', async () => {
    const { payments, vault, id } = await heldCard()
    await payments.payins.capture({ payin: id, amount: idr('2500'), reference: 'c-1' })
    vault.faults.push({ verb: 'void', executed: true })
    const { operationId } = await payments.payins.cancel({ payin: id, reference: 'v-1' })
    await payments.operations.settle(operationId, EXECUTED)
    const found = await payments.payins.retrieve({ id })
    assert.deepEqual(
      [found?.status, found?.amountCaptured, found?.amountCanceled],
      ['succeeded', idr('2500'), idr('7500')],
    )
  })

  it('settles a refund, which counts against what is left', async () => {
    const { payments, vault, id } = await heldCard()
    await payments.payins.capture({ payin: id, reference: 'c-1' })
    vault.faults.push({ verb: 'refund', executed: true })
    const lost = await payments.refunds.create({ payin: id, amount: idr('4000'), reference: 'r-1' })
    assert.equal(lost.status, 'unknown')
    await payments.operations.settle(lost.operationId, EXECUTED)
    assert.equal((await payments.refunds.retrieve({ id: lost.id }))?.status, 'succeeded')
    assert.deepEqual((await payments.payins.retrieve({ id }))?.amountRefunded, idr('4000'))
    await assert.rejects(payments.refunds.create({ payin: id, amount: idr('6001'), reference: 'r-2' }), {
      code: 'invalid_request',
    })
  })

  it('settles a card payment that was to be captured later as authorized', async () => {
    const vault = startVault()
    const { payments } = await world({ transport: vault.transport, providers: [vault.provider] })
    vault.faults.push({ verb: 'held', executed: true })
    const lost = await payments.payins.create({
      ...{ reference: 'order-1', amount: idr('10000'), capture: 'manual' as const },
      method: { type: 'card', token: 'tok-1234567890' },
    })
    if (lost.status === 'unknown')
      await payments.operations.settle(lost.operationId, { ...EXECUTED, providerId: 'h-1' })
    const found = await payments.payins.retrieve({ id: lost.id })
    assert.deepEqual([found?.status, found?.amountAuthorized], ['authorized', idr('10000')])
  })
})

describe('operations.resolve', () => {
  it('asks the provider now, and gives what is known then', async () => {
    const found = answer(200, [{ id: 'ch_9', status: 'paid', reference: 'order-1', amount: 150000 }])
    const transport = replies({ '/charges': [silence, found] })
    const { payments } = await world({ transport, providers: [findable({ apiKey: KEY })] })
    const { operationId } = await payments.payins.create(payin())
    assert.equal((await payments.operations.resolve(operationId)).status, 'succeeded')
    assert.equal((await payments.operations.resolve(operationId)).status, 'succeeded')
    assert.equal(transport.sent.length, 2, 'what is known is not asked again')
  })

  it('says that nobody can be asked, and does not throw for it', async () => {
    const { payments, id } = await unknownPayout()
    const operation = await payments.operations.resolve(id)
    assert.deepEqual([operation.status, operation.resolution], ['unknown', 'manual'])
  })

  it('rejects where the provider cannot be reached, and for what is not there', async () => {
    const { payments } = await world({
      transport: replies({ '/charges': [silence] }),
      providers: [findable({ apiKey: KEY })],
    })
    const { operationId } = await payments.payins.create(payin())
    await assert.rejects(payments.operations.resolve(operationId), { code: 'provider_unavailable', retryable: true })
    await assert.rejects(payments.operations.resolve('op_0'), { code: 'not_found' })
  })
})
