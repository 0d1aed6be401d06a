import assert from 'node:assert/strict'
import { Type, defineProvider, endpoint, lookup, type Lookup } from '../../src/index.js'
import { KEY, definition, findable, getCharge, lookups, qr } from '../support/acme.js'
import { answer, refused, scripted, silence } from '../support/transport.js'
import { operationOf, payin, stateOf, world } from '../support/world.js'

const WINDOW = 30 * 60_000
const DAY = 24 * 60 * 60_000

const cancelCharge = endpoint({
  name: 'cancel-charge',
  method: 'POST',
  path: '/cancellations',
  encoding: 'json',
  effect: 'once',
  input: Type.Object({ id: Type.String() }),
  output: Type.Object({ id: Type.String() }),
})

const canceling = lookup(cancelCharge, async ({ id }, { call }) =>
  (await call(getCharge, { id })).status === 'gone' ? { id } : undefined,
)

/** Acme, with payments that can be taken back before they are paid. */
const cancelable = defineProvider({
  ...definition,
  name: 'cancelable',
  lookups: [canceling, ...lookups] as Lookup[],
  payins: {
    qr_code: {
      ...qr,
      cancel: {
        partial: false,
        sends: cancelCharge,
        run: async ({ providerId }, _, { call }) => {
          await call(cancelCharge, { id: providerId })
          return { providerId, status: 'canceled' }
        },
      },
    },
  },
})

describe('what a provider shows', () => {
  it('of a payin settles nothing while nobody knows whether it was canceled, and counts again afterwards', async () => {
    const charge = { id: 'ch_1', status: 'waiting', reference: 'order-1', amount: 150000 }
    const transport = scripted(({ path }) => (path === '/cancellations' ? silence : answer(200, charge)))
    const { payments, journal, clock } = await world({ transport, providers: [cancelable({ apiKey: KEY })] })
    const { id, operationId } = await payments.payins.create(payin())
    const canceled = await payments.payins.cancel({ payin: id, reference: 'cancel-1' })
    assert.equal(canceled.status, 'unknown')
    charge.status = 'paid'
    await payments.operations.resolve(operationId)
    assert.deepEqual(await payments.payins.retrieve({ id }), canceled)
    const statusOf = async (operation: string) => (await payments.operations.retrieve(operation))?.status
    for (const ms of [WINDOW, WINDOW, DAY]) {
      await payments.recover()
      clock.advance(ms)
    }
    assert.equal(await statusOf(canceled.operationId), 'absent')
    await payments.recover()
    assert.equal((await payments.payins.retrieve({ id }))?.status, 'succeeded')
    assert.equal(await stateOf(journal), 'SUCCEEDED')
  })

  it('may be an earlier refusal under the reference, which says nothing of the payment that came after it', async () => {
    const ledger: { readonly id: string; readonly status: string; readonly reference: string }[] = []
    const transport = scripted(({ method }) => {
      if (method === 'GET') return answer(200, ledger)
      const first = ledger.length === 0
      return {
        written: () => {
          ledger.push({ id: first ? 'ch_1' : 'ch_2', status: first ? 'failed' : 'paid', reference: 'order-1' })
          return first ? refused(402, 'no funds') : silence
        },
      }
    })
    const { payments, journal } = await world({ transport, providers: [findable({ apiKey: KEY })] })
    await assert.rejects(payments.payins.create(payin()), { code: 'insufficient_funds' })
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    await payments.recover()
    const { state, cause } = await operationOf(journal)
    assert.deepEqual([state, cause], ['MANUAL', 'earlier_refusal'])
    assert.equal((await payments.payins.create(payin())).status, 'unknown')
    assert.equal(ledger.length, 2)
  })

  it('is a refusal of the payment where there was none before it', async () => {
    const failed = [{ id: 'ch_1', status: 'failed', reference: 'order-1' }]
    const transport = scripted(({ method }) => (method === 'GET' ? answer(200, failed) : silence))
    const { payments, journal } = await world({ transport, providers: [findable({ apiKey: KEY })] })
    await payments.payins.create(payin())
    await payments.recover()
    assert.equal(await stateOf(journal), 'DECLINED')
  })
})
