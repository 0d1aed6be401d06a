import assert from 'node:assert/strict'
import type { Intent, ObjectRecord, Journal, OperationRecord } from '@polyrail/core'
import {
  arm,
  claimOf,
  intentFor,
  objectFor,
  observationOf,
  observe,
  operationIn,
  outcomeOf,
  record,
  successorOf,
} from '../samples.js'
import type { JournalCase } from '../world.js'

const SELECTOR = { merchant: 'default', type: 'payout', id: 'payout-invoice-1' } as const

const objectOf = async (journal: Journal): Promise<ObjectRecord> => {
  const object = await journal.object(SELECTOR)
  assert.ok(object, 'the object should be in the journal')
  return object
}

/** A cancellation of the payout `invoice-1`, under a reference of its own. */
const cancellation = (reference: string, changes: Partial<Intent> = {}): Intent =>
  intentFor(reference, {
    kind: 'payout.cancel',
    providerReference: `cancel-${reference}`,
    object: objectFor('invoice-1', { status: 'unknown' }),
    lanes: ['object payout-invoice-1'],
    ...changes,
  })

/** A refund of the payout `invoice-1`: an object that belongs to it. */
const child = (reference: string, parent: ObjectRecord, changes: Partial<Intent> = {}): Intent =>
  intentFor(reference, {
    kind: 'refund.create',
    providerReference: `refund-${reference}`,
    object: { ...objectFor(reference), type: 'refund', id: `refund-${reference}`, parent: parent.id },
    parent: { type: parent.type, id: parent.id, version: parent.version },
    ...changes,
  })

const succeeded = async (journal: Journal): Promise<OperationRecord> =>
  record(journal, outcomeOf(await arm(journal, intentFor('invoice-1')), 'SUCCEEDED'))

const refusal = async (
  journal: Journal,
  intent: Intent,
  { because, by }: { readonly because: 'lane' | 'object'; readonly by: OperationRecord },
) => {
  const answer = await journal.arm(intent)
  assert.deepEqual(answer, { armed: false, because, operation: by })
  assert.equal(await journal.operation('default', intent.id), undefined, 'what was refused left nothing behind')
}

