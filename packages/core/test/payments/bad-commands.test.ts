import assert from 'node:assert/strict'
import type { Issue } from '../../src/index.js'
import { KEY, acme } from '../support/acme.js'
import { answer, scripted } from '../support/transport.js'
import { payin, payout, world } from '../support/world.js'

const paid = answer(201, { id: 'ch_1', status: 'paid' })
const rupiah = (amount: unknown) => ({ amount: { amount, currency: 'IDR' } })

/** A platform on which nothing may be sent and nothing written. */
const untouched = async (providers = [acme({ apiKey: KEY })]) => {
  const all = await world({ transport: scripted(() => paid), providers })
  let written = 0
  const arm = all.journal.arm.bind(all.journal)
  Object.assign(all.journal, { arm: (intent: never) => (written++, arm(intent)) })
  return { ...all, touched: () => [all.transport.asked.length, written] }
}

const sorted = (issues: readonly Issue[]) => issues.map(({ path, message }) => `${path}: ${message}`).sort()
const isRefused = (issues: readonly Issue[]) => (error: unknown) => {
  const { name, code, issues: told } = error as { name: string; code: string; issues: readonly Issue[] }
  assert.deepEqual([name, code, sorted(told)], ['ValidationError', 'invalid_request', sorted(issues)])
  return true
}

const refusedPayin = async (command: unknown, issues: readonly Issue[]) => {
  const { payments, touched } = await untouched()
  await assert.rejects(payments.payins.create(command as never), isRefused(issues))
  assert.deepEqual(touched(), [0, 0])
}
const refusedPayout = async (command: unknown, issues: readonly Issue[]) => {
  const { payments, touched } = await untouched()
  await assert.rejects(payments.payouts.create(command as never), isRefused(issues))
  assert.deepEqual(touched(), [0, 0])
}
const refused = (what: string, command: unknown, ...issues: readonly (readonly [string, string])[]) =>
  it(`is refused with ${what}, and nothing is written or sent`, () =>
    refusedPayin(
      command,
      issues.map(([path, message]) => ({ path, message })),
    ))

