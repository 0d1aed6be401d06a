import assert from 'node:assert/strict'
import { balances } from '../src/balances.js'
import { statements } from '../src/statements.js'
import { fakeCall, rupiah } from './fake-call.js'
import me from './fixtures/me.json' with { type: 'json' }
import transactions from './fixtures/transactions.json' with { type: 'json' }

const lines = async (rows: readonly unknown[]) => {
  const { call, sent } = fakeCall({ 'get-transaction-list': rows })
  const all = []
  for await (const line of statements({ from: '2031-05-19T00:00:00+07:00', to: '2031-05-20T00:00:00+07:00' }, { call }))
    all.push(line)
  return { all, sent }
}

const wallets = [
  { kind: 'withdrawable', ...rupiah('9150000') },
  { kind: 'payout', ...rupiah('4200000') },
]

describe('palladium balances', () => {
  it('reads both wallets and the loan', async () => {
    const { call, sent } = fakeCall({ me })
    assert.deepEqual(await balances({ call }), [
      ...wallets,
      { kind: 'loan_available', ...rupiah('1000000') },
      { kind: 'loan_used', ...rupiah('0') },
    ])
    assert.deepEqual(sent, [{ endpoint: 'me', input: {} }])
  })

  it('reads the earlier spelling of the wallets', async () => {
    const earlier = { remaning_withdrawable_amount: 9150000, remaning_disbursable_amount: 4200000 }
    const { call } = fakeCall({ me: earlier })
    assert.deepEqual(await balances({ call }), wallets)
  })
})

describe('palladium statements', () => {
  it('reads a payin, whose fee is printed as negative, and a payout', async () => {
    const { all, sent } = await lines(transactions)
    assert.deepEqual(sent, [
      { endpoint: 'get-transaction-list', input: { start_date: '2031-05-19', end_date: '2031-05-19' } },
    ])
    assert.deepEqual(all, [
      {
        type: 'bni',
        direction: 'in',
        amount: rupiah('150000'),
        fee: rupiah('8400'),
        date: '2031-05-19',
        accountNumber: '8808999912345678',
        bankCode: 'BNI',
        raw: transactions[0],
      },
      {
        type: 'disbursement',
        direction: 'out',
        amount: rupiah('90000'),
        fee: rupiah('8400'),
        date: '2031-05-19',
        description: 'Komisi Mei',
        accountNumber: '0098123456',
        bankCode: 'BCA',
        raw: transactions[1],
      },
    ])
  })

  it('tells the direction of a row without a fee by its type', async () => {
    const free = { amount: 90000, fee: 0, total: 90000, date: '2031-05-19' }
    const { all } = await lines([
      { ...free, transaction_type: 'Disbursement' },
      { ...free, transaction_type: 'bri' },
    ])
    assert.deepEqual(
      all.map(({ direction }) => direction),
      ['out', 'in'],
    )
  })
})
