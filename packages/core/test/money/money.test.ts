import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  InexactAmount,
  canonicalMoney,
  decimalText,
  minorUnits,
  moneyFrom,
  sameMoney,
  unsigned,
  wireNumber,
} from '../../src/index.js'
import { decimalsOf } from '../../src/money/currencies.js'
import { textOf, unitsOf } from '../../src/money/money.js'

const CURRENCIES = [
  ['JPY', 0],
  ['COP', 2],
  ['BHD', 3],
  ['CLF', 4],
] as const
const PLAIN = /^(0|[1-9]\d*)(\.\d+)?$/
const units = fc.bigInt({ min: 0n, max: 10n ** 30n })

describe('an amount', () => {
  for (const [currency, decimals] of CURRENCIES) {
    it(`of ${currency} is the same after it was written and read, and never in exponent form`, () => {
      fc.assert(
        fc.property(units, (minor) => {
          const amount = textOf(minor, decimals)
          assert.match(amount, PLAIN)
          assert.equal(unitsOf(amount, decimals), minor)
          assert.equal(minorUnits({ amount, currency }), minor)
          assert.deepEqual(canonicalMoney({ amount, currency }), { amount, currency })
        }),
        { numRuns: 2_000 },
      )
    })
    it(`of ${currency} has one writing, however many zeros stand behind it`, () => {
      fc.assert(
        fc.property(units, fc.nat({ max: 20 }), (minor, zeros) => {
          const amount = textOf(minor, decimals)
          const longer = amount.includes('.') ? amount + '0'.repeat(zeros) : `${amount}.0${'0'.repeat(zeros)}`
          assert.deepEqual(canonicalMoney({ amount: longer, currency }), { amount, currency })
          assert.equal(sameMoney({ amount, currency }, { amount: longer, currency }), true)
        }),
      )
    })
  }

  it('is written whole without a point, and otherwise with all decimals', () => {
    for (const [amount, written] of [
      ['150000', '150000'],
      ['150000.0', '150000'],
      ['150000.5', '150000.50'],
      ['0.05', '0.05'],
      ['0', '0'],
      ['0.0000', '0'],
    ] as const) {
      assert.equal(canonicalMoney({ amount, currency: 'COP' }).amount, written)
    }
  })

  for (const amount of [
    '',
    '1e3',
    '1E3',
    '01',
    '00',
    '+1',
    '-1',
    '-0',
    '1.',
    '.5',
    ' 1',
    '1 ',
    '1\n',
    '1,5',
    '1.000.000',
    '１',
    '٣',
    '0x1',
    '1_0',
    'NaN',
    'Infinity',
    '1.5.0',
    '--1',
  ]) {
    it(`is not ${JSON.stringify(amount)}`, () =>
      assert.throws(() => minorUnits({ amount, currency: 'COP' }), InexactAmount))
  }
  it('has no more decimals than its currency', () => {
    assert.throws(() => minorUnits({ amount: '1.005', currency: 'COP' }), { message: 'expected at most 2 decimals' })
    assert.throws(() => minorUnits({ amount: '0.5', currency: 'JPY' }), { message: 'expected at most 0 decimals' })
    assert.equal(minorUnits({ amount: '1.0050', currency: 'BHD' }), 1005n)
  })
  it('is of a currency that exists', () => {
    assert.throws(() => minorUnits({ amount: '1', currency: 'XXQ' }), { message: 'XXQ is not a currency of ISO 4217' })
    assert.equal(decimalsOf('constructor'), undefined)
  })
  it('equals another of its currency only', () => {
    assert.equal(sameMoney({ amount: '1', currency: 'COP' }, { amount: '1', currency: 'USD' }), false)
    assert.equal(sameMoney({ amount: '1', currency: 'COP' }, { amount: '1.01', currency: 'COP' }), false)
  })
})

describe('an amount on the wire', () => {
  it('has as many decimals as the provider carries, and no more', () => {
    const money = { amount: '1500.50', currency: 'COP' }
    assert.equal(decimalText(money, 2), '1500.50')
    assert.equal(decimalText(money, 4), '1500.5000')
    assert.equal(wireNumber(money, 1).text, '1500.5')
    assert.equal(decimalText({ amount: '10000000', currency: 'IDR' }, 0), '10000000')
    assert.throws(() => decimalText(money, 0), InexactAmount)
  })
  it('is never in exponent form', () => {
    assert.equal(wireNumber({ amount: `1${'0'.repeat(30)}`, currency: 'IDR' }, 0).text, `1${'0'.repeat(30)}`)
  })
})

describe("an amount in a provider's answer", () => {
  for (const [value, currency, amount] of [
    [10000000, 'IDR', '10000000'],
    [1500.5, 'COP', '1500.50'],
    ['1500.50', 'COP', '1500.50'],
    ['10000.00', 'IDR', '10000'],
    [0, 'IDR', '0'],
    [-0, 'IDR', '0'],
    [0.01, 'COP', '0.01'],
    [1e21, 'IDR', '1000000000000000000000'],
    [1.5e21, 'IDR', '1500000000000000000000'],
    [123456789012345, 'IDR', '123456789012345'],
    ['100.000000000000000000', 'COP', '100'],
  ] as const) {
    it(`is ${amount} for ${typeof value} ${value} ${currency}`, () =>
      assert.deepEqual(moneyFrom(value, currency), { amount, currency }))
  }
  for (const [value, currency] of [
    [0.1 + 0.2, 'COP'],
    [100.005, 'COP'],
    [9007199254740993, 'IDR'],
    [1234567890123456, 'IDR'],
    ['1234567890123456', 'IDR'],
    [-1, 'IDR'],
    ['-1', 'IDR'],
    [Number.NaN, 'IDR'],
    [Number.POSITIVE_INFINITY, 'IDR'],
    [1e-7, 'COP'],
    [0.5, 'JPY'],
    ['1e3', 'IDR'],
    ['$1.000', 'COP'],
    ['1.000.000', 'COP'],
    ['', 'COP'],
    [1, 'XXQ'],
    [1, 'constructor'],
  ] as const) {
    it(`is not believed for ${typeof value} ${value} ${currency}`, () =>
      assert.throws(() => moneyFrom(value, currency), InexactAmount))
  }
  for (const [currency, decimals] of CURRENCIES) {
    it(`of ${currency} is what was written, for up to 15 digits`, () => {
      fc.assert(
        fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }), (minor) => {
          const amount = textOf(minor, decimals)
          assert.deepEqual(moneyFrom(Number(amount), currency), { amount, currency })
          assert.deepEqual(moneyFrom(amount, currency), { amount, currency })
        }),
        { numRuns: 2_000 },
      )
    })
  }
  it('may lose its sign where the sign says nothing', () => {
    assert.deepEqual(moneyFrom(unsigned(-4500), 'IDR'), { amount: '4500', currency: 'IDR' })
  })
})
