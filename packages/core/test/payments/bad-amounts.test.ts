import assert from 'node:assert/strict'
import type { Issue } from '../../src/index.js'
import { KEY, acme } from '../support/acme.js'
import { answer, scripted } from '../support/transport.js'
import { payin, world } from '../support/world.js'

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
const refused = (what: string, command: unknown, ...issues: readonly (readonly [string, string])[]) =>
  it(`is refused with ${what}, and nothing is written or sent`, () =>
    refusedPayin(
      command,
      issues.map(([path, message]) => ({ path, message })),
    ))

describe('the amount of a payin', () => {
  const amounts: readonly (readonly [unknown, string])[] = [
    ['0', 'expected more than zero'],
    ['0.00', 'expected more than zero'],
    [150000, 'expected a decimal string such as "150000.50", not a number'],
    [150000n, 'expected a decimal string such as "150000.50", not a bigint'],
    [undefined, 'expected a decimal string such as "150000.50", not a undefined'],
    ['9'.repeat(41), 'expected a shorter decimal string'],
    ['10000000000000.01', 'is larger than any payment'],
    ['150000.50', 'expected a whole amount, without a fraction'],
    ['150000.501', 'expected at most 2 decimals'],
    ['999', 'expected at least 1000'],
    ['50000001', 'expected at most 50000000'],
  ]
  for (const [amount, message] of amounts)
    refused(String(amount), payin(rupiah(amount) as never), ['amount.amount', message])
  for (const amount of [
    '-1',
    '+1',
    '1e3',
    '01',
    '1.',
    '.5',
    ' 1',
    '1 ',
    '1,000',
    '１',
    '1\n',
    '',
    'NaN',
    '0x10',
    '1_000',
  ]) {
    refused(JSON.stringify(amount), payin(rupiah(amount) as never), [
      'amount.amount',
      'expected a decimal number such as 150000.50',
    ])
  }
  for (const currency of ['idr', 'XXQ', '', 'constructor', 360, undefined]) {
    refused(`the currency ${String(currency)}`, payin({ amount: { amount: '1', currency: currency as never } }), [
      'amount.currency',
      'expected a currency code of ISO 4217 such as IDR',
    ])
  }
  refused('a text for all', payin({ amount: '150000' as never }), [
    'amount',
    'expected an object such as { amount: "150000.50", currency: "COP" }',
  ])
  refused('a field too many', payin({ amount: { amount: '150000', currency: 'IDR', minor: 2 } as never }), [
    'amount.minor',
    'is not a known field',
  ])

  it('may be the smallest and the largest that the provider takes, with zeros behind the point', async () => {
    const { payments } = await untouched()
    assert.deepEqual((await payments.payins.create(payin({ reference: 'a', ...rupiah('1000.00') } as never))).amount, {
      amount: '1000',
      currency: 'IDR',
    })
    assert.deepEqual((await payments.payins.create(payin({ reference: 'b', ...rupiah('50000000') } as never))).amount, {
      amount: '50000000',
      currency: 'IDR',
    })
  })
})

describe('the expiry of a payin', () => {
  const wrong = 'expected an instant of ISO 8601 with a zone, such as 2031-05-17T12:00:00Z'
  for (const expiresAt of [
    'tomorrow',
    '2032-01-01',
    '2032-01-01T00:00:00',
    '2032-02-30T00:00:00Z',
    '2032-13-01T00:00:00Z',
    7,
    new Date(0),
    '2032-01-01T99:00:00Z',
  ]) {
    refused(`the expiry ${String(expiresAt)}`, payin({ expiresAt: expiresAt as never }), ['expiresAt', wrong])
  }
  refused('an expiry that is now', payin({ expiresAt: '2031-05-17T12:00:00Z' }), [
    'expiresAt',
    'expected a time in the future',
  ])

  it('that has passed since does not hide a payin that exists', async () => {
    const { payments, clock, transport } = await world({ transport: scripted(() => paid) })
    const command = payin({ expiresAt: '2031-05-17T19:00:01+07:00' })
    const created = await payments.payins.create(command)
    assert.equal(created.expiresAt, '2031-05-17T19:00:01+07:00')
    clock.advance(3_600_000)
    assert.deepEqual(await payments.payins.create(command), created)
    assert.equal(transport.sent.length, 1)
  })
})