export const changeCases: readonly JournalCase[] = [
  {
    id: 'change.writes',
    title: 'writes an object that another operation has made, and says which one it is laid to',
    needs: [],
    run: async ({ journal }) => {
      const made = await succeeded(journal)
      const before = await objectOf(journal)
      assert.deepEqual([before.version, before.operation], [2, made.id])
      const change = await arm(journal, cancellation('c-1', { objectVersion: before.version }))
      assert.deepEqual([(await objectOf(journal)).version, (await objectOf(journal)).operation], [3, change.id])
      const object = { ...objectFor('invoice-1', { status: 'succeeded' }), operation: made.id }
      await record(journal, outcomeOf(change, 'DECLINED', { object }))
      const after = await objectOf(journal)
      assert.deepEqual([after.version, after.operation, after.status], [4, made.id, 'succeeded'])
    },
  },
  {
    id: 'change.stale',
    title: 'does not arm a change of an object that has changed since it was read',
    needs: [],
    run: async ({ journal }) => {
      const made = await succeeded(journal)
      const { version } = await objectOf(journal)
      const later = await observe(journal, observationOf(made, 'SUCCEEDED'))
      await refusal(journal, cancellation('c-1', { objectVersion: version }), { because: 'object', by: later })
      assert.equal((await objectOf(journal)).version, version + 1)
    },
  },
  {
    id: 'change.observed-stale',
    title: 'does not take evidence on an object that has changed since it was read',
    needs: [],
    run: async ({ journal }) => {
      const made = await succeeded(journal)
      const before = await objectOf(journal)
      await arm(journal, cancellation('c-1', { objectVersion: before.version }))
      const old = observationOf(made, 'SUCCEEDED', { objectVersion: before.version })
      assert.deepEqual(await journal.observe(old), { recorded: false, operation: made })
      assert.equal((await objectOf(journal)).version, before.version + 1)
      const now = observationOf(made, 'SUCCEEDED', { objectVersion: before.version + 1 })
      assert.equal((await journal.observe(now)).recorded, true)
    },
  },
  {
    id: 'lane.held',
    title: 'arms nothing in a lane while nobody knows what became of the operation that holds it',
    needs: [],
    run: async ({ journal }) => {
      await succeeded(journal)
      const first = await arm(journal, cancellation('c-1'))
      await refusal(journal, cancellation('c-2'), { because: 'lane', by: first })
      const unknown = await record(journal, outcomeOf(first, 'UNKNOWN', { object: objectFor('invoice-1') }))
      await refusal(journal, cancellation('c-2'), { because: 'lane', by: unknown })
      const manual = await observe(journal, observationOf(unknown, 'MANUAL', { object: objectFor('invoice-1') }))
      await refusal(journal, cancellation('c-2'), { because: 'lane', by: manual })
    },
  },
  {
    id: 'lane.crashed',
    title: 'keeps the lane of a sender that has crashed',
    needs: [],
    run: async ({ journal, advance }) => {
      await succeeded(journal)
      await arm(journal, cancellation('c-1'))
      advance(60_000)
      const [reaped] = await journal.reap(10)
      assert.ok(reaped)
      await refusal(journal, cancellation('c-2'), { because: 'lane', by: reaped })
    },
  },
  {
    id: 'lane.released',
    title: 'lets go of a lane when its operation ends, and gives it to the next',
    needs: [],
    run: async ({ journal }) => {
      await succeeded(journal)
      const states = ['SUCCEEDED', 'DECLINED', 'PENDING', 'NOT_SENT'] as const
      for (const [index, state] of states.entries()) {
        const operation = await arm(journal, cancellation(`c-${index}`))
        await record(journal, outcomeOf(operation, state, { object: objectFor('invoice-1') }))
      }
      await arm(journal, cancellation('c-last'))
    },
  },
  {
    id: 'lane.other',
    title: 'keeps other lanes and other merchants out of it',
    needs: [],
    run: async ({ journal }) => {
      await arm(journal, intentFor('a', { lanes: ['one', 'two'] }))
      await arm(journal, intentFor('b', { lanes: ['three'] }))
      await arm(journal, intentFor('a', { merchant: 'other', providerReference: 'other', lanes: ['one'] }))
      assert.equal((await journal.arm(intentFor('c', { lanes: ['four', 'two'] }))).armed, false)
      await arm(journal, intentFor('c', { lanes: ['four'] }))
    },
  },
  {
    id: 'lane.again',
    title: 'gives an operation its lane again when it is claimed or replaced',
    needs: [],
    run: async ({ journal }) => {
      const lanes = ['one']
      const first = await operationIn(journal, 'NOT_SENT', intentFor('a', { lanes }))
      const claimed = await arm(journal, claimOf(first, { lanes }))
      assert.deepEqual(claimed.lanes, lanes)
      const declined = await record(journal, outcomeOf(claimed, 'DECLINED'))
      const next = await arm(journal, successorOf(declined, { lanes }))
      assert.deepEqual((await journal.arm(intentFor('b', { lanes }))).operation, next)
    },
  },
  {
    id: 'lane.race',
    title: 'gives a lane to one of many who ask at once',
    needs: [],
    run: async ({ journal }) => {
      const references = Array.from({ length: 16 }, (_, index) => `r-${index}`)
      const armed = await Promise.all(
        references.map((reference) => journal.arm(intentFor(reference, { lanes: ['one'] }))),
      )
      assert.equal(armed.filter((answer) => answer.armed).length, 1)
    },
  },
  {
    id: 'parent.counts',
    title: 'counts what belongs to an object, and lists it',
    needs: [],
    run: async ({ journal }) => {
      await succeeded(journal)
      const before = await objectOf(journal)
      assert.equal(before.children, 0)
      await arm(journal, child('r-1', before))
      const after = await objectOf(journal)
      assert.deepEqual(after, { ...before, version: before.version + 1, children: 1 })
      await arm(
        journal,
        intentFor('other', { kind: 'refund.create', object: { ...objectFor('other'), type: 'refund' } }),
      )
      const query = { merchant: 'default', type: 'refund', limit: 10 } as const
      const listed = await journal.objects({ ...query, parent: before.id })
      assert.deepEqual(
        listed.items.map(({ reference, parent }) => [reference, parent]),
        [['r-1', before.id]],
      )
      assert.equal((await journal.objects(query)).items.length, 2)
    },
  },
  {
    id: 'parent.stale',
    title: 'does not arm what belongs to an object that has changed since it was read',
    needs: [],
    run: async ({ journal }) => {
      const made = await succeeded(journal)
      const before = await objectOf(journal)
      await arm(journal, child('r-1', before))
      await refusal(journal, child('r-2', before), { because: 'object', by: made })
      await arm(journal, child('r-2', await objectOf(journal)))
      const selector = { merchant: 'default', type: 'refund', id: 'refund-r-2' } as const
      assert.equal((await journal.object(selector))?.parent, before.id)
    },
  },
  {
    id: 'parent.race',
    title: 'arms one of many that have read the same version of their parent',
    needs: [],
    run: async ({ journal }) => {
      await succeeded(journal)
      const before = await objectOf(journal)
      const references = Array.from({ length: 16 }, (_, index) => `r-${index}`)
      const armed = await Promise.all(references.map((reference) => journal.arm(child(reference, before))))
      assert.equal(armed.filter((answer) => answer.armed).length, 1)
    },
  },
]
