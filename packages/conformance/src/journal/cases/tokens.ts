import assert from 'node:assert/strict'
import type { StoredToken } from '@polyrail/core'
import type { JournalCase } from '../world.js'

const token = (generation: number): StoredToken => ({
  sealed: `sealed-${generation}`,
  generation,
  refreshAt: 1_000 * generation,
  expiresAt: 2_000 * generation,
})

export const tokenCases: readonly JournalCase[] = [
  {
    id: 'token.kept',
    title: 'keeps a token under its name, and no other',
    needs: [],
    run: async ({ journal: { tokens } }) => {
      assert.equal(await tokens.load('a'), undefined)
      await tokens.save('a', token(1))
      assert.deepEqual(await tokens.load('a'), token(1))
      assert.equal(await tokens.load('b'), undefined)
    },
  },
  {
    id: 'token.newer',
    title: 'keeps the token of the latest generation, in whatever order they come',
    needs: [],
    run: async ({ journal: { tokens } }) => {
      await tokens.save('a', token(2))
      await tokens.save('a', token(1))
      await tokens.save('a', { ...token(2), sealed: 'another' })
      assert.deepEqual(await tokens.load('a'), token(2))
      await tokens.save('a', token(3))
      assert.deepEqual(await tokens.load('a'), token(3))
    },
  },
  {
    id: 'token.claim',
    title: 'lets one of many get the token after a generation',
    needs: [],
    run: async ({ journal: { tokens } }) => {
      const claims = await Promise.all(Array.from({ length: 8 }, () => tokens.claim('a', 0, 60_000)))
      assert.equal(claims.filter(Boolean).length, 1)
      assert.equal(await tokens.load('a'), undefined)
      assert.equal(await tokens.claim('b', 0, 60_000), true)
      assert.equal(await tokens.claim('a', 1, 60_000), true)
      assert.equal(await tokens.claim('a', 1, 60_000), false)
    },
  },
  {
    id: 'token.claim-ends',
    title: 'lets another one get it when the first has not come back in time',
    needs: [],
    run: async ({ journal: { tokens } }) => {
      assert.equal(await tokens.claim('a', 0, 0), true)
      assert.equal(await tokens.claim('a', 0, 60_000), true)
      assert.equal(await tokens.claim('a', 0, 60_000), false)
    },
  },
  {
    id: 'token.shared',
    title: 'shows a token, and a claim, to every handle',
    needs: ['reopen'],
    run: async ({ journal, reopen }) => {
      const other = await reopen()
      await journal.tokens.save('a', token(1))
      assert.deepEqual(await other.journal.tokens.load('a'), token(1))
      assert.equal(await journal.tokens.claim('a', 1, 60_000), true)
      assert.equal(await other.journal.tokens.claim('a', 1, 60_000), false)
    },
  },
]
