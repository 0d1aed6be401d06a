import assert from 'node:assert/strict'
import { JournalError, memoryJournal } from '../../src/index.js'
import { manualClock } from '../support/clock.js'
import { failingAt, type Method } from '../support/journal.js'
import { answer, refused, scripted, silence, type Reply } from '../support/transport.js'
import { payin, world, ended } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid' })

const failing = async (method: Method, reply: Reply = paid) => {
  const clock = manualClock()
  const healthy = memoryJournal({ clock })
  const journal = failingAt(healthy, method)
  return { ...(await world({ transport: scripted(() => reply), journal, clock })), healthy, clock }
}

describe('a journal that fails', () => {
  it('when it is asked what is known: nothing is sent', async () => {
    const { payments, transport } = await failing('findOperation')
    await assert.rejects(payments.payins.create(payin()), {
      name: 'JournalError',
      code: 'journal_unavailable',
      message: 'The journal could not be read, so nothing was sent: the disk is full',
      reference: 'order-1',
      retryable: true,
    })
    assert.equal(transport.asked.length, 0)
  })

  it('when the intent is stored: nothing is sent', async () => {
    const { payments, transport } = await failing('arm')
    await assert.rejects(payments.payins.create(payin()), {
      name: 'JournalError',
      code: 'journal_unavailable',
      message: 'The intent could not be stored, so nothing was sent: the disk is full',
      reference: 'order-1',
    })
    assert.equal(transport.asked.length, 1)
    assert.equal(transport.sent.length, 0)
  })

  it('by throwing instead of rejecting when the intent is stored: nothing is sent', async () => {
    const clock = manualClock()
    const journal = {
      ...memoryJournal({ clock }),
      arm: () => {
        throw new Error('the disk is full')
      },
    }
    const { payments, transport } = await world({ transport: scripted(() => paid), journal, clock })
    await assert.rejects(payments.payins.create(payin()), { code: 'journal_unavailable' })
    assert.equal(transport.sent.length, 0)
  })

  const ends: readonly (readonly [string, Reply, string])[] = [
    ['a payment', paid, 'succeeded'],
    ['silence', silence, 'unknown'],
    ['a refusal', refused(402, 'poor'), 'insufficient_funds'],
  ]
  for (const [what, reply, expected] of ends) {
    it(`when the outcome is stored: the caller gets the truth after ${what}, and nothing is sent again`, async () => {
      const { payments, transport, log, healthy, clock } = await failing('record', reply)
      const first = await ended(payments.payins.create(payin()))
      assert.equal(first, expected)
      const { id } = (await healthy.findOperation({ merchant: 'default', kind: 'payin.create', reference: 'order-1' }))!
      assert.deepEqual(
        log.filter(({ level }) => level === 'error'),
        [{ level: 'error', fields: { operation: id, problem: 'the disk is full' }, message: 'outcome not recorded' }],
      )
      clock.advance(3_600_000)
      assert.equal((await payments.payins.create(payin())).status, 'unknown')
      assert.equal(transport.sent.length, 1)
    })
  }

  it('when the object of an operation is read', async () => {
    const { payments, transport } = await failing('object')
    await payments.payins.create(payin())
    await assert.rejects(payments.payins.create(payin()), { code: 'journal_unavailable' })
    assert.equal(transport.sent.length, 1)
  })

  it('by having lost the object of an operation', async () => {
    const clock = manualClock()
    const journal = { ...memoryJournal({ clock }), object: () => Promise.resolve(undefined) }
    const { payments, transport } = await world({ transport: scripted(() => paid), journal, clock })
    const { operationId } = await payments.payins.create(payin())
    await assert.rejects(payments.payins.create(payin()), {
      code: 'journal_unavailable',
      message: `The journal lacks the object of ${operationId}`,
    })
    assert.equal(transport.sent.length, 1)
  })

  it('when it is read for the caller', async () => {
    for (const [method, read] of [
      ['object', (payments) => payments.payins.retrieve({ reference: 'order-1' })],
      ['objects', (payments) => payments.payins.list()[Symbol.asyncIterator]().next()],
      ['operation', (payments) => payments.operations.retrieve('op_1')],
      ['operations', (payments) => payments.operations.list().next()],
      ['reap', (payments) => payments.operations.list().next()],
    ] as const satisfies readonly (readonly [
      Method,
      (payments: Awaited<ReturnType<typeof failing>>['payments']) => unknown,
    ])[]) {
      const { payments } = await failing(method)
      await assert.rejects(async () => read(payments), {
        code: 'journal_unavailable',
        message: 'The journal could not be read: the disk is full',
        retryable: true,
      })
    }
  })

  it('at its opening: there are no payments', async () => {
    await assert.rejects(failing('open'), { code: 'journal_unavailable' })
  })

  it('at its opening in words of its own', async () => {
    const journal = { ...memoryJournal(), open: () => Promise.reject(new JournalError('The file is locked')) }
    await assert.rejects(world({ transport: scripted(() => paid), journal }), {
      name: 'JournalError',
      message: 'The file is locked',
    })
  })

  it('by always showing another sender: it is given up', async () => {
    const clock = manualClock()
    const healthy = memoryJournal({ clock })
    const journal = {
      ...healthy,
      arm: async (intent: Parameters<typeof healthy.arm>[0]) => {
        const { operation } = await healthy.arm(intent)
        return { armed: false, operation: { ...operation, state: 'NOT_SENT' as const } }
      },
    }
    const { payments, transport } = await world({ transport: scripted(() => paid), journal, clock })
    await assert.rejects(payments.payins.create(payin()), {
      code: 'journal_unavailable',
      message: 'Other senders were first too often',
    })
    assert.equal(transport.sent.length, 0)
  })
})
