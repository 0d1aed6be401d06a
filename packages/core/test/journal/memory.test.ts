import assert from 'node:assert/strict'
import {
  LEGAL_EDGES,
  REPLACEABLE,
  isLegal,
  memoryJournal,
  type Intent,
  type OperationState,
  type Outcome,
} from '../../src/index.js'
import { manualClock } from '../support/clock.js'

const key = { merchant: 'm', kind: 'payin.create', reference: 'r' } as const
const object = { id: 'pi_1', type: 'payin', provider: 'p', reference: 'r', status: 'unknown', body: '{}' } as const
const intent = (over: Partial<Intent> = {}): Intent => ({
  ...key,
  id: 'op_1',
  fingerprint: 'f',
  provider: 'p',
  providerReference: 'pr',
  tried: [],
  request: '{}',
  step: 's',
  steps: {},
  lanes: [],
  object,
  owner: 'o',
  leaseMs: 1000,
  ...over,
})
const outcome = (over: Partial<Outcome> = {}): Outcome => ({
  id: 'op_1',
  merchant: 'm',
  state: 'SUCCEEDED',
  cause: 'c',
  fence: 1,
  attempt: 1,
  object,
  ...over,
})

const opened = async () => {
  const clock = manualClock()
  const journal = memoryJournal({ clock })
  await journal.open()
  return { journal, clock }
}

describe('the life of an operation', () => {
  it('has no way back to sending from what may have been sent', () => {
    const back = (Object.keys(LEGAL_EDGES) as OperationState[]).filter((state) => isLegal(state, 'SENDING'))
    assert.deepEqual(back, ['CREATED', 'NOT_SENT'])
    assert.deepEqual(REPLACEABLE, ['NOT_SENT', 'DECLINED', 'ABSENT'])
  })
})

