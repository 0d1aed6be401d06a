import assert from 'node:assert/strict'
import { WireNumber, type CustomerDetails, type Known, type Payin, type PayinOf } from '@polyrail/core'
import { payinsOf } from '../src/payins.js'
import { fakeCall, notFound, page, pesos } from './fake-call.js'
import customer from './fixtures/customer.json' with { type: 'json' }
import approved from './fixtures/payin-link-approved.json' with { type: 'json' }
import link from './fixtures/payin-link.json' with { type: 'json' }

const { payment_link: paymentLink } = payinsOf({})
const payer: CustomerDetails = {
  name: 'Laura Gómez',
  email: 'laura@example.com',
  phone: '3005550142',
  document: { type: 'cc', number: '52834410' },
}
const command: PayinOf<'payment_link'> = {
  reference: 'ord-9001',
  amount: pesos('84000'),
  method: { type: 'payment_link' },
  customer: payer,
  redirectUrl: 'https://shop.example.com/return',
}
const everyType = ['pse', 'bancolombiaButton', 'nequiButton', 'card', 'bancolombiaCollect']
const linkInput = {
  type: 'general',
  customerId: customer.id,
  redirectUrl: 'https://shop.example.com/return',
  amount: new WireNumber('84000'),
  availableTypes: everyType,
  reference: 'ord-9001',
}
const created = { ...customer, reference: 'ord-9001' }
const known = { providerId: link.id, object: {} } as unknown as Known<Payin>

