import assert from 'node:assert/strict'
import { brokenAt, memoryJournal, type Journal, type Transition } from '../../src/index.js'
import { replies, silence } from '../support/transport.js'
import { payin, world } from '../support/world.js'

/** What a person has settled: three lines, the last of which says who. */
const settled = async () => {
  const inner = memoryJournal()
  const lines: { tampered?: (history: readonly Transition[]) => readonly Transition[] } = {}
  const history: Journal['history'] = async (merchant, id) => {
    const whole = await inner.history(merchant, id)
    return lines.tampered?.(whole) ?? whole
  }
  const { payments } = await world({ transport: replies({ '/charges': [silence] }), journal: { ...inner, history } })
  const { operationId } = await payments.payins.create(payin())
  const decision = { outcome: 'not_executed', evidence: 'line 12 of the statement', by: 'dewi' } as const
  await payments.operations.settle(operationId, decision)
  const operation = await inner.operation('default', operationId)
  assert.ok(operation)
  assert.equal(operation.version, 3)
  return { payments, operation, lines, whole: await inner.history('default', operationId) }
}

const withoutHash = ({ hash: _, ...line }: Transition): Transition => line

describe('the history of an operation', () => {
  it('is whole as it was written', async () => {
    const { operation, whole } = await settled()
    assert.equal(brokenAt(operation, whole), undefined)
  })

  it('is broken at the line that was changed, with or without its hash', async () => {
    const { operation, whole } = await settled()
    const changed = whole.map((line) => (line.actor === undefined ? line : { ...line, actor: 'mallory' }))
    assert.equal(brokenAt(operation, changed), 3)
    const bare = changed.map((line) => (line.seq === 3 ? withoutHash(line) : line))
    assert.equal(brokenAt(operation, bare), 3)
    assert.equal(brokenAt(operation, [...whole.slice(0, 1), ...whole.slice(2)]), 3)
  })

  it('is broken at its first line when all hashes are gone, whatever the lines say', async () => {
    const { operation, whole } = await settled()
    assert.equal(brokenAt(operation, whole.map(withoutHash)), 1)
  })

  it('is broken where it ends before the version of its operation', async () => {
    const { operation, whole } = await settled()
    assert.equal(brokenAt(operation, whole.slice(0, 2)), 3)
    assert.equal(brokenAt(operation, []), 1)
  })

  it('is not intact for who reads it when lines are cut off', async () => {
    const { payments, operation, lines } = await settled()
    assert.equal((await payments.operations.history(operation.id)).intact, true)
    for (const kept of [2, 1, 0]) {
      lines.tampered = (whole) => whole.slice(0, kept)
      assert.equal((await payments.operations.history(operation.id)).intact, false, `${String(kept)} lines`)
    }
  })
})
