import assert from 'node:assert/strict'
import { KEY, acme, definition, qr, toBank } from '../support/acme.js'
import { Type, defineProvider } from '../../src/index.js'
import { answer, scripted } from '../support/transport.js'
import { payin, payout, world } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid' })

/** A platform on which nothing may be sent and nothing written. */
const untouched = async (providers = [acme({ apiKey: KEY })]) => {
  const all = await world({ transport: scripted(() => paid), providers })
  let written = 0
  const arm = all.journal.arm.bind(all.journal)
  Object.assign(all.journal, { arm: (intent: never) => (written++, arm(intent)) })
  return { ...all, touched: () => [all.transport.asked.length, written] }
}

describe('what an account does not serve', () => {
  const unsupported = (what: string, command: unknown, message: string) =>
    it(`is ${what}: nothing is written or sent`, async () => {
      for (const given of [command, { ...(command as object), provider: 'acme' }]) {
        const { payments, touched } = await untouched()
        await assert.rejects(payments.payins.create(given as never), {
          name: 'UnsupportedOperationError',
          code: 'unsupported_operation',
          message: 'provider' in (given as object) ? message : /^No provider takes /,
        })
        assert.deepEqual(touched(), [0, 0])
      }
    })
  unsupported(
    'another method',
    payin({ method: { type: 'hosted_card' } }),
    'acme has no payins of the type hosted_card',
  )
  unsupported(
    'another currency',
    payin({ amount: { amount: '10', currency: 'USD' } }),
    'acme takes qr_code in IDR, not in USD',
  )
  unsupported('a capture later', payin({ capture: 'manual' }), 'acme cannot capture a qr_code later')

  it('is an expiry, where the provider sets none', async () => {
    const { payments, touched } = await untouched([
      defineProvider({ ...definition, payins: { qr_code: { ...qr, uses: [] } } })({ apiKey: KEY }),
    ])
    await assert.rejects(payments.payins.create(payin({ expiresAt: '2032-01-01T00:00:00Z' })), {
      code: 'invalid_request',
      provider: 'acme',
      issues: [{ path: 'expiresAt', message: 'acme cannot set when a qr_code expires' }],
    })
    assert.deepEqual(touched(), [0, 0])
  })

  it('is what its own schema refuses', async () => {
    const accepts = Type.Object({ description: Type.String({ maxLength: 3 }) })
    const { payments, touched } = await untouched([
      defineProvider({ ...definition, payins: { qr_code: { ...qr, accepts } } })({ apiKey: KEY }),
    ])
    await assert.rejects(payments.payins.create(payin({ description: 'four' })), {
      code: 'invalid_request',
      issues: [{ path: 'description', message: 'expected at most 3 characters' }],
    })
    await assert.rejects(payments.payins.create(payin()), { issues: [{ path: 'description', message: 'is required' }] })
    assert.deepEqual(touched(), [0, 0])
  })

  it('is an amount with more decimals than its wire carries', async () => {
    const { payments } = await untouched([
      defineProvider({ ...definition, payouts: { bank_account: { ...toBank, currencies: { COP: { decimals: 1 } } } } })(
        { apiKey: KEY },
      ),
    ])
    await assert.rejects(payments.payouts.create(payout({ amount: { amount: '1.25', currency: 'COP' } })), {
      issues: [{ path: 'amount.amount', message: 'expected at most 1 decimals' }],
    })
  })

  it('is everything, where there is no account', async () => {
    const { payments } = await untouched([])
    await assert.rejects(payments.payins.create(payin()), {
      code: 'unsupported_operation',
      message: 'No provider takes qr_code of 150000 IDR',
    })
    await assert.rejects(payments.payins.create(payin({ provider: 'acme' })), {
      issues: [{ path: 'provider', message: 'there is no provider' }],
    })
  })
})
