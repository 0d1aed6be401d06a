import assert from 'node:assert/strict'
import { bankPayout, paymentLink, virtualAccount } from '../support/commands.js'
import { JOURNAL_NAMES } from '../support/journals.js'
import { startWorld, type World } from '../support/world.js'

for (const journal of JOURNAL_NAMES) {
  describe(`a command that its caller goes on to change, on the ${journal} journal`, () => {
    let world: World

    beforeEach(async () => {
      world = await startWorld({ journal })
    })

    afterEach(() => world[Symbol.asyncDispose]())

    it('pays the account that it named when it was given', async () => {
      const rows = ['0098000001', '0098000002', '0098000003']
      const command = { ...bankPayout('row'), destination: { ...bankPayout('row').destination, accountNumber: '' } }
      const paying = rows.map((accountNumber) => {
        command.destination.accountNumber = accountNumber
        return world.payments.payouts.create({ ...command, reference: `row-${accountNumber}` })
      })
      await Promise.all(paying)
      const sent = world.palladium.requests.map(({ fields }) => [fields['external_id'], fields['account_number']])
      assert.deepEqual(
        sent.sort(),
        rows.map((row) => [`row-${row}`, row]),
      )
    })

    it('is never sent with content that was not checked', async () => {
      const command = {
        ...virtualAccount('order-1'),
        method: { ...virtualAccount('order-1').method, accountName: 'A' },
      }
      const made = world.payments.payins.create(command)
      command.method.accountName = ''
      assert.equal((await made).status, 'pending')
      assert.deepEqual(
        world.palladium.requests.map(({ fields }) => fields['account_name']),
        ['A'],
      )
    })

    it('is the same payment for a caller who still has it as it was', async () => {
      const command = {
        ...paymentLink('order-1'),
        customer: { ...paymentLink('order-1').customer, name: 'Laura Gómez' },
      }
      const made = world.payments.payins.create(command)
      command.customer.name = 'Someone Else'
      const { id } = await made
      const again = await world.payments.payins.create(paymentLink('order-1'))
      assert.equal(again.id, id)
    })
  })
}
