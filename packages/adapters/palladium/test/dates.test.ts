import assert from 'node:assert/strict'
import fc from 'fast-check'
import { daysOf, expirationDate, instantFrom } from '../src/dates.js'

const DAY_MS = 86_400_000
const instants = fc.date({
  min: new Date('2000-01-01T00:00:00Z'),
  max: new Date('2199-12-31T00:00:00Z'),
  noInvalidDate: true,
})

describe('palladium dates', () => {
  for (const [asked, sent] of [
    ['2024-01-21T00:00:00Z', '2024-01-21'],
    ['2024-01-21T00:00:00.001Z', '2024-01-22'],
    ['2024-01-21T06:59:59+07:00', '2024-01-21'],
    ['2024-01-21T07:00:01+07:00', '2024-01-22'],
    ['2024-12-31T23:59:59Z', '2025-01-01'],
  ] as const) {
    it(`asks for ${sent} so that an instrument lives until ${asked}`, () => {
      assert.equal(expirationDate(asked), sent)
    })
  }

  it('never asks for a shorter life than wanted, nor for a day more than needed', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const end = Date.parse(`${expirationDate(instant.toISOString())}T00:00:00Z`)
        assert.ok(end >= instant.getTime())
        assert.ok(end - instant.getTime() < DAY_MS)
      }),
    )
  })

  it('reads a printed time as Jakarta time', () => {
    assert.equal(instantFrom('2024-01-21 07:00:00'), '2024-01-21T00:00:00.000Z')
    assert.equal(instantFrom('2052-12-23 00:00:00'), '2052-12-22T17:00:00.000Z')
  })

  it('reads back every second that it could have printed', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const second = new Date(Math.floor(instant.getTime() / 1000) * 1000)
        const printed = new Date(second.getTime() + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
        assert.equal(instantFrom(printed), second.toISOString())
      }),
    )
  })

  for (const text of [
    undefined,
    null,
    '',
    'never',
    '2031-05-20',
    '2031-05-20T07:00:00',
    '2031-02-30 07:00:00',
    '2031-05-20 24:00:00',
    '2031-05-20 25:00:00',
  ]) {
    it(`reads no time in ${JSON.stringify(text)}`, () => {
      assert.equal(instantFrom(text), undefined)
    })
  }

  it('asks for the days of Jakarta that a period touches, its end excluded', () => {
    assert.deepEqual(daysOf({ from: '2031-05-18T00:00:00+07:00', to: '2031-05-20T00:00:00+07:00' }), {
      first: '2031-05-18',
      last: '2031-05-19',
    })
    assert.deepEqual(daysOf({ from: '2031-05-18T17:00:00Z', to: '2031-05-19T17:00:00Z' }), {
      first: '2031-05-19',
      last: '2031-05-19',
    })
  })
})
