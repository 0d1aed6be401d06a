import assert from 'node:assert/strict'
import { Type, defineProvider, endpoint, wireNumber, WireNumberSchema, type CreatePayout } from '../../src/index.js'
import { KEY, definition, lookups, toBank } from '../support/acme.js'
import { scripted, silence } from '../support/transport.js'
import { payout, world } from '../support/world.js'

const to = (reference: string): CreatePayout => ({
  ...payout({ reference }),
  destination: { type: 'bank_account', bankCode: '007', accountName: 'Ana Gómez', accountNumber: reference },
})

const text = Type.String({ minLength: 1 })
const ask = endpoint({
  name: 'create-wallet-transfer',
  method: 'POST',
  path: '/wallets',
  encoding: 'json',
  effect: 'once',
  input: Type.Object({ reference: text, amount: WireNumberSchema }),
  output: Type.Object({ id: text }),
})

/** Transfers to wallets can be asked about, those to banks cannot. */
const mixed = defineProvider({
  ...definition,
  name: 'mixed',
  lookups: [...lookups, { endpoint: ask, find: async () => undefined }] as never,
  payouts: {
    bank_account: { ...toBank, sends: { name: 'create-transfer', effect: 'once', preparation: false } as never },
    recipient: {
      currencies: { COP: { decimals: 2 } },
      accepts: Type.Object({}),
      uses: [],
      sends: ask,
      create: async ({ amount }, { call, reference }) => {
        const { id } = await call(ask, { reference, amount: wireNumber(amount, 2) })
        return { providerId: id, status: 'succeeded' }
      },
    },
  },
})

describe('the number of unresolved payouts that cannot be asked about', () => {
  it('is kept to although many that can be asked about are unresolved and older', async () => {
    const transport = scripted(() => silence)
    const { payments } = await world({
      transport,
      providers: [mixed({ apiKey: KEY })],
      limits: { circuit: false, unresolved: 1 },
    })
    for (let index = 0; index < 4; index += 1) {
      const destination = { type: 'recipient', userName: `u-${String(index)}`, notify: false } as const
      await payments.payouts.create({ ...payout({ reference: `w-${String(index)}` }), destination })
    }
    assert.equal((await payments.payouts.create(to('a'))).status, 'unknown')
    await assert.rejects(payments.payouts.create(to('b')), { code: 'provider_unavailable' })
  })

  it('is exceeded by no more than are written at once, when many come together', async () => {
    const transport = scripted(() => ({
      ...silence,
      meanwhile: () => new Promise((resolve) => setTimeout(resolve, 20)),
    }))
    const { payments } = await world({ transport, limits: { unresolved: 5, writes: 4 } })
    const calls = Array.from({ length: 200 }, (_, index) => payments.payouts.create(to(`p-${String(index)}`)))
    await Promise.allSettled(calls)
    assert.ok(transport.sent.length <= 5 + 4, `${String(transport.sent.length)} were sent with a limit of 5`)
  })
})
