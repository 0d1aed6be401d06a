import assert from 'node:assert/strict'
import { wireNumber } from '../../src/index.js'
import { KEY, createCharge, mapping } from '../support/acme.js'
import { answer, replies } from '../support/transport.js'
import { payin, stateOf, world } from '../support/world.js'

describe('a mapping that answers with a status that is none', () => {
  for (const status of ['', 'unknown', 'paid', 'toString', 7, undefined]) {
    it(`(${String(status)}) leaves the payment unknown, because it was sent`, async () => {
      const strange = mapping(async ({ amount }, { call, reference }) => {
        const { id } = await call(createCharge, { reference, amount: wireNumber(amount, 0) })
        return { providerId: id, status: status as never }
      })
      const { payments, journal } = await world({
        transport: replies({ '/charges': [answer(200, { id: 'ch_1', status: 'waiting' })] }),
        providers: [strange({ apiKey: KEY })],
      })
      const made = await payments.payins.create(payin()).catch((error: unknown) => error)
      assert.equal((made as { status?: string }).status, 'unknown')
      assert.equal(await stateOf(journal), 'UNKNOWN')
    })
  }
})
