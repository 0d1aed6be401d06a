import assert from 'node:assert/strict'
import { defineProvider, memoryJournal, type Journal } from '../../src/index.js'
import { KEY, definition, findable } from '../support/acme.js'
import { manualClock } from '../support/clock.js'
import { answer, replies, type ScriptedTransport } from '../support/transport.js'
import { startVault } from '../support/vault.js'
import { payin, payout, stateOf, world } from '../support/world.js'

const made = answer(200, { id: 'ch_1', status: 'waiting', reference: 'order-1', amount: 150000 })
const sent = answer(200, { id: 'tr_1', status: 'sent' })
const none = answer(200, [])
const HOUR = 60 * 60_000

const at = <T extends object>(command: T, provider = 'acme'): T & { readonly provider: string } => ({
  ...command,
  provider,
})
const methodsOf = ({ sent: requests }: ScriptedTransport) => requests.map(({ method }) => method)

/** A journal that was put back from a copy. */
const putBack = () => {
  const clock = manualClock()
  const journal = memoryJournal({ clock })
  const released: unknown[] = []
  const quarantined: Journal = {
    ...journal,
    open: async () => ({
      ...(await journal.open()),
      quarantine: { since: clock.now(), why: 'the journal lacks 2 sends' },
    }),
    release: async (decision) => void released.push(decision),
  }
  return { clock, journal: quarantined, released }
}

describe('a journal that was lost or put back from a copy', () => {
  it('pays nothing out where nobody can be asked, until a person has compared', async () => {
    const { clock, journal, released } = putBack()
    const { payments, transport, log } = await world({
      transport: replies({ '/transfers': [sent], '/charges': [made] }),
      journal,
      clock,
    })
    const refused = { code: 'journal_unavailable', message: /lacks 2 sends.*nothing was sent/ }
    clock.advance(30 * 24 * HOUR)
    await assert.rejects(payments.payouts.create(at(payout())), refused)
    assert.equal(transport.sent.length, 0)
    assert.ok(log.some(({ message }) => message === 'journal in quarantine'))
    assert.equal((await payments.payins.create(at(payin()))).status, 'pending', 'what can be paid later is no payout')
    await assert.rejects(payments.operations.release({ by: '', evidence: '' }), { code: 'invalid_request' })
    await payments.operations.release({ by: 'dewi', evidence: 'compared 412 payouts' })
    assert.deepEqual(released, [{ by: 'dewi', evidence: 'compared 412 payouts' }])
    assert.equal((await payments.payouts.create(at(payout()))).status, 'succeeded')
  })

  it('leaves nothing to the router, which cannot know where a forgotten send went', async () => {
    const { clock, journal } = putBack()
    const { payments, transport } = await world({ transport: replies({ '/charges': [made] }), journal, clock })
    await assert.rejects(payments.payins.create(payin()), {
      code: 'journal_unavailable',
      reference: 'order-1',
      message: /provider has to be named/,
    })
    assert.equal(transport.sent.length, 0)
    assert.equal((await payments.payins.create(at(payin()))).status, 'pending')
    assert.equal((await payments.payins.create(at(payin()))).status, 'pending', 'this one is remembered')
    assert.equal(transport.sent.length, 1)
  })

  it('takes no silence for an answer before a forgotten send must have shown', async () => {
    const { clock, journal } = putBack()
    const { payments, transport } = await world({
      transport: replies({ '/charges': [none, none, made] }),
      providers: [findable({ apiKey: KEY })],
      journal,
      clock,
    })
    await assert.rejects(payments.payins.create(at(payin(), 'findable')), {
      code: 'journal_unavailable',
      message: /may have been sent just before/,
    })
    clock.advance(HOUR)
    assert.equal((await payments.payins.create(at(payin(), 'findable'))).status, 'pending')
    assert.deepEqual(methodsOf(transport), ['GET', 'GET', 'POST'])
  })

  it('looks for what it does not remember before it sends, and takes what is found for the answer', async () => {
    const { clock, journal } = putBack()
    const found = answer(200, [{ id: 'ch_7', status: 'paid', reference: 'order-1', amount: 150000 }])
    const { payments, transport } = await world({
      transport: replies({ '/charges': [found] }),
      providers: [findable({ apiKey: KEY })],
      journal,
      clock,
    })
    const payment = await payments.payins.create(at(payin(), 'findable'))
    assert.deepEqual([payment.status, payment.providerId], ['succeeded', 'ch_7'])
    assert.equal(await stateOf(journal), 'SUCCEEDED')
    assert.deepEqual(methodsOf(transport), ['GET'])
  })

  it('leads no payout from the account that refuses it to another', async () => {
    const { clock, journal } = putBack()
    const named = (name: string) =>
      defineProvider({ ...definition, name })({ apiKey: KEY, baseUrl: `https://${name}.invalid/v1` })
    const { payments, transport } = await world({
      transport: replies({ '/transfers': [sent, sent] }),
      providers: [named('one'), named('two')],
      journal,
      clock,
    })
    clock.advance(HOUR)
    const refused = { code: 'journal_unavailable', message: /provider has to be named/ }
    await assert.rejects(payments.payouts.create(payout()), refused)
    await assert.rejects(payments.payouts.create(at(payout(), 'one')), { code: 'journal_unavailable' })
    assert.equal(transport.sent.length, 0)
  })

  it('changes nothing that may have been changed already', async () => {
    const { clock, journal } = putBack()
    const vault = startVault()
    const { payments } = await world({ transport: vault.transport, providers: [vault.provider], journal, clock })
    const { id } = await payments.payins.create({
      ...{ reference: 'order-1', provider: 'vault', amount: { amount: '10000', currency: 'IDR' }, capture: 'manual' },
      method: { type: 'card', token: 'tok-1234567890' },
    })
    clock.advance(30 * 24 * HOUR)
    const capture = () =>
      payments.payins.capture({ payin: id, reference: 'c-1', amount: { amount: '2500', currency: 'IDR' } })
    const refused = { code: 'journal_unavailable', message: /may have been changed already; nothing was sent/ }
    await assert.rejects(capture(), refused)
    await assert.rejects(payments.payins.cancel({ payin: id, reference: 'v-1' }), refused)
    assert.deepEqual(
      vault.books.map(({ verb }) => verb),
      ['held'],
    )
    await payments.operations.release({ by: 'dewi', evidence: 'compared 3 captures' })
    assert.equal((await capture()).status, 'partially_captured')
  })
})
