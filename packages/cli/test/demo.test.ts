import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { Report } from '../src/demo/play.js'
import { polyrail, polyrailLeaving } from './support/command-line.js'

describe('polyrail demo', () => {
  it('tells the whole story in 100 columns, without escape codes where there is no terminal', async () => {
    const { exitCode, stdout, stderr } = await polyrail('demo')
    assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' })
    assert.doesNotMatch(stdout, /[\x00-\x09\x0b-\x1f]/)
    const lines = stdout.split('\n')
    assert.deepEqual(
      lines.filter((line) => line.length > 100 || line !== line.trimEnd()),
      [],
    )
    assert.match(stdout, /10,000,000 IDR +order-124\n.* pending\n.* succeeded\n/)
    assert.match(stdout, /code TEST\d{6} at the till/)
    assert.match(stdout, /100,000 COP +order-127\n.*http.* pending\n.* succeeded\n/)
    assert.match(stdout, /20,000,000 IDR +payout-128\n.* processing\n/)
    assert.match(stdout, /payout-129: nothing is sent +unknown\n/)
    assert.match(stdout, /\n {2}payout-130 .* refused +nothing +✓\n/)
    assert.match(stdout, /The two sides agree/)
  })

  it('draws the QR code in half blocks', async () => {
    const { stdout } = await polyrail('demo')
    const drawn = stdout.split('\n').filter((line) => /^ +[█▀▄][█▀▄ ]+[█▀]$/.test(line))
    assert.ok(drawn.length > 20, String(drawn.length))
    assert.equal(new Set(drawn.map((line) => line.length)).size, 1)
  })

  describe('--json', () => {
    let report: Report
    before(async () => {
      const { exitCode, stdout, stderr } = await polyrail('demo', '--json')
      assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' })
      report = JSON.parse(stdout) as Report
    })

    const momentsOf = (step: string) => report.steps.find(({ id }) => id === step)?.moments ?? []
    const statusesOf = (step: string) => momentsOf(step).flatMap(({ status = [] }) => status)

    it('holds the steps, the journal, the ledgers and how they agree', () => {
      assert.deepEqual(Object.keys(report), ['steps', 'journal', 'ledgers', 'agreement', 'providers'])
      assert.equal(report.agreement.agrees, true)
      assert.equal(report.agreement.rows.length, 13)
    })

    it('has payins that are awaited until the payer pays', () => {
      assert.deepEqual(statusesOf('virtual-account'), ['pending', 'succeeded'])
      assert.deepEqual(statusesOf('alfamart'), ['pending'])
      assert.deepEqual(statusesOf('qris'), ['pending'])
      assert.deepEqual(statusesOf('payment-link'), ['pending', 'succeeded'])
    })

    it('authorizes a card, captures a part and gives a part of that back', () => {
      assert.deepEqual(statusesOf('hosted-card'), ['requires_action', 'authorized', 'partially_captured', 'succeeded'])
      const money = (type: string) => report.ledgers.filter((entry) => entry.type === type).map(({ amount }) => amount)
      assert.deepEqual([money('authorization'), money('capture'), money('refund')], [['45.90'], ['30.00'], ['12.50']])
    })

    it('refunds a link by a payout, and no more than is left', () => {
      assert.deepEqual(statusesOf('refund-by-payout'), ['pending', 'refused'])
      assert.equal(report.ledgers.filter(({ type }) => type === 'payout_request').length, 1)
    })

    it('takes a payout back', () => {
      assert.deepEqual(statusesOf('panel'), ['ready', 'canceled'])
      assert.equal(report.ledgers.filter(({ type }) => type === 'cancellation').length, 1)
    })

    it('tells what each provider can do', () => {
      assert.deepEqual(
        report.providers.map(({ name }) => name),
        ['palladium', 'palomma', 'card-intent', 'billon'],
      )
    })

    it('sends a payout whose answer is lost once, and never again', () => {
      assert.deepEqual(statusesOf('lost-answer'), ['unknown', 'unknown'])
      assert.deepEqual(
        momentsOf('lost-answer').map(({ requestsSent }) => requestsSent),
        [1, undefined, 0],
      )
      assert.equal(report.ledgers.filter(({ reference }) => reference === 'payout-129').length, 1)
    })

    it('moves no money where polyrail throws', () => {
      assert.deepEqual(statusesOf('refused'), ['refused'])
      assert.equal(momentsOf('refused')[0]?.error?.code, 'insufficient_funds')
      assert.equal(report.ledgers.filter(({ reference }) => reference === 'payout-130').length, 0)
    })

    it('sends nothing for the references that it knows, and tries what was refused', () => {
      assert.deepEqual(
        momentsOf('once-more').map(({ reference, status, requestsSent }) => [reference, status, requestsSent]),
        [
          ['order-124', 'succeeded', 0],
          ['order-125', 'pending', 0],
          ['order-126', 'pending', 0],
          ['order-127', 'succeeded', 0],
          ['order-131', 'partially_captured', 0],
          ['capture-132', 'partially_captured', 0],
          ['refund-133', 'succeeded', 0],
          ['refund-134', 'pending', 0],
          ['payout-128', 'processing', 0],
          ['payout-135', 'canceled', 0],
          ['cancel-136', 'canceled', 0],
          ['payout-129', 'unknown', 0],
          ['payout-130', 'refused', 1],
        ],
      )
    })

    it('compares what the providers executed with the journal', () => {
      assert.deepEqual(
        report.agreement.rows.map(({ reference, amount, journal, executed, paid }) => [
          reference,
          `${amount?.amount ?? ''} ${amount?.currency ?? ''}`,
          journal,
          executed,
          paid,
        ]),
        [
          ['order-124', '10000000 IDR', 'succeeded', 1, 1],
          ['order-125', '1000000 IDR', 'pending', 1, 0],
          ['order-126', '200000 IDR', 'pending', 1, 0],
          ['order-127', '100000 COP', 'succeeded', 1, 1],
          ['order-131', '45.90 USD', 'partially_captured', 1, 0],
          ['capture-132', '30 USD', 'partially_captured', 1, 0],
          ['refund-133', '12.50 USD', 'succeeded', 1, 0],
          ['refund-134', '40000 COP', 'pending', 1, 0],
          ['payout-128', '20000000 IDR', 'processing', 1, 0],
          ['payout-135', '25.50 PLN', 'canceled', 1, 0],
          ['cancel-136', '25.50 PLN', 'canceled', 1, 0],
          ['payout-129', '5000000 IDR', 'unknown', 1, 0],
          ['payout-130', '15000000 IDR', 'refused', 0, 0],
        ],
      )
    })
  })

  it('leaves nothing behind', async () => {
    const { stdout, left } = await polyrailLeaving('demo')
    assert.deepEqual(left, [])
    assert.doesNotMatch(stdout, /Kept in/)
  })

  it('keeps the books with --keep and says where', async () => {
    const { stdout, left } = await polyrailLeaving('demo', '--keep')
    const [, folder = ''] = /\n {2}Kept in (.+)\n$/.exec(stdout) ?? []
    const books = [
      'payments.db',
      ...['palladium', 'palomma', 'card-intent', 'billon'].map((name) => `${name}-ledger.jsonl`),
    ].map((name) => join(folder, name))
    assert.deepEqual(
      books.filter((book) => !left.includes(book)),
      [],
    )
  })

  it('names the kept folder in the JSON document too', async () => {
    const { stdout, left } = await polyrailLeaving('demo', '--json', '--keep')
    assert.ok(left.includes((JSON.parse(stdout) as Required<Report>).folder))
  })
})