describe('a payin command', () => {
  for (const nothing of [undefined, null, 'order-1', 7, []]) {
    refused(JSON.stringify([nothing]), nothing, ['', 'expected a value of type object'])
  }
  refused('nothing in it', {}, ['reference', 'is required'], ['method', 'is required'], ['amount', 'is required'])
  refused('a field that does not exist', payin({ card: '4111' } as never), ['card', 'is not a known field'])
  refused(
    'two things wrong at once',
    payin({ reference: '', ...rupiah('0') } as never),
    ['reference', 'expected at least 1 characters'],
    ['amount.amount', 'expected more than zero'],
  )
  refused('no text as reference', payin({ reference: 7 as never }), ['reference', 'expected a value of type string'])
  refused('a reference of 10 KB', payin({ reference: 'a'.repeat(10_240) }), [
    'reference',
    'expected at most 255 characters',
  ])
  refused('a reference with a line break', payin({ reference: 'a\nb' }), [
    'reference',
    'must not contain control characters',
  ])
  refused('a reference with NUL', payin({ reference: 'a\0b' }), ['reference', 'must not contain control characters'])
  refused('a reference that turns around', payin({ reference: 'a\u202eb' }), [
    'reference',
    'must not contain control characters',
  ])
  refused('an isolating mark in a text', payin({ description: 'a\u2066b' }), [
    'description',
    'must not contain control characters',
  ])
  refused('a line separator in a text', payin({ description: 'a\u2028b' }), [
    'description',
    'must not contain control characters',
  ])
  refused('an escape character in a name', payin({ customer: { name: '\u001b[31mAna' } }), [
    'customer.name',
    'must not contain control characters',
  ])
  refused('an unknown method', payin({ method: { type: 'cash' } as never }), [
    'method.type',
    'expected one of virtual_account, retail_outlet, qr_code, payment_link, bank_debit, card, hosted_card',
  ])
  for (const type of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    refused(`a method named ${type}`, payin({ method: { type } as never }), [
      'method.type',
      'expected one of virtual_account, retail_outlet, qr_code, payment_link, bank_debit, card, hosted_card',
    ])
  }
  refused('a method without a type', payin({ method: {} as never }), ['method.type', 'is required'])
  refused('a text as method', payin({ method: 'qr_code' as never }), ['method', 'expected a value of type object'])
  refused('a field too many in its method', payin({ method: { type: 'qr_code', bankCode: 'BNI' } as never }), [
    'method.bankCode',
    'is not a known field',
  ])
  refused(
    'a field missing in its method',
    payin({ method: { type: 'virtual_account', bankCode: 'BNI' } as never }),
    ['method.accountName', 'is required'],
    ['method.singleUse', 'is required'],
  )
  refused(
    'an outlet that is not known',
    payin({ method: { type: 'retail_outlet', outlet: 'KIOSK' as never, payerName: 'Ana' } }),
    ['method.outlet', 'expected one of ALFAMART'],
  )
  refused('an unknown way of capture', payin({ capture: 'later' as never }), [
    'capture',
    'expected one of automatic, manual',
  ])
  refused('an e-mail that is none', payin({ customer: { name: 'Ana', email: 'ana' } }), [
    'customer.email',
    'expected an e-mail address',
  ])
  refused('a country that is none', payin({ customer: { name: 'Ana', address: { country: 'co' } } }), [
    'customer.address.country',
    'expected a country code of two capital letters',
  ])
  refused('metadata that is no text', payin({ metadata: { shop: 7 as never } }), [
    'metadata.shop',
    'expected a value of type string',
  ])
  refused('a line item without a price', payin({ lineItems: [{ title: 'Tea', quantity: 1 } as never] }), [
    'lineItems.0.price',
    'is required',
  ])
  refused('a provider that is not there', payin({ provider: 'nobody' }), ['provider', 'expected one of acme'])
  refused('a reference that is no Unicode', payin({ reference: 'a\ud800' }), [
    'reference',
    'must not contain control characters',
  ])
})

describe('a payout command', () => {
  const to = payout().destination
  const wrong: readonly (readonly [string, unknown, readonly Issue[]])[] = [
    ['nothing in it', {}, ['reference', 'destination', 'amount'].map((path) => ({ path, message: 'is required' }))],
    [
      'an unknown destination',
      payout({ destination: { type: 'constructor' } as never }),
      [{ path: 'destination.type', message: 'expected one of bank_account, recipient, saved' }],
    ],
    [
      'an account number with a slash',
      payout({ destination: { ...to, accountNumber: '1/2' } as never }),
      [{ path: 'destination.accountNumber', message: 'expected to match ^[0-9A-Za-z -]+$' }],
    ],
    [
      'a notice to nobody',
      payout({ destination: { ...to, notify: { to: 'me' } } as never }),
      [{ path: 'destination.notify.to', message: 'expected an e-mail address' }],
    ],
    [
      'a start that is no time',
      payout({ availableFrom: 'now' }),
      [{ path: 'availableFrom', message: 'expected an instant of ISO 8601 with a zone, such as 2031-05-17T12:00:00Z' }],
    ],
    [
      'an end that is no time',
      payout({ availableUntil: '2031' }),
      [
        {
          path: 'availableUntil',
          message: 'expected an instant of ISO 8601 with a zone, such as 2031-05-17T12:00:00Z',
        },
      ],
    ],
  ]
  for (const [what, command, issues] of wrong) it(`is refused with ${what}`, () => refusedPayout(command, issues))
})

describe('many things wrong', () => {
  it('are told up to a limit', async () => {
    const { payments } = await untouched()
    const lineItems = Array.from({ length: 500 }, () => ({}) as never)
    await assert.rejects(payments.payins.create(payin({ lineItems })), ({ issues }: { issues: readonly Issue[] }) => {
      assert.equal(issues.length, 20)
      return true
    })
  })
})
