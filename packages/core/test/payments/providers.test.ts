import assert from 'node:assert/strict'
import { Type, defineProvider } from '../../src/index.js'
import { KEY, acme, definition, findable } from '../support/acme.js'
import { replies } from '../support/transport.js'
import { world } from '../support/world.js'

const UNCHANGING = {
  capture: false,
  manualCapture: false,
  partialCapture: false,
  cancel: false,
  partialCancel: false,
  refund: false,
  partialRefund: false,
}

describe('providers.list', () => {
  it('tells what each account can do', async () => {
    const { payments } = await world({
      transport: replies({}),
      providers: [acme({ apiKey: KEY }), findable({ apiKey: KEY, name: 'jakarta' })],
    })
    const capabilities = {
      payins: {
        qr_code: {
          currencies: { IDR: { decimals: 0, minimum: '1000', maximum: '50000000' } },
          retrieve: true,
          lookup: false,
          ...UNCHANGING,
        },
      },
      payouts: {
        bank_account: { currencies: { COP: { decimals: 2 } }, retrieve: false, lookup: false, cancel: false },
      },
      tokens: {},
      customers: false,
      balances: false,
      statements: false,
      listAtProvider: false,
    }
    const [one, two] = await payments.providers.list()
    assert.deepEqual(one, { name: 'acme', adapter: 'acme', capabilities })
    assert.deepEqual(
      [two?.name, two?.adapter, two?.capabilities.payins['qr_code']?.lookup],
      ['jakarta', 'findable', true],
    )
  })

  it('follows from what an adapter defines', async () => {
    const { payins: _, payouts: __, ...bare } = definition
    const full = defineProvider({
      ...bare,
      customers: { accepts: Type.Object({}), create: async () => ({ providerId: 'c', status: 'active' as const }) },
      balances: async () => [],
    })
    const { payments } = await world({ transport: replies({}), providers: [full({ apiKey: KEY })] })
    assert.deepEqual((await payments.providers.list())[0]?.capabilities, {
      payins: {},
      payouts: {},
      tokens: {},
      customers: true,
      balances: true,
      statements: false,
      listAtProvider: false,
    })
  })
})