describe('the memory journal', () => {
  it('is used between open and close only', async () => {
    const journal = memoryJournal()
    await assert.rejects(journal.arm(intent()), {
      code: 'journal_unavailable',
      message: 'The memory journal is not open yet',
    })
    const { fingerprintKey } = await journal.open()
    assert.equal(fingerprintKey.length, 32)
    assert.deepEqual((await journal.open()).fingerprintKey, fingerprintKey)
    await journal.close()
    await assert.rejects(journal.findOperation(key), { message: 'The memory journal is closed' })
    await assert.rejects(journal.open(), { message: 'The memory journal is closed' })
  })

  it('arms what is new once', async () => {
    const { journal, clock } = await opened()
    const { armed, operation } = await journal.arm(intent())
    assert.equal(armed, true)
    assert.deepEqual(
      [operation.state, operation.attempt, operation.fence, operation.version, operation.generation],
      ['SENDING', 1, 1, 1, 1],
    )
    assert.equal(operation.leaseUntil, clock.now() + 1000)
    const second = await journal.arm(intent({ id: 'op_2' }))
    assert.deepEqual([second.armed, second.operation.id], [false, 'op_1'])
    assert.equal(await journal.operation('m', 'op_2'), undefined)
  })

  it('claims what was not sent, with what its sender has seen', async () => {
    const { journal } = await opened()
    await journal.arm(intent())
    const { operation } = await journal.record(
      outcome({
        state: 'NOT_SENT',
        error: { code: 'rate_limited', message: 'm', retryable: true },
        step: { name: 's', answer: '1' },
      }),
    )
    assert.equal(operation.error?.code, 'rate_limited')
    assert.equal((await journal.arm(intent({ seen: { id: 'op_1', version: 1 } }))).armed, false)
    const claimed = await journal.arm(intent({ seen: { id: 'op_1', version: operation.version } }))
    assert.deepEqual(
      [
        claimed.armed,
        claimed.operation.attempt,
        claimed.operation.fence,
        claimed.operation.error,
        claimed.operation.steps,
      ],
      [true, 2, 2, undefined, { s: '1' }],
    )
  })

  it('replaces what executed nothing, under a new id', async () => {
    const { journal } = await opened()
    await journal.arm(intent())
    const { operation } = await journal.record(outcome({ state: 'DECLINED' }))
    const seen = { id: 'op_1', version: operation.version }
    assert.equal((await journal.arm(intent({ seen }))).armed, false)
    await assert.rejects(journal.arm(intent({ id: 'op_2', seen })), { code: 'journal_unavailable' })
    const replaced = await journal.arm(intent({ id: 'op_2', seen, supersedes: 'op_1' }))
    assert.deepEqual([replaced.armed, replaced.operation.generation, replaced.operation.supersedes], [true, 2, 'op_1'])
    assert.equal((await journal.findOperation(key))?.id, 'op_2')
    assert.equal((await journal.operation('m', 'op_1'))?.state, 'DECLINED')
  })

  it('refuses an id that is used, an operation that is not there, and a reference of another payment', async () => {
    const { journal } = await opened()
    await journal.arm(intent())
    await assert.rejects(journal.arm(intent({ reference: 'r2' })), { message: 'The operation id op_1 is used already' })
    await assert.rejects(
      journal.arm(intent({ id: 'op_9', reference: 'r9', seen: { id: 'op_8', version: 1 }, supersedes: 'op_8' })),
      { message: 'The operation op_8 is not in this journal' },
    )
    await assert.rejects(journal.arm(intent({ id: 'op_3', reference: 'r3' })), {
      message: 'another payment at this provider has the same provider reference',
    })
    await assert.rejects(journal.record(outcome({ id: 'op_7' })), {
      message: 'The operation op_7 is not in this journal',
    })
  })

  it('lets only the owner record', async () => {
    const { journal } = await opened()
    await journal.arm(intent())
    assert.equal((await journal.record(outcome({ fence: 2 }))).recorded, false)
    assert.equal((await journal.record(outcome({ attempt: 2 }))).recorded, false)
    assert.equal((await journal.record(outcome())).recorded, true)
    assert.equal((await journal.record(outcome())).recorded, false)
  })

  it('turns senders whose lease has ended into unknown, up to a limit', async () => {
    const { journal, clock } = await opened()
    for (const n of [1, 2, 3])
      await journal.arm(intent({ id: `op_${n}`, reference: `r${n}`, providerReference: `pr${n}` }))
    clock.advance(999)
    assert.deepEqual(await journal.reap(10), [])
    assert.equal((await journal.operation('m', 'op_1'))?.leaseExpired, false)
    clock.advance(1)
    assert.equal((await journal.operation('m', 'op_1'))?.leaseExpired, true)
    assert.deepEqual(
      (await journal.reap(2)).map(({ id, state, cause, fence }) => [id, state, cause, fence]),
      [
        ['op_1', 'UNKNOWN', 'lease_expired', 2],
        ['op_2', 'UNKNOWN', 'lease_expired', 2],
      ],
    )
    assert.deepEqual(
      (await journal.reap(10)).map(({ id }) => id),
      ['op_3'],
    )
  })

  const late: readonly (readonly [Outcome['state'], string])[] = [
    ['SUCCEEDED', 'SUCCEEDED'],
    ['PENDING', 'PENDING'],
    ['DECLINED', 'DECLINED'],
    ['NOT_SENT', 'ABSENT'],
  ]
  for (const [state, kept] of late) {
    it(`takes ${state} as ${kept} from a sender that comes back after its lease`, async () => {
      const { journal, clock } = await opened()
      await journal.arm(intent())
      clock.advance(1000)
      await journal.reap(1)
      assert.deepEqual((await journal.record(outcome({ state }))).operation.state, kept)
    })
  }

  it('observes what is not being sent, at the version that was read', async () => {
    const { journal } = await opened()
    await journal.arm(intent())
    const observation = {
      id: 'op_1',
      merchant: 'm',
      cause: 'asked',
      object: { ...object, providerId: 'x', status: 'succeeded' },
    }
    assert.equal((await journal.observe({ ...observation, state: 'SUCCEEDED', version: 1 })).recorded, false)
    await journal.record(outcome({ state: 'UNKNOWN' }))
    assert.equal((await journal.observe({ ...observation, state: 'SUCCEEDED', version: 1 })).recorded, false)
    assert.equal((await journal.observe({ ...observation, state: 'SENDING', version: 2 })).recorded, false)
    assert.equal((await journal.observe({ ...observation, state: 'REVERSED', version: 2 })).recorded, false)
    assert.equal((await journal.observe({ ...observation, state: 'UNKNOWN', version: 2 })).recorded, true)
    assert.equal(
      (await journal.observe({ ...observation, state: 'SUCCEEDED', providerId: 'x', version: 3 })).recorded,
      true,
    )
    assert.equal(
      (await journal.object({ merchant: 'm', type: 'payin', provider: 'p', providerId: 'x' }))?.status,
      'succeeded',
    )
    assert.equal((await journal.operation('m', 'op_1'))?.providerId, 'x')
  })

  it('lists in pages, and refuses a position that is none', async () => {
    const { journal } = await opened()
    for (const n of [1, 2, 3]) {
      await journal.arm(
        intent({
          id: `op_${n}`,
          reference: `r${n}`,
          providerReference: `pr${n}`,
          object: { ...object, id: `pi_${n}`, reference: `r${n}` },
        }),
      )
    }
    const first = await journal.objects({ merchant: 'm', type: 'payin', limit: 2 })
    assert.deepEqual(
      first.items.map(({ id }) => id),
      ['pi_1', 'pi_2'],
    )
    const next = await journal.objects({ merchant: 'm', type: 'payin', limit: 2, after: first.after! })
    assert.deepEqual([next.items.map(({ id }) => id), next.after], [['pi_3'], undefined])
    assert.deepEqual((await journal.objects({ merchant: 'm', type: 'payout', limit: 2 })).items, [])
    assert.deepEqual(
      (await journal.operations({ merchant: 'm', states: ['SENDING'], provider: 'other', limit: 2 })).items,
      [],
    )
    await assert.rejects(journal.operations({ merchant: 'm', limit: 2, after: 'x' }), { code: 'invalid_request' })
  })

  it('keeps merchants apart', async () => {
    const { journal } = await opened()
    await journal.arm(intent())
    assert.equal(await journal.operation('other', 'op_1'), undefined)
    assert.equal(await journal.object({ merchant: 'other', type: 'payin', id: 'pi_1' }), undefined)
    assert.equal(await journal.object({ merchant: 'm', type: 'payout', id: 'pi_1' }), undefined)
  })
})
