import assert from 'node:assert/strict'
import { agreementOf, type JournalEntry, type LedgerEntry } from '../src/demo/agreement.js'
import { exitCodeOf } from '../src/demo/play.js'

const PAYOUT: JournalEntry = {
  provider: 'palladium',
  reference: 'payout-1',
  direction: 'payout',
  kind: 'payout',
  amount: { amount: '250000', currency: 'IDR' },
  status: 'processing',
}
const PAYIN: JournalEntry = { ...PAYOUT, reference: 'order-1', direction: 'payin', kind: 'virtual account' }

const DISBURSEMENT: LedgerEntry = {
  provider: 'palladium',
  type: 'disbursement',
  reference: 'payout-1',
  amount: '250000',
  currency: 'IDR',
}
const ACCOUNT: LedgerEntry = { ...DISBURSEMENT, type: 'virtual_account', reference: 'order-1' }
const PAYMENT: LedgerEntry = { ...ACCOUNT, type: 'payment' }

const problemsOf = (journal: readonly JournalEntry[], ledger: readonly LedgerEntry[]): readonly unknown[] => {
  const agreement = agreementOf(journal, ledger)
  assert.equal(exitCodeOf({ agreement }), agreement.agrees ? 0 : 1)
  assert.equal(
    agreement.agrees,
    agreement.rows.every(({ agrees }) => agrees),
  )
  return agreement.rows.flatMap(({ problem = [] }) => problem)
}

describe('the comparison of the journal with the ledgers', () => {
  it('finds nothing wrong in two empty books', () => {
    assert.deepEqual(agreementOf([], []), { agrees: true, rows: [] })
  })

  it('agrees where each side has it once', () => {
    assert.deepEqual(agreementOf([PAYOUT], [DISBURSEMENT]), {
      agrees: true,
      rows: [
        {
          reference: 'payout-1',
          kind: 'payout',
          amount: { amount: '250000', currency: 'IDR' },
          journal: 'processing',
          executed: 1,
          paid: 0,
          agrees: true,
        },
      ],
    })
  })

  it('agrees for an amount that is written otherwise', () => {
    assert.deepEqual(problemsOf([PAYOUT], [{ ...DISBURSEMENT, amount: '250000.00' }]), [])
  })

  for (const status of ['pending', 'processing', 'succeeded', 'unknown']) {
    it(`sees that something ${status} was executed twice`, () => {
      assert.deepEqual(problemsOf([{ ...PAYOUT, status }], [DISBURSEMENT, DISBURSEMENT]), ['executed 2 times'])
    })
  }

  for (const status of ['pending', 'processing', 'succeeded']) {
    it(`sees that something ${status} was never executed`, () => {
      assert.deepEqual(problemsOf([{ ...PAYOUT, status }], []), ['never executed'])
    })
  }

  for (const status of ['processing', 'unknown']) {
    it(`sees that something ${status} has another amount`, () => {
      assert.deepEqual(problemsOf([{ ...PAYOUT, status }], [{ ...DISBURSEMENT, amount: '250001' }]), [
        'another amount: 250001 IDR',
      ])
    })
  }

  it('sees another currency, and an amount that is not there', () => {
    assert.deepEqual(problemsOf([PAYOUT], [{ ...DISBURSEMENT, currency: 'COP' }]), ['another amount: 250000 COP'])
    const { amount: _, ...without } = DISBURSEMENT
    assert.deepEqual(problemsOf([PAYOUT], [without]), ['no amount at the provider'])
  })

  it('lets something unknown be executed once or never', () => {
    assert.deepEqual(problemsOf([{ ...PAYOUT, status: 'unknown' }], []), [])
    assert.deepEqual(problemsOf([{ ...PAYOUT, status: 'unknown' }], [DISBURSEMENT]), [])
  })

  for (const status of ['refused', 'not_sent', 'absent']) {
    it(`wants nothing executed of what is ${status}`, () => {
      assert.deepEqual(problemsOf([{ ...PAYOUT, status }], []), [])
      const [problem] = problemsOf([{ ...PAYOUT, status }], [DISBURSEMENT])
      assert.equal(problem, `executed although ${status.replace('_', ' ')}`)
    })
  }

  it('wants a payin that succeeded to be paid once, in its amount', () => {
    const succeeded = { ...PAYIN, status: 'succeeded' }
    assert.deepEqual(problemsOf([succeeded], [ACCOUNT, PAYMENT]), [])
    assert.deepEqual(problemsOf([succeeded], [ACCOUNT]), ['paid 0 times'])
    assert.deepEqual(problemsOf([succeeded], [ACCOUNT, PAYMENT, PAYMENT]), ['paid 2 times'])
    assert.deepEqual(problemsOf([succeeded], [ACCOUNT, { ...PAYMENT, amount: '1' }]), ['another amount: 1 IDR'])
  })

  it('sees what the journal does not know', () => {
    assert.deepEqual(problemsOf([], [DISBURSEMENT]), ['not in the journal'])
    const { reference: _, ...nameless } = DISBURSEMENT
    assert.deepEqual(
      agreementOf([], [nameless, PAYMENT]).rows.map(({ reference, executed, paid }) => [reference, executed, paid]),
      [
        ['(none)', 1, 0],
        ['order-1', 0, 1],
      ],
    )
  })

  it('tells a payin from a payout, and one provider from another, under the same reference', () => {
    const payin = { ...PAYIN, reference: 'payout-1' }
    assert.deepEqual(problemsOf([payin, PAYOUT], [{ ...ACCOUNT, reference: 'payout-1' }, DISBURSEMENT]), [])
    assert.deepEqual(problemsOf([payin], [DISBURSEMENT]), ['never executed', 'not in the journal'])
    assert.deepEqual(problemsOf([PAYOUT], [DISBURSEMENT, { ...DISBURSEMENT, provider: 'palomma' }]), [
      'not in the journal',
    ])
  })

  it('believes no status that it has no rule for', () => {
    assert.deepEqual(problemsOf([{ ...PAYOUT, status: 'expired' }], [DISBURSEMENT]), ['no rule for the status expired'])
  })
})
