import assert from 'node:assert/strict'
import { startSimulator } from '@polyrail/simulators'
import { INVALID, PAYOUT, payoutOf, POOR, refusalOf, startPanel } from './panel.js'

describe('billon: amounts', () => {
  for (const [written, hundredths, answered] of [
    ['25.50', '25.50', '25.5'],
    ['25.5', '25.50', '25.5'],
    ['25', '25.00', '25'],
    ['1', '1.00', '1'],
    ['0.1', '0.10', '0.1'],
    ['0.10', '0.10', '0.1'],
    ['0.01', '0.01', '0.01'],
    ['0.29', '0.29', '0.29'],
    ['1.1', '1.10', '1.1'],
    ['4.35', '4.35', '4.35'],
    ['999999.99', '999999.99', '999999.99'],
  ] as const) {
    it(`takes ${written} and answers ${answered}`, async () => {
      await using panel = await startPanel()
      const reply = await panel.pay(written)
      assert.equal(reply.status, 200, reply.text)
      assert.match(reply.text, new RegExp(`"amount":${answered.replace('.', '\\.')},`))
      assert.equal(panel.simulator.ledger.by('po-71')[0]?.amount, hundredths)
    })
  }

  for (const written of [
    '0',
    '0.0',
    '0.00',
    '-0',
    '-1',
    '-25.5',
    '25.505',
    '25.500',
    '25.50000000000000000001',
    '0.001',
    '1e2',
    '2.55e1',
    '2550E-2',
    '1e0',
    '"25.5"',
    'null',
    'true',
    '[25.5]',
    '{"amount":25.5}',
  ]) {
    it(`refuses ${written}`, async () => {
      await using panel = await startPanel()
      assert.deepEqual(refusalOf(await panel.pay(written)), INVALID)
      assert.equal(panel.simulator.ledger.count(), 0)
    })
  }

  it('judges by the digits that were written, where doubles no longer tell them apart', async () => {
    await using panel = await startPanel({ balances: { PLN: '90071992547409.93' } })
    assert.deepEqual(refusalOf(await panel.pay('90071992547409.94')), POOR)
    assert.equal((await panel.pay('90071992547409.93')).status, 200)
    assert.equal(panel.simulator.ledger.by('po-71')[0]?.amount, '90071992547409.93')
    assert.equal(panel.available(), '0.00')
  })

  it('answers the double that is nearest to what a double cannot hold', async () => {
    await using panel = await startPanel({ balances: { PLN: '90071992547409.93' } })
    assert.equal(payoutOf(await panel.pay('90071992547409.93'))['amount'], Number('90071992547409.93'))
  })

  it('adds no cent that a sum of doubles would lose or find', async () => {
    await using panel = await startPanel({ balances: { PLN: '0.30' } })
    assert.equal((await panel.pay('0.1')).status, 200)
    assert.equal((await panel.pay('0.2')).status, 200)
    assert.equal(panel.available(), '0.00')
    assert.deepEqual(refusalOf(await panel.pay('0.01')), POOR)
  })

  it('finds the amount wherever it stands, and however its name is written', async () => {
    await using panel = await startPanel()
    const { amount, ...rest } = PAYOUT
    const others = JSON.stringify({ ...rest, description: '"amount": 7, {"amount":8} [ #po-71' }).slice(0, -1)
    assert.equal((await panel.post('create', `${others}, "am\\u006funt" :\n ${amount} }`)).status, 200)
    assert.equal(panel.simulator.ledger.by('po-71')[0]?.amount, '25.50')
  })

  for (const balance of ['', '1,00', '-1', '1.005', '1e3', '01']) {
    it(`does not start with the balance ${JSON.stringify(balance)}`, async () => {
      await assert.rejects(startSimulator('billon', { balances: { PLN: balance } }), { code: 'bad_option' })
    })
  }
})