describe('palomma payment links', () => {
  it('create the customer under the reference of the payment, and then the link', async () => {
    const { call, sent } = fakeCall({ 'prepare-customer': created, 'create-payin-link': link })
    await paymentLink.create(command, { call, before: call, reference: 'ord-9001', now: 0 })
    assert.deepEqual(sent, [
      {
        endpoint: 'prepare-customer',
        input: {
          name: 'Laura Gómez',
          documentType: 'cc',
          documentNumber: '52834410',
          email: 'laura@example.com',
          phoneNumber: '3005550142',
          reference: 'ord-9001',
        },
      },
      { endpoint: 'create-payin-link', input: linkInput },
    ])
  })

  it('show the page to redirect to, what is collected, the fee and the expiry', async () => {
    const { call } = fakeCall({ 'prepare-customer': created, 'create-payin-link': link })
    assert.deepEqual(await paymentLink.create(command, { call, before: call, reference: 'ord-9001', now: 0 }), {
      status: 'pending',
      providerId: '01J8ZK5Q7RT3M2N9P8W6V4X1YB',
      reference: 'ord-9001',
      amount: pesos('84000'),
      amountCaptured: pesos('0'),
      fee: pesos('500'),
      expiresAt: '2031-02-05T04:59:59.000Z',
      nextAction: {
        type: 'redirect',
        url: 'http://payments.palomma.com/payinLinks?payinLinkId=01J8ZK5Q7RT3M2N9P8W6V4X1YB',
      },
    })
  })

  it('send everything that is optional when it is asked for', async () => {
    const { call, sent } = fakeCall({ 'prepare-customer': created, 'create-payin-link': link })
    const { payment_link } = payinsOf({ targetMerchantAccountId: 'acc-2' })
    const optional = { description: 'Pedido 9001', expiresAt: '2031-02-05T04:59:59.500Z' }
    const method = { type: 'payment_link', availableTypes: ['pse', 'card'] } as const
    await payment_link.create(
      { ...command, ...optional, method },
      { call, before: call, reference: 'ord-9001', now: 0 },
    )
    assert.deepEqual(sent[1]?.input, {
      ...linkInput,
      availableTypes: ['pse', 'card'],
      description: 'Pedido 9001',
      expiration: '2031-02-04T23:59:59',
      targetMerchantAccountId: 'acc-2',
    })
  })

  describe('for a customer with a reference', () => {
    const withReference = { ...command, customer: { ...payer, reference: 'cust-204' } }
    const creating = { 'prepare-customer': customer, 'create-payin-link': link }
    const endpoints = (sent: readonly { readonly endpoint: string }[]) => sent.map(({ endpoint }) => endpoint)

    it('use the record of the same person', async () => {
      const { call, sent } = fakeCall({ ...creating, 'list-customers': page(customer) })
      await paymentLink.create(withReference, { call, before: call, reference: 'ord-9001', now: 0 })
      assert.deepEqual(sent[0], { endpoint: 'list-customers', input: { reference: 'cust-204', limit: '100' } })
      assert.deepEqual(endpoints(sent), ['list-customers', 'create-payin-link'])
      assert.deepEqual(sent[1]?.input, linkInput)
    })

    it('use the oldest of several records', async () => {
      const oldest = { ...customer, id: '01J7ZK3V0M6Q2W9T4B7X5C1D8E' }
      const { call, sent } = fakeCall({ ...creating, 'list-customers': page(customer, oldest, customer) })
      await paymentLink.create(withReference, { call, before: call, reference: 'ord-9001', now: 0 })
      assert.deepEqual(sent[1]?.input, { ...linkInput, customerId: oldest.id })
    })

    for (const [what, other] of [
      ['another number', { documentNumber: '52834411' }],
      ['another type of document', { documentType: 'ce' }],
      ['another reference', { reference: 'cust-2040' }],
    ] as const) {
      it(`create a record where the one found has ${what}`, async () => {
        const { call, sent } = fakeCall({ ...creating, 'list-customers': page({ ...customer, ...other }) })
        await paymentLink.create(withReference, { call, before: call, reference: 'ord-9001', now: 0 })
        assert.deepEqual(endpoints(sent), ['list-customers', 'prepare-customer', 'create-payin-link'])
        assert.equal((sent[1]?.input as { readonly reference: string }).reference, 'cust-204')
      })
    }
  })

  it('are not made out to a customer that was answered under another reference', async () => {
    const { call, sent } = fakeCall({ 'prepare-customer': customer, 'list-customers': page() })
    await assert.rejects(
      paymentLink.create(command, { call, before: call, reference: 'ord-9001', now: 0 }),
      /another customer/,
    )
    assert.equal(sent.length, 2)
  })

  it('are made out to the right record where the answer named another one', async () => {
    const found = { ...created, id: '01J9ZK3V0M6Q2W9T4B7X5C1D8E' }
    const answers = { 'prepare-customer': customer, 'list-customers': page(found), 'create-payin-link': link }
    const { call, sent } = fakeCall(answers)
    await paymentLink.create(command, { call, before: call, reference: 'ord-9001', now: 0 })
    assert.deepEqual(sent[2]?.input, { ...linkInput, customerId: found.id })
  })

  it('believe a customer whose reference is not repeated', async () => {
    const { call } = fakeCall({ 'prepare-customer': { ...customer, reference: null }, 'create-payin-link': link })
    assert.equal(
      (await paymentLink.create(command, { call, before: call, reference: 'ord-9001', now: 0 })).status,
      'pending',
    )
  })

  for (const [given, sentPhone] of [
    ['+573005550142', '3005550142'],
    ['573005550142', '3005550142'],
    ['3005550142', '3005550142'],
    ['+14155550100', '+14155550100'],
  ] as const) {
    it(`send the phone ${given} as ${sentPhone}`, async () => {
      const { call, sent } = fakeCall({ 'prepare-customer': created, 'create-payin-link': link })
      await paymentLink.create(
        { ...command, customer: { ...payer, phone: given } },
        { call, before: call, reference: 'ord-9001', now: 0 },
      )
      assert.equal((sent[0]?.input as { readonly phoneNumber: string }).phoneNumber, sentPhone)
    })
  }

  it('are believed where the reference is not repeated', async () => {
    const { call } = fakeCall({ 'prepare-customer': created, 'create-payin-link': { ...link, reference: null } })
    const payin = await paymentLink.create(command, { call, before: call, reference: 'ord-9001', now: 0 })
    assert.equal(payin.reference, undefined)
  })

  it('are read by their id; a status message beside approved says nothing', async () => {
    const { call, sent } = fakeCall({ 'retrieve-payin-link': approved })
    assert.deepEqual(await paymentLink.retrieve?.({ ...known, providerId: approved.id }, { call }), {
      status: 'succeeded',
      providerId: '01HPR5TEDFKT498V8CYY3RPCXP',
      reference: '<string>',
      amount: pesos('100000'),
      amountCaptured: pesos('100000'),
      fee: pesos('500'),
      expiresAt: undefined,
      nextAction: undefined,
    })
    assert.deepEqual(sent, [{ endpoint: 'retrieve-payin-link', input: { payinLinkId: approved.id } }])
  })

  it('are absent where the provider answers 404', async () => {
    const { call } = fakeCall({ 'retrieve-payin-link': notFound })
    assert.equal(await paymentLink.retrieve?.(known, { call }), undefined)
  })

  it('pass every other failure of a read on', async () => {
    const { call } = fakeCall({ 'retrieve-payin-link': new Error('no answer') })
    await assert.rejects(async () => paymentLink.retrieve?.(known, { call }), /no answer/)
  })

  it('say what an account may collect at once', () => {
    assert.deepEqual(paymentLink.currencies, { COP: { decimals: 0, minimum: '1501', maximum: '2000000' } })
    const larger = payinsOf({ maximumPayin: '9000000' }).payment_link
    assert.equal(larger.currencies['COP']?.maximum, '9000000')
  })
})
