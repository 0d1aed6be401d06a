import assert from 'node:assert/strict'
import type { Customer, Known } from '@polyrail/core'
import { customers, findCustomer } from '../src/customers.js'
import { lookups } from '../src/lookups.js'
import { fakeCall, notFound, page } from './fake-call.js'
import customer from './fixtures/customer.json' with { type: 'json' }

const command = {
  reference: 'cust-204',
  customer: {
    name: 'Laura Gómez',
    email: 'laura@example.com',
    phone: '3005550142',
    document: { type: 'cc', number: '52834410' },
  },
}
const sent = {
  name: 'Laura Gómez',
  documentType: 'cc' as const,
  documentNumber: '52834410',
  email: 'laura@example.com',
  phoneNumber: '3005550142',
  reference: 'cust-204',
}

describe('palomma customers', () => {
  it('are created with every field and our reference', async () => {
    const context = fakeCall({ 'create-customer': customer })
    const answer = await customers.create(command, { ...context, before: context.call, reference: 'cust-204', now: 0 })
    assert.deepEqual(context.sent, [{ endpoint: 'create-customer', input: sent }])
    assert.deepEqual(answer, { status: 'active', providerId: customer.id, reference: 'cust-204' })
  })

  it('repeat no reference where the provider does not', async () => {
    const { call } = fakeCall({ 'create-customer': { ...customer, reference: null } })
    const answer = await customers.create(command, { call, before: call, reference: 'cust-204', now: 0 })
    assert.equal(answer.reference, undefined)
  })

  it('are read by their id, and absent where the provider answers 404', async () => {
    const { retrieve } = customers
    const known = { providerId: customer.id, object: {} } as unknown as Known<Customer>
    const context = fakeCall({ 'retrieve-customer': customer })
    assert.equal((await retrieve?.(known, context))?.status, 'active')
    assert.deepEqual(context.sent, [{ endpoint: 'retrieve-customer', input: { customerId: customer.id } }])
    assert.equal(await retrieve?.(known, fakeCall({ 'retrieve-customer': notFound })), undefined)
  })

  it('are found by reference and document after a lost answer', async () => {
    const context = fakeCall({ 'list-customers': page({ ...customer, documentNumber: '1' }, customer) })
    assert.deepEqual(await findCustomer(sent, context), customer)
  })

  it('are not found where there is no such person', async () => {
    assert.equal(await findCustomer(sent, fakeCall({ 'list-customers': page() })), undefined)
  })

  it('can be looked up however they were created, as links can', () => {
    assert.deepEqual(
      lookups.map(({ endpoint }) => endpoint.name),
      [
        'create-customer',
        'prepare-customer',
        'create-payin-link',
        'create-payin-source',
        'create-payout-target',
        'prepare-payout-target',
        'create-payin-request',
        'create-payout-request',
      ],
    )
  })
})
