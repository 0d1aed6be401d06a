import assert from 'node:assert/strict'
import { INVALID, payoutOf, refusalOf, startPanel } from './panel.js'

describe('billon: dates', () => {
  for (const [sent, answered] of [
    ['2018-01-01 12:00:00', '2018-01-01T12:00:00.000Z'],
    ['2031-03-01 12:00', '2031-03-01T12:00:00.000Z'],
    ['2031-03-01T12:00:00', '2031-03-01T12:00:00.000Z'],
    ['2031-03-01', '2031-03-01T00:00:00.000Z'],
    ['2031-03-01T12:00Z', '2031-03-01T12:00:00.000Z'],
    ['2031-03-01T12:00:00Z', '2031-03-01T12:00:00.000Z'],
    ['2031-03-01T12:00:00.25Z', '2031-03-01T12:00:00.250Z'],
    ['2031-03-01T12:00:00.123456Z', '2031-03-01T12:00:00.123Z'],
    ['2031-03-01T12:00:00+01:00', '2031-03-01T11:00:00.000Z'],
    ['2031-03-01T00:30:00+0130', '2031-02-28T23:00:00.000Z'],
    ['2031-02-28T23:30:00.5-00:45', '2031-03-01T00:15:00.500Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['Sat, 01 Mar 2031 12:00:00 +0000', '2031-03-01T12:00:00.000Z'],
    ['Sat, 1 Mar 2031 12:00:00 +0100', '2031-03-01T11:00:00.000Z'],
    ['1 Mar 2031 12:00 -0530', '2031-03-01T17:30:00.000Z'],
    ['01 Mar 2031 12:00:07 GMT', '2031-03-01T12:00:07.000Z'],
    ['1 Mar 2031 12:00 UT', '2031-03-01T12:00:00.000Z'],
  ] as const) {
    it(`reads ${sent}`, async () => {
      await using panel = await startPanel()
      const payout = payoutOf(await panel.create({ startDate: sent, endDate: 'Mon, 31 Mar 2031 00:00:00 +0000' }))
      assert.equal(payout['startDate'], answered)
      assert.equal(payout['endDate'], '2031-03-31T00:00:00.000Z')
    })
  }

  for (const sent of [
    '',
    'tomorrow',
    '1/3/2031',
    '2031-3-1',
    '20310301T120000Z',
    '2031-02-29',
    '2031-02-30T00:00:00Z',
    '2031-13-01T00:00:00Z',
    '2031-03-00T00:00:00Z',
    '2031-03-01T24:00:00Z',
    '2031-03-01T12:60:00Z',
    '2031-03-01T12Z',
    '2031-03-01Z',
    '2031-03-01T12:00:00+24:00',
    '2031-03-01T12:00:00+01:60',
    '2031-03-01T12:00:00 Z',
    '2031-03-01T12:00:00CET',
    ' 2031-03-01T12:00:00Z',
    'Fri, 01 Mar 2031 12:00:00 +0000',
    'Xyz, 01 Mar 2031 12:00:00 +0000',
    '30 Feb 2031 12:00:00 +0000',
    '1 Foo 2031 12:00:00 +0000',
    '1 Mar 2031 12:00:00',
    '1 Mar 2031 12:00:00 CET',
    '1 Mar 31 12:00:00 GMT',
    1_930_132_800_000,
    null,
  ]) {
    it(`refuses ${JSON.stringify(sent)}`, async () => {
      await using panel = await startPanel()
      assert.deepEqual(refusalOf(await panel.create({ startDate: sent })), INVALID)
      assert.deepEqual(refusalOf(await panel.create({ startDate: '2001-01-01', endDate: sent })), INVALID)
      assert.equal(panel.simulator.ledger.count(), 0)
    })
  }

  it('wants the end after the start', async () => {
    await using panel = await startPanel()
    const create = async (startDate: string, endDate: string) => await panel.create({ startDate, endDate })
    assert.deepEqual(refusalOf(await create('2031-03-02', '2031-03-01')), INVALID)
    assert.deepEqual(refusalOf(await create('2031-03-01', '2031-03-01')), INVALID)
    assert.deepEqual(refusalOf(await create('2031-03-01T12:00:00+01:00', '2031-03-01T11:00:00Z')), INVALID)
    assert.equal((await create('2031-03-01T12:00:00+01:00', '2031-03-01T11:00:00.001Z')).status, 200)
  })

  it('takes dates that are over, and lets the payout lapse at once', async () => {
    await using panel = await startPanel()
    const reply = await panel.create({ startDate: '2018-01-01 12:00:00', endDate: '2018-02-01 12:00:00' })
    assert.equal(payoutOf(reply)['status'], 'READY')
    assert.equal(panel.available(), '1000000.00')
    assert.equal(panel.simulator.ledger.count({ type: 'payout' }), 1)
  })
})
