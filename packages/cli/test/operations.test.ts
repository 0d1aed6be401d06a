import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPayments, type Operation } from '@polyrail/core'
import { billon } from '@polyrail/billon'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { palomma } from '@polyrail/palomma'
import { startSimulator, type BillonSimulator, type PalommaSimulator } from '@polyrail/simulators'
import { polyrail } from './support/command-line.js'

const API_KEY = 'key-of-the-tests'
// Inside of the package, so that the configuration finds the packages that it imports.
const HERE = new URL('..', import.meta.url).pathname

describe('polyrail operations', () => {
  let folder: string
  let panel: BillonSimulator
  let links: PalommaSimulator
  let lost: { readonly payout: string; readonly link: string }

  const journal = () => join(folder, 'payments.db')
  const config = () => join(folder, 'payments.config.mjs')

  before(async () => {
    folder = mkdtempSync(join(HERE, '.operations-'))
    panel = await startSimulator('billon', { apiKey: API_KEY })
    links = await startSimulator('palomma', { apiKey: API_KEY })
    const payments = await createPayments({
      journal: sqliteJournal({ path: journal() }),
      recovery: false,
      providers: [billon({ baseUrl: panel.url, password: API_KEY }), palomma({ baseUrl: links.url, apiKey: API_KEY })],
    })
    panel.faults.add({ on: 'create-payment', reply: { kind: 'reset' } })
    links.faults.add({ on: 'create-payin-link', reply: { kind: 'reset' } })
    const payout = await payments.payouts.create({
      provider: 'billon',
      reference: 'commission-3',
      amount: { amount: '25.50', currency: 'PLN' },
      destination: { type: 'recipient', userName: 'anna.k', notify: false },
      project: 'March commissions',
      availableFrom: '2031-03-01T00:00:00Z',
      availableUntil: '2098-03-31T00:00:00Z',
    })
    const link = await payments.payins.create({
      provider: 'palomma',
      reference: 'order-7',
      amount: { amount: '84000', currency: 'COP' },
      method: { type: 'payment_link' },
      customer: {
        name: 'Laura Gómez',
        email: 'laura@example.com',
        phone: '3005550142',
        document: { type: 'cc', number: '52834410' },
      },
      redirectUrl: 'https://shop.example.com/return',
    })
    lost = { payout: payout.operationId, link: link.operationId }
    await payments.close()
    writeFileSync(
      config(),
      `import { palomma } from '@polyrail/palomma'
       import { billon } from '@polyrail/billon'
       import { sqliteJournal } from '@polyrail/journal-sqlite'
       export default {
         journal: sqliteJournal({ path: ${JSON.stringify(journal())} }),
         providers: [
           palomma({ baseUrl: '${links.url}', apiKey: '${API_KEY}' }),
           billon({ baseUrl: '${panel.url}', password: '${API_KEY}' }),
         ],
       }`,
    )
  })

  after(async () => {
    await Promise.all([panel.close(), links.close()])
    rmSync(folder, { recursive: true })
  })

  it('lists what is unknown, for people and for programs', async () => {
    const shown = await polyrail('operations', 'list', '--config', config())
    assert.deepEqual([shown.exitCode, shown.stderr], [0, ''])
    assert.match(
      shown.stdout,
      new RegExp(`${lost.payout} +unknown +payout.create +billon +commission-3 +25.50 PLN .* a person`),
    )
    assert.match(
      shown.stdout,
      new RegExp(`${lost.link} +unknown +payin.create +palomma +order-7 +84000 COP .* a look-up at`),
    )
    assert.match(shown.stdout, /^2 unknown\.$/m)
    const { stdout } = await polyrail('operations', 'list', '--journal', journal(), '--json', '--provider', 'billon')
    const found = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Operation)
    assert.deepEqual(
      found.map(({ id, status }) => ({ id, status })),
      [{ id: lost.payout, status: 'unknown' }],
    )
  })

  it('shows one with what to look for, and its history', async () => {
    const { stdout, exitCode } = await polyrail('operations', 'show', lost.payout, '--config', config())
    assert.equal(exitCode, 0)
    assert.match(stdout, /In the payout panel, search the descriptions for this code/)
    assert.match(stdout, /reference +[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}\n/)
    assert.match(stdout, /recipient +type recipient, userName anna\.k/)
    assert.match(stdout, /sending → unknown +no_answer/)
    assert.match(stdout, /Every line follows/)
  })

  it('asks the provider', async () => {
    const { stdout, exitCode } = await polyrail('operations', 'resolve', lost.link, '--config', config(), '--json')
    assert.equal(exitCode, 0)
    assert.equal((JSON.parse(stdout) as Operation).status, 'pending')
  })

  it('takes a person’s word, and keeps it', async () => {
    const word = ['--outcome', 'succeeded', '--evidence', 'panel, page 3', '--by', 'dewi']
    const settled = await polyrail('operations', 'settle', lost.payout, '--journal', journal(), ...word)
    assert.deepEqual([settled.exitCode, settled.stderr], [0, ''])
    assert.match(settled.stdout, /status +succeeded/)
    const { stdout } = await polyrail('operations', 'show', lost.payout, '--journal', journal())
    assert.match(stdout, /unknown → succeeded +settled +dewi: panel, page 3/)
    const again = await polyrail('operations', 'settle', lost.payout, '--journal', journal(), ...word)
    assert.equal(again.exitCode, 1)
    assert.match(again.stderr, /which is known; there is nothing to settle/)
    const none = await polyrail('operations', 'list', '--journal', journal())
    assert.equal(none.stdout, 'No unknown operations.\n')
  })

  const mistakes = [
    [['operations'], 2, /expected one of list, show, resolve, settle/],
    [['operations', 'lose'], 2, /expected one of list, show, resolve, settle/],
    [['operations', 'list'], 2, /expected --journal or --config/],
    [['operations', 'list', 'op_1', '--journal', 'x'], 2, /too many arguments/],
    [['operations', 'show', '--journal', 'x'], 2, /expected the id/],
    [['operations', 'resolve', 'op_1', '--journal', 'x'], 2, /needs --config/],
    [['operations', 'list', '--journal', join(tmpdir(), 'no-such-journal.db')], 1, /there is no journal at/],
    [['operations', 'list', '--config', join(tmpdir(), 'no-such-config.mjs')], 1, /there is no file/],
  ] as const
  for (const [args, exitCode, problem] of mistakes) {
    it(`says what is wrong with "${args.slice(0, 4).join(' ').replaceAll(tmpdir(), '')}"`, async () => {
      const ended = await polyrail(...args)
      assert.deepEqual([ended.exitCode, ended.stdout], [exitCode, ''])
      assert.match(ended.stderr, problem)
    })
  }

  it('says what is wrong with a settlement, with a status, and that an operation is not there', async () => {
    for (const [args, problem] of [
      [['settle', lost.payout], /outcome: expected succeeded or not_executed/],
      [['list', '--status', 'lost'], /is not a status/],
      [['show', 'op_0'], /there is no operation op_0/],
    ] as const) {
      const ended = await polyrail('operations', ...args, '--journal', journal())
      assert.equal(ended.exitCode, 1)
      assert.match(ended.stderr, problem)
    }
  })
})
