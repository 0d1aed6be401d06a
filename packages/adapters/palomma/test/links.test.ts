import assert from 'node:assert/strict'
import { WireNumber } from '@polyrail/core'
import { findPayinLink, fromListedLink, fromPayinLink, redirectTo } from '../src/links.js'
import { fakeCall, page, pesos } from './fake-call.js'
import link from './fixtures/payin-link.json' with { type: 'json' }

const sent = {
  type: 'general' as const,
  customerId: link.customerId,
  redirectUrl: link.redirectUrl,
  amount: new WireNumber('84000'),
  availableTypes: ['pse' as const],
  reference: link.reference,
}
const other = { ...link, id: '01J8ZK5Q7RT3M2N9P8W6V4X1YC' }
const find = (...items: readonly unknown[]) => findPayinLink(sent, fakeCall({ 'list-payin-links': page(...items) }))

describe('the look-up of a palomma payin link', () => {
  it('asks for our reference', async () => {
    const context = fakeCall({ 'list-payin-links': page(link) })
    assert.deepEqual(await findPayinLink(sent, context), link)
    assert.deepEqual(context.sent, [{ endpoint: 'list-payin-links', input: { reference: 'ord-9001', limit: '100' } }])
  })

  it('finds nothing in an empty list, nor among links of other references', async () => {
    assert.equal(await find(), undefined)
    assert.equal(await find({ ...link, reference: 'ord-90010' }, { ...link, reference: undefined }), undefined)
  })

  it('follows the pages to the end', async () => {
    const context = fakeCall({
      'list-payin-links': ({ cursor }: { readonly cursor?: string }) =>
        cursor === 'second' ? page(link) : { ...page(), cursor: 'second' },
    })
    assert.deepEqual(await findPayinLink(sent, context), link)
    assert.deepEqual(context.sent[1]?.input, { reference: 'ord-9001', limit: '100', cursor: 'second' })
  })

  it('says nothing of a list that does not end', async () => {
    const context = fakeCall({ 'list-payin-links': { ...page(), cursor: 'again' } })
    await assert.rejects(findPayinLink(sent, context), /did not end within 20 pages/)
  })

  it('takes a link that is listed twice for one', async () => {
    assert.deepEqual(await find(link, link), link)
  })

  it('tells several links apart by amount and customer', async () => {
    assert.deepEqual(await find({ ...other, amount: 84001 }, link), link)
    assert.deepEqual(await find({ ...other, customerId: 'somebody' }, link), link)
  })

  it('does not guess between links that are alike', async () => {
    await assert.rejects(find(link, other), /not exactly one/)
  })

  for (const [what, different] of [
    ['of another amount', { amount: 84001 }],
    ['of another customer, paid long ago', { customerId: 'somebody', status: 'approved' }],
    ['of nobody', { customerId: null }],
  ] as const) {
    it(`takes a link ${what} neither for ours nor for its absence`, async () => {
      await assert.rejects(find({ ...link, ...different }), /not exactly one/)
    })
  }

  it('does not believe a list with an amount that is not exact', async () => {
    await assert.rejects(find({ ...link, amount: 84000.005 }), { name: 'InexactAmount' })
  })
})

describe('the payment page of palomma', () => {
  for (const [given, url] of [
    ['http://payments.palomma.com/payinLinks?payinLinkId=1', 'http://payments.palomma.com/payinLinks?payinLinkId=1'],
    ['https://palomma.com', 'https://palomma.com/'],
    ['https://a.b.palomma.com/x', 'https://a.b.palomma.com/x'],
    ['http://127.0.0.1:8080/pay', 'http://127.0.0.1:8080/pay'],
    ['http://localhost/pay', 'http://localhost/pay'],
    ['http://[::1]:1/pay', 'http://[::1]:1/pay'],
    ['HTTPS://PAYMENTS.PALOMMA.COM/x\n', 'https://payments.palomma.com/x'],
  ] as const) {
    it(`may be ${JSON.stringify(given)}`, () => {
      assert.deepEqual(redirectTo(given), { type: 'redirect', url })
    })
  }

  for (const url of [
    '',
    '/payinLinks',
    '//payments.palomma.com/x',
    'javascript:alert(1)',
    'ftp://payments.palomma.com/x',
    'https://palomma.com.evil.example/x',
    'https://notpalomma.com/x',
    'https://palomma.com@evil.example/x',
    'https://user:secret@payments.palomma.com/x',
    'https://user@payments.palomma.com/x',
    'https://:secret@payments.palomma.com/x',
    'https://evil.example/?https://payments.palomma.com',
    'https://localhost.evil.example/x',
    'https://10.0.0.1/x',
  ]) {
    it(`may not be ${JSON.stringify(url)}`, () => {
      assert.throws(() => redirectTo(url), /not at palomma\.com/)
    })
  }

  it('is not looked at once nobody has to go there', () => {
    const paid = { ...link, status: 'approved', paymentUrl: 'https://evil.example' }
    assert.equal(fromPayinLink(paid).nextAction, undefined)
  })
})

describe('a listed palomma payin link', () => {
  it('has what the list says of it', () => {
    assert.deepEqual(fromListedLink(link), {
      providerId: link.id,
      status: 'pending',
      amount: pesos('84000'),
      reference: 'ord-9001',
      amountCaptured: pesos('0'),
      fee: pesos('500'),
      createdAt: '2031-02-03T14:06:00Z',
      raw: link,
    })
  })

  it('has nothing that the list does not say', () => {
    const { id, status, paymentUrl, amount } = link
    const bare = { id, status, paymentUrl, amount, reference: null, fee: null }
    assert.deepEqual(fromListedLink(bare), { providerId: id, status: 'pending', amount: pesos('84000'), raw: bare })
  })
})
