import assert from 'node:assert/strict'
import type { UntoldEvent } from '@polyrail/core'
import { untoldLines } from '../src/events/show.js'
import { polyrail } from './support/command-line.js'
import { fakeScreen } from './support/fake-screen.js'
import { createLink, objectsIn, startPlatform, until, type Platform } from './support/platform.js'

const CUSTOMER = /Laura|52834410/

describe('polyrail events', () => {
  let platform: Platform
  let untold: UntoldEvent

  before(async () => {
    platform = await startPlatform()
    const { links } = platform
    await platform.within(async (payments) => {
      const { events, operations } = payments
      const { operationId } = await createLink(payments, 'order-1')
      const fails = () => {
        throw new Error('the ledger is down\u001b[2J')
      }
      const active = await events.subscribe(fails, { name: 'ledger', everyMs: 5 })
      await (await payments.for('acme').events.subscribe(() => undefined, { name: 'mail', everyMs: 5 })).stop()
      await (await events.subscribe(() => undefined, { name: 'audit' })).stop()
      links.actions.pay({ reference: 'order-1' })
      await operations.resolve(operationId)
      await until(async () => (await events.untold('ledger')).length === 1)
      await active.stop()
      untold = (await events.untold('ledger'))[0] ?? assert.fail('nothing is untold')
    })
  })

  after(() => platform[Symbol.asyncDispose]())

  const events = (...args: readonly string[]) => polyrail('events', ...args, '--journal', platform.journal)

  it('lists subscribers and how far behind they are', async () => {
    const { exitCode, stdout, stderr } = await events('subscribers')
    assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' })
    assert.match(stdout, /^Subscriber +Merchant +Behind\naudit +all +1\nledger +all +0\nmail +acme +0\n3\.\n$/)
    const all = await events('subscribers', '--json')
    assert.deepEqual(objectsIn(all.stdout), [
      { name: 'audit', behind: 1 },
      { name: 'ledger', behind: 0 },
      { name: 'mail', merchant: 'acme', behind: 0 },
    ])
    const theirs = await events('subscribers', '--json', '--merchant', 'acme')
    assert.deepEqual(objectsIn(theirs.stdout), [{ name: 'mail', merchant: 'acme', behind: 0 }])
    assert.equal((await events('subscribers', '--merchant', 'other')).stdout, 'No subscribers.\n')
  })

  it('lists what a subscriber was not told, without the payment itself unless that is asked for', async () => {
    const { event } = untold
    const { exitCode, stdout } = await events('untold', 'ledger')
    assert.equal(exitCode, 0)
    assert.match(stdout, /^Event +Type +Object +Occurred +Tries +Next try +Cause\n/)
    assert.match(
      stdout,
      new RegExp(
        `^${event.id} +payin\\.processing +${event.object.id} +2\\S+Z +1 +2\\S+Z +the ledger is down\\\\x1b\\[2J$`,
        'm',
      ),
    )
    assert.match(stdout, /\n1 untold\.\n$/)
    const json = await events('untold', 'ledger', '--json')
    const { object, ...rest } = event
    assert.deepEqual(objectsIn(json.stdout), [{ ...untold, event: { ...rest, object: { id: object.id } } }])
    assert.doesNotMatch(stdout + json.stdout, CUSTOMER)
    const whole = await events('untold', 'ledger', '--json', '--payload')
    assert.deepEqual(objectsIn(whole.stdout), [untold])
    assert.match(whole.stdout, CUSTOMER)
    assert.match((await events('untold', 'ledger', '--payload')).stdout, /\n {6}"name": "Laura Gómez",\n/)
    assert.equal((await events('untold', 'mail', '--merchant', 'acme')).stdout, 'No untold events.\n')
  })

  it('has an event told once more', async () => {
    const { id } = untold.event
    const before = Date.now()
    const retried = await events('retry', 'ledger', id)
    assert.deepEqual(retried, { exitCode: 0, stderr: '', stdout: `ledger will be told ${id} once more.\n` })
    const json = await events('retry', 'ledger', id, '--json')
    assert.deepEqual(objectsIn(json.stdout), [{ retried: true, name: 'ledger', event: id }])
    const [now] = await platform.within(({ events: theirs }) => theirs.untold('ledger'))
    assert.equal(now?.tries, 0)
    assert.ok(Date.parse(now.nextTryAt ?? '') >= before)
  })

  it('knows a subscriber by its name and merchant, and says where there is another', async () => {
    for (const [args, problem] of [
      [['untold', 'leger'], /there is no subscriber leger of all merchants\n/],
      [['retry', 'mail', untold.event.id], /no subscriber mail of all merchants; there is one with --merchant acme\n/],
      [
        ['unsubscribe', 'ledger', '--merchant', 'acme'],
        /no subscriber ledger of the merchant acme; there is one without --merchant\n/,
      ],
      [['retry', 'ledger', 'ev_1'], /The subscriber ledger has no untold event ev_1/],
      [['untold', 'ledger', '--merchant', 'a b'], /merchant: expected 1 to 128 letters/],
    ] as const) {
      const ended = await events(...args)
      assert.deepEqual([ended.exitCode, ended.stdout], [1, ''])
      assert.match(ended.stderr, problem)
    }
  })

  it('forgets a subscriber', async () => {
    const gone = await events('unsubscribe', 'mail', '--merchant', 'acme', '--json')
    assert.deepEqual(objectsIn(gone.stdout), [{ unsubscribed: true, name: 'mail', merchant: 'acme' }])
    const { stdout } = await events('unsubscribe', 'audit')
    assert.equal(stdout, 'audit is forgotten, with what was kept for it alone.\n')
    assert.match((await events('subscribers')).stdout, /\nledger +all +0\n1\.\n$/)
    assert.equal((await events('unsubscribe', 'audit')).exitCode, 1)
  })

  const mistakes = [
    [['events'], /events: expected one of subscribers, untold, retry, unsubscribe\./],
    [['events', 'untold', '--journal', 'x'], /events untold: expected the name of a subscriber/],
    [['events', 'retry', 'ledger', '--journal', 'x'], /events retry: expected the id of an event/],
    [['events', 'retry', 'ledger', 'ev_1', 'ev_2', '--journal', 'x'], /events retry: too many arguments/],
    [['events', 'subscribers', '--payload', '--journal', 'x'], /--payload is an option of untold/],
  ] as const
  for (const [args, problem] of mistakes) {
    it(`says what is wrong with "${args.join(' ')}"`, async () => {
      const ended = await polyrail(...args)
      assert.deepEqual([ended.exitCode, ended.stdout], [2, ''])
      assert.match(ended.stderr, problem)
    })
  }

  it('says of an event that is given up that it is', () => {
    const { nextTryAt: _, ...given } = untold
    assert.match(untoldLines([given], fakeScreen()).at(-1) ?? '', / 1 {6}given up {2}the ledger is down/)
  })
})
