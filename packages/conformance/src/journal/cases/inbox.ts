import assert from 'node:assert/strict'
import type { DeliveryRecord, DeliveryWrite, Journal } from '@polyrail/core'
import type { JournalCase } from '../world.js'

const delivery = (id: string, changes: Partial<DeliveryWrite> = {}): DeliveryWrite => ({
  id,
  merchant: 'default',
  provider: 'acme',
  key: `key-${id}`,
  payload: `{"about":"${id}"}`,
  ...changes,
})

const FOR_MS = 10_000

const kept = async ({ inbox }: Journal, id = 'd-1'): Promise<DeliveryRecord> => {
  const found = await inbox.delivery('default', id)
  assert.ok(found, `the delivery ${id} is kept`)
  assert.equal(await inbox.delivery('other', id), undefined, 'it is one merchant’s')
  return found
}

const settled = (id: string, tries: number) =>
  ({ merchant: 'default', id, tries, state: 'DONE', why: 'applied' }) as const

export const inboxCases: readonly JournalCase[] = [
  {
    id: 'inbox.once',
    title: 'keeps a delivery once, however often and by however many it is brought',
    needs: [],
    run: async ({ journal }) => {
      const brought = await Promise.all(
        ['a', 'b', 'c'].map((id) => journal.inbox.keep(delivery(id, { key: 'same' }), FOR_MS)),
      )
      assert.deepEqual(brought.filter(Boolean), [true], 'one of three is kept')
      assert.equal(await journal.inbox.keep(delivery('d', { key: 'same', provider: 'other' }), FOR_MS), true)
      assert.equal(await journal.inbox.keep(delivery('e', { key: 'same', merchant: 'other' }), FOR_MS), true)
      const { items } = await journal.inbox.deliveries({ merchant: 'default', limit: 10 })
      assert.equal(items.length, 2)
    },
  },
  {
    id: 'inbox.whole',
    title: 'gives back what was brought, as it was brought',
    needs: [],
    run: async ({ journal }) => {
      const written = delivery('d-1', { payload: '{"name":"Ana Gómez \\u0000 \u{1f4b8}"}' })
      await journal.inbox.keep(written, FOR_MS)
      const { receivedAt, nextTryAt, ...record } = await kept(journal)
      assert.deepEqual(record, { ...written, state: 'WAITING', tries: 1 })
      assert.equal(nextTryAt, receivedAt + FOR_MS)
    },
  },
  {
    id: 'inbox.claimed',
    title: 'gives a delivery to one, and to another when his time for it has passed',
    needs: [],
    run: async ({ journal, advance }) => {
      await journal.inbox.keep(delivery('d-1'), FOR_MS)
      advance(FOR_MS - 1)
      assert.deepEqual(await journal.inbox.due({ limit: 10, forMs: FOR_MS }), [], 'who brought it still has it')
      advance(1)
      const claims = await Promise.all([1, 2, 3].map(() => journal.inbox.due({ limit: 10, forMs: FOR_MS })))
      assert.deepEqual(
        claims.flat().map(({ id, tries }) => ({ id, tries })),
        [{ id: 'd-1', tries: 2 }],
      )
      assert.equal(await journal.inbox.settle(settled('d-1', 1)), false, 'the first one has lost it')
      assert.equal((await kept(journal)).state, 'WAITING')
      assert.equal(await journal.inbox.settle(settled('d-1', 2)), true)
      const { state, why, nextTryAt } = await kept(journal)
      assert.deepEqual({ state, why, nextTryAt }, { state: 'DONE', why: 'applied', nextTryAt: undefined })
      advance(FOR_MS * 100)
      assert.deepEqual(await journal.inbox.due({ limit: 10, forMs: FOR_MS }), [], 'what is done is done')
    },
  },
  {
    id: 'inbox.later',
    title: 'gives what waits at its time, the longest due first',
    needs: [],
    run: async ({ journal, advance }) => {
      for (const [id, inMs] of [
        ['late', 5_000],
        ['early', 3_000],
      ] as const) {
        await journal.inbox.keep(delivery(id), FOR_MS)
        const waits = { merchant: 'default', id, tries: 1, state: 'WAITING', why: 'too_early', inMs } as const
        assert.equal(await journal.inbox.settle(waits), true)
      }
      advance(2_999)
      assert.deepEqual(await journal.inbox.due({ limit: 10, forMs: FOR_MS }), [])
      advance(2_001)
      const [first] = await journal.inbox.due({ limit: 1, forMs: FOR_MS })
      assert.equal(first?.id, 'early')
    },
  },
  {
    id: 'inbox.lists',
    title: 'lists deliveries oldest first, by merchant and state, page by page',
    needs: [],
    run: async ({ journal, advance }) => {
      for (const id of ['one', 'two', 'three']) {
        await journal.inbox.keep(delivery(id), FOR_MS)
        advance(1)
      }
      await journal.inbox.keep(delivery('strange', { merchant: 'other' }), FOR_MS)
      await journal.inbox.settle({ merchant: 'default', id: 'two', tries: 1, state: 'POISON', why: 'unreadable' })
      const first = await journal.inbox.deliveries({ merchant: 'default', limit: 2 })
      const after = first.after ?? ''
      const rest = await journal.inbox.deliveries({ merchant: 'default', limit: 2, after })
      assert.deepEqual(
        [...first.items, ...rest.items].map(({ id }) => id),
        ['one', 'two', 'three'],
      )
      assert.equal(rest.after, undefined)
      const poison = await journal.inbox.deliveries({ merchant: 'default', state: 'POISON', limit: 9 })
      assert.deepEqual(
        poison.items.map(({ id }) => id),
        ['two'],
      )
    },
  },
  {
    id: 'inbox.forgets',
    title: 'empties old payloads and keeps their keys for ever',
    needs: [],
    run: async ({ journal, advance }) => {
      await journal.inbox.keep(delivery('d-1'), FOR_MS)
      await journal.inbox.keep(delivery('waits'), FOR_MS)
      await journal.inbox.settle(settled('d-1', 1))
      advance(1_000)
      await journal.inbox.keep(delivery('young'), FOR_MS)
      await journal.inbox.settle(settled('young', 1))
      const { receivedAt } = await kept(journal, 'young')
      assert.equal(await journal.inbox.forget({ before: receivedAt, limit: 10 }), 1)
      assert.equal((await kept(journal)).payload, '')
      assert.notEqual((await kept(journal, 'waits')).payload, '')
      assert.notEqual((await kept(journal, 'young')).payload, '')
      assert.equal(await journal.inbox.forget({ before: receivedAt, limit: 10 }), 0, 'nothing twice')
      assert.equal(await journal.inbox.keep(delivery('again', { key: 'key-d-1' }), FOR_MS), false)
    },
  },
  {
    id: 'inbox.durable',
    title: 'has what it has kept, opened again',
    needs: ['reopen'],
    run: async ({ journal, reopen, advance }) => {
      await journal.inbox.keep(delivery('d-1'), FOR_MS)
      const { journal: other } = await reopen()
      assert.equal(await other.inbox.keep(delivery('d-2', { key: 'key-d-1' }), FOR_MS), false)
      advance(FOR_MS)
      const [claimed] = await other.inbox.due({ limit: 10, forMs: FOR_MS })
      assert.equal(claimed?.id, 'd-1')
      assert.equal(await journal.inbox.settle(settled('d-1', 1)), false)
      assert.equal(await other.inbox.settle(settled('d-1', 2)), true)
    },
  },
]
