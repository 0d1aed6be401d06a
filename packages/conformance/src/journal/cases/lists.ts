import assert from 'node:assert/strict'
import type { Journal, ObjectQuery, OperationQuery, Page } from '@polyrail/core'
import { arm, intentFor, objectFor, operationIn, outcomeOf, record } from '../samples.js'
import type { JournalCase } from '../world.js'

type Filters<Query> = Omit<Query, 'merchant' | 'limit' | 'after' | 'type'>

const readAll = async <T>(
  read: (position: { after?: string }) => Promise<Page<T>>,
  from: { after?: string } = {},
): Promise<readonly T[]> => {
  const items: T[] = []
  for (let page = await read(from); ; page = await read({ after: page.after })) {
    items.push(...page.items)
    if (page.after === undefined) return items
    assert.ok(page.items.length > 0, 'a page that is not the last one holds something')
  }
}

const operations = async (journal: Journal, limit: number, filters: Filters<OperationQuery> = {}) => {
  const listed = await readAll((after) => journal.operations({ merchant: 'default', limit, ...filters, ...after }))
  return listed.map(({ reference }) => reference)
}

const objects = async (journal: Journal, limit: number, filters: Filters<ObjectQuery> = {}) => {
  const query = { merchant: 'default', type: 'payout', limit } as const
  const listed = await readAll((after) => journal.objects({ ...query, ...filters, ...after }))
  return listed.map(({ reference }) => reference)
}

const REFERENCES = ['e', 'd', 'c', 'b', 'a']

export const listCases: readonly JournalCase[] = [
  {
    id: 'lists.oldest-first',
    title: 'lists oldest first, page by page, everything once',
    needs: [],
    run: async ({ journal, advance }) => {
      for (const reference of REFERENCES) {
        await arm(journal, intentFor(reference))
        advance(1)
      }
      for (const limit of [1, 2, 4, 5, 6]) {
        assert.deepEqual(await operations(journal, limit), REFERENCES)
        assert.deepEqual(await objects(journal, limit), REFERENCES)
      }
      assert.deepEqual(await journal.operations({ merchant: 'nobody', limit: 5 }), { items: [] })
      assert.deepEqual(await journal.objects({ merchant: 'default', type: 'customer', limit: 5 }), { items: [] })
    },
  },
  {
    id: 'lists.last-page',
    title: 'says that a page is the last one when nothing follows that fits',
    needs: [],
    run: async ({ journal }) => {
      for (const reference of ['a', 'b', 'c']) await operationIn(journal, 'PENDING', intentFor(reference))
      await operationIn(journal, 'SUCCEEDED', intentFor('d'))
      const page = await journal.operations({ merchant: 'default', states: ['PENDING'], limit: 3 })
      assert.equal(page.items.length, 3)
      assert.equal(page.after, undefined)
      assert.equal((await journal.objects({ merchant: 'default', type: 'payout', limit: 4 })).after, undefined)
    },
  },
  {
    id: 'lists.stable',
    title: 'goes on after the last page that was read, whatever is inserted or changed meanwhile',
    needs: [],
    run: async ({ journal }) => {
      const [first] = await Promise.all(REFERENCES.map((reference) => arm(journal, intentFor(reference))))
      assert.ok(first)
      const query = { merchant: 'default', limit: 2 } as const
      const page = await journal.operations(query)
      const objectPage = await journal.objects({ ...query, type: 'payout' })
      assert.ok(page.after !== undefined && objectPage.after !== undefined)
      // In the same millisecond, with names that sort before and after all others.
      for (const reference of ['0', 'z']) await arm(journal, intentFor(reference))
      await record(journal, outcomeOf(first, 'SUCCEEDED'))
      const rest = await readAll((after) => journal.operations({ ...query, ...after }), { after: page.after })
      const listed = [...page.items, ...rest].map(({ reference }) => reference)
      assert.deepEqual(listed, [...REFERENCES, '0', 'z'])
      const objectQuery = { ...query, type: 'payout' } as const
      const from = { after: objectPage.after }
      const restOfObjects = await readAll((after) => journal.objects({ ...objectQuery, ...after }), from)
      assert.deepEqual(
        [...objectPage.items, ...restOfObjects].map((object) => object.reference),
        listed,
      )
    },
  },
  {
    id: 'lists.operation-filters',
    title: 'lists operations by states and by provider',
    needs: [],
    run: async ({ journal, advance }) => {
      for (const state of ['UNKNOWN', 'SUCCEEDED', 'MANUAL', 'SENDING'] as const) {
        await operationIn(journal, state, intentFor(state))
        advance(1)
        await operationIn(journal, state, intentFor(`${state} elsewhere`, { provider: 'elsewhere' }))
        advance(1)
      }
      for (const limit of [1, 10]) {
        const states = ['MANUAL', 'UNKNOWN'] as const
        const all = ['UNKNOWN', 'UNKNOWN elsewhere', 'MANUAL', 'MANUAL elsewhere']
        assert.deepEqual(await operations(journal, limit, { states }), all)
        assert.deepEqual(await operations(journal, limit, { states, provider: 'acme' }), ['UNKNOWN', 'MANUAL'])
        assert.deepEqual(await operations(journal, limit, { states: ['ABSENT'] }), [])
        assert.deepEqual(await operations(journal, limit, { states: [] }), [])
      }
    },
  },
  {
    id: 'lists.object-filters',
    title: 'lists objects by provider, by status and by time: from inclusive, to exclusive',
    needs: [],
    run: async ({ journal, advance }) => {
      const times: number[] = []
      for (const [index, reference] of REFERENCES.entries()) {
        const provider = index % 2 === 0 ? 'acme' : 'elsewhere'
        const object = objectFor(reference, { provider, status: index < 2 ? 'pending' : 'succeeded' })
        times.push((await arm(journal, intentFor(reference, { provider, object }))).createdAt)
        advance(10)
      }
      const [, second = 0, , fourth = 0] = times
      for (const limit of [1, 10]) {
        assert.deepEqual(await objects(journal, limit, { provider: 'elsewhere' }), ['d', 'b'])
        assert.deepEqual(await objects(journal, limit, { status: 'pending' }), ['e', 'd'])
        assert.deepEqual(await objects(journal, limit, { createdFrom: second, createdTo: fourth }), ['d', 'c'])
        assert.deepEqual(
          await objects(journal, limit, { createdFrom: second, status: 'succeeded', provider: 'acme' }),
          ['c', 'a'],
        )
      }
    },
  },
]
