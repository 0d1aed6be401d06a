import assert from 'node:assert/strict'
import fc from 'fast-check'
import { bogotaTime, instantFrom } from '../src/dates.js'

describe('palomma dates', () => {
  it('are sent as local time, whatever zone they are given in', () => {
    assert.equal(bogotaTime('2031-02-05T04:59:59Z'), '2031-02-04T23:59:59')
    assert.equal(bogotaTime('2031-02-04T23:59:59-05:00'), '2031-02-04T23:59:59')
    assert.equal(bogotaTime('2031-01-01T00:00:00.999Z'), '2030-12-31T19:00:00')
  })

  it('are read in the newer form and, as the end of the day, in the older', () => {
    assert.equal(instantFrom('2031-02-04T23:59:59'), '2031-02-05T04:59:59.000Z')
    assert.equal(instantFrom('2031-02-04'), '2031-02-05T04:59:59.000Z')
  })

  it('are read as they were sent, to the second', () => {
    const range = { min: new Date('2000-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z') }
    fc.assert(
      fc.property(fc.date({ ...range, noInvalidDate: true }), (instant) => {
        const second = new Date(Math.floor(instant.getTime() / 1000) * 1000)
        assert.equal(instantFrom(bogotaTime(instant.toISOString())), second.toISOString())
      }),
    )
  })

  for (const text of [
    undefined,
    null,
    '',
    '<string>',
    '2031-02-30',
    '2031-13-01',
    '2031-02-04T24:00:00',
    '04/02/2031',
  ]) {
    it(`are not read from ${JSON.stringify(text)}`, () => {
      assert.equal(instantFrom(text), undefined)
    })
  }
})
