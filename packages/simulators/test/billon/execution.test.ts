import assert from 'node:assert/strict'
import { billon } from '../../src/billon/index.js'
import { createClock } from '../../src/kernel/clock.js'
import { LedgerBook } from '../../src/kernel/ledger.js'
import { Timeline } from '../../src/kernel/timeline.js'
import { PAYOUT } from './panel.js'

const SILENT = { changed: () => undefined, created: () => undefined }

/** Prepares one request, as the kernel would, and leaves its execution to the test. */
function prepare(name: string, fields: unknown) {
  const timeline = new Timeline(() => clock.now().getTime())
  const clock = createClock(() => timeline.catchUp())
  const ledger = new LedgerBook()
  const { routes, readBody, duplicate } = billon.create({ clock, timeline, ledger, callbacks: SILENT }, {})
  const route = routes.find((candidate) => candidate.name === name)
  const read = readBody('application/json', Buffer.from(JSON.stringify(fields)))
  const request = { endpoint: name, params: new Map(), query: new Map(), fields: read, sees: () => true }
  const outcome = route?.prepare(request)
  return { ledger, duplicate, execute: () => outcome?.execute?.() }
}

describe('billon: execution', () => {
  it('is another payout each time, under another id', () => {
    const { ledger, execute } = prepare('create-payment', PAYOUT)
    execute()
    execute()
    assert.equal(ledger.count({ type: 'payout', reference: 'po-71' }), 2)
    assert.equal(new Set(ledger.entries.map(({ providerId }) => providerId)).size, 2)
  })

  it('of a cancellation that found nothing does nothing', () => {
    const { ledger, execute } = prepare('cancel-payment', { ids: [4182] })
    execute()
    assert.equal(ledger.count(), 0)
  })

  it('has no lists that could show anything twice', () => {
    assert.deepEqual(prepare('cancel-payment', { ids: [1] }).duplicate({ success: 1 }), { success: 1 })
  })
})
