import assert from 'node:assert/strict'
import {
  arm,
  claimOf,
  intentFor,
  objectFor,
  observationOf,
  operationIn,
  outcomeOf,
  record,
  stored,
} from '../samples.js'
import type { JournalCase } from '../world.js'

const TEXTS = [
  `it's "quoted"; DROP TABLE operation; -- \\ %_`,
  'línea uno\nlínea dos\t\u0001\u007f',
  '支払い Ωμέγα עברית é e\u0301',
  '👩‍👩‍👧 🇨🇴 \u{10ffff}',
  ' spaces around ',
  '\u200b\ufeff\u2028',
  'x'.repeat(255),
  '😀'.repeat(127),
]

export const storeCases: readonly JournalCase[] = [
  {
    id: 'store.texts',
    title: 'gives every text back as it was given',
    needs: [],
    run: async ({ journal }) => {
      for (const [index, text] of TEXTS.entries()) {
        const merchant = `merchant ${text}`
        const object = objectFor(text, { id: `object ${text}`, providerId: text, status: text, body: text })
        const named = {
          id: text,
          merchant,
          step: text,
          owner: text,
          request: text,
          providerReference: `${index}${text}`,
        }
        const tried = [{ provider: text, code: text }]
        const armed = await arm(journal, intentFor(text, { ...named, tried, object }))
        const error = { code: 'provider_rejected', message: text, providerMessage: text, retryable: true } as const
        const step = { name: text, answer: text }
        await record(journal, outcomeOf(armed, 'DECLINED', { providerId: text, cause: text, error, step, object }))
        const found = await journal.findOperation({ merchant, kind: 'payout.create', reference: text })
        const { id, reference, request, owner, providerId, cause, steps } = found ?? {}
        assert.deepEqual(
          { id, reference, request, owner, providerId, cause },
          {
            ...{ id: text, reference: text, request: text, owner: text, providerId: text, cause: text },
          },
        )
        assert.deepEqual({ error: found?.error, steps, tried: found?.tried }, { error, steps: { [text]: text }, tried })
        const byProvider = await journal.object({ merchant, type: 'payout', provider: 'acme', providerId: text })
        assert.equal(byProvider?.body, text)
        assert.deepEqual(await journal.object({ merchant, type: 'payout', reference: text }), byProvider)
      }
    },
  },
  {
    id: 'store.distinct',
    title: 'tells references apart that differ only in case, form or spaces',
    needs: [],
    run: async ({ journal }) => {
      for (const reference of ['a', 'A', 'a ', ' a', 'é', 'e\u0301', '1', '01', '1.0', 'payout.create a']) {
        await arm(journal, intentFor(reference))
      }
    },
  },
  {
    id: 'store.caller-changes',
    title: 'keeps what it was given when the caller changes it afterwards',
    needs: [],
    run: async ({ journal }) => {
      const object = { ...objectFor('invoice-1') }
      await arm(journal, intentFor('invoice-1', { object }))
      object.status = 'succeeded'
      const found = await journal.object({ merchant: 'default', type: 'payout', id: object.id })
      assert.equal(found?.status, 'unknown')
    },
  },
  {
    id: 'store.key',
    title: 'has a fingerprint key of 32 bytes',
    needs: [],
    run: async ({ facts }) => {
      assert.equal(facts.fingerprintKey.length, 32)
      assert.ok(new Set(facts.fingerprintKey).size > 4, 'the key should be random')
    },
  },
  {
    id: 'store.closed',
    title: 'rejects everything after it was closed',
    needs: [],
    run: async ({ journal }) => {
      const operation = await arm(journal, intentFor('invoice-1'))
      await journal.close()
      const closed = { code: 'journal_unavailable' }
      await assert.rejects(journal.arm(intentFor('invoice-2')), closed)
      await assert.rejects(journal.record(outcomeOf(operation, 'SUCCEEDED')), closed)
      await assert.rejects(journal.observe(observationOf(operation, 'UNKNOWN')), closed)
      await assert.rejects(journal.reap(10), closed)
      await assert.rejects(journal.findOperation(operation), closed)
      await assert.rejects(journal.operation('default', operation.id), closed)
      await assert.rejects(journal.operations({ merchant: 'default', limit: 1 }), closed)
      await assert.rejects(journal.object({ merchant: 'default', type: 'payout', id: 'x' }), closed)
      await assert.rejects(journal.objects({ merchant: 'default', type: 'payout', limit: 1 }), closed)
    },
  },
  {
    id: 'store.close-waits',
    title: 'finishes what is being written before it closes',
    needs: ['reopen'],
    run: async ({ journal, reopen }) => {
      const other = await reopen()
      const writing = Array.from({ length: 20 }, (_, index) => journal.arm(intentFor(`invoice-${index}`)))
      await journal.close()
      const answers = await Promise.all(writing)
      for (const { armed, operation } of answers) {
        assert.ok(armed)
        assert.deepEqual(await stored(other.journal, operation), operation)
      }
    },
  },
  {
    id: 'shared.seen',
    title: 'shows another handle at once what was committed',
    needs: ['reopen'],
    run: async ({ journal, reopen }) => {
      const other = await reopen()
      const operation = await operationIn(journal, 'PENDING', intentFor('invoice-1'))
      assert.deepEqual(await stored(other.journal, operation), operation)
      assert.deepEqual(await other.journal.arm(intentFor('invoice-1', { id: 'other' })), { armed: false, operation })
      const unsent = await operationIn(other.journal, 'NOT_SENT', intentFor('invoice-2'))
      assert.equal((await arm(journal, claimOf(unsent))).attempt, 2)
    },
  },
  {
    id: 'shared.race',
    title: 'arms one of fifty callers at two handles',
    needs: ['reopen'],
    run: async ({ journal, reopen }) => {
      const other = (await reopen()).journal
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          (index % 2 === 0 ? journal : other).arm(intentFor('invoice-1', { id: `operation-${index}` })),
        ),
      )
      assert.equal(answers.filter(({ armed }) => armed).length, 1)
    },
  },
  {
    id: 'shared.kept',
    title: 'keeps everything, and the fingerprint key, over closing and opening again',
    needs: ['reopen'],
    run: async ({ journal, facts, reopen }) => {
      const operation = await operationIn(journal, 'UNKNOWN', intentFor('invoice-1'))
      await journal.close()
      const again = await reopen()
      assert.deepEqual(Buffer.from(again.facts.fingerprintKey), Buffer.from(facts.fingerprintKey))
      assert.deepEqual(await stored(again.journal, operation), operation)
    },
  },
]
