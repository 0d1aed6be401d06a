import assert from 'node:assert/strict'
import type { Webhook } from '@polyrail/core'
import { webhookLines } from '../src/webhooks/show.js'
import { polyrail } from './support/command-line.js'
import { fakeScreen } from './support/fake-screen.js'
import { createLink, deliver, objectsIn, startPlatform, storedIn, until, type Platform } from './support/platform.js'

const CUSTOMER = /Laura|52834410/
const EARLY = { customerDetails: { name: 'Laura Gómez', documentNumber: '52834410' } }

/** What a provider says of a link that nobody knows yet. */
const early = (reference: string) => ({
  webhookId: `webhook-${reference}`,
  eventType: 'payin-link.update',
  event: { id: `unknown-${reference}`, reference, status: 'processing', ...EARLY },
})

describe('polyrail webhooks', () => {
  let platform: Platform
  let poison: string
  let waiting: string

  before(async () => {
    platform = await startPlatform()
    await platform.within(async (payments) => {
      poison = (await deliver(payments, { webhookId: 'w-1', unheardOf: EARLY })).id ?? ''
      waiting = (await deliver(payments, early('order-7'))).id ?? ''
      await deliver(payments, { webhookId: 'w-3', eventType: 'payin-settlement.update', event: {} })
      await until(async () => (await storedIn(payments)).every(({ cause }) => cause !== undefined))
    })
  })

  after(() => platform[Symbol.asyncDispose]())

  const ids = async (...args: readonly string[]) => {
    const { stdout } = await polyrail('webhooks', 'list', '--journal', platform.journal, '--json', ...args)
    return (objectsIn(stdout) as readonly Webhook[]).map(({ id }) => id)
  }

  it('lists what was stored, without what was sent', async () => {
    const { exitCode, stdout, stderr } = await polyrail('webhooks', 'list', '--journal', platform.journal)
    assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' })
    assert.match(stdout, /^Webhook +Status +Provider +Cause +Tries +Received +Next try\n/)
    assert.match(stdout, new RegExp(`^${poison} +poison +palomma +unreadable +1 +2\\S+Z$`, 'm'))
    assert.match(stdout, new RegExp(`^${waiting} +waiting +palomma +unknown_reference +1 +2\\S+Z +2\\S+Z$`, 'm'))
    assert.match(stdout, /\n3\.\n$/)
    const programs = await polyrail('webhooks', 'list', '--journal', platform.journal, '--json')
    const found = objectsIn(programs.stdout) as readonly Webhook[]
    assert.deepEqual(
      found.map(({ status, cause }) => [status, cause]),
      [
        ['poison', 'unreadable'],
        ['waiting', 'unknown_reference'],
        ['done', 'not_ours'],
      ],
    )
    assert.equal(
      found.some((webhook) => 'payload' in webhook),
      false,
    )
    assert.doesNotMatch(stdout + programs.stdout, CUSTOMER)
  })

  it('lists those of a status, and those of a merchant', async () => {
    assert.deepEqual(await ids('--status', 'poison'), [poison])
    assert.deepEqual(await ids('--status', 'waiting', '--merchant', 'default'), [waiting])
    assert.deepEqual(await ids('--merchant', 'acme'), [])
    const none = await polyrail(
      'webhooks',
      'list',
      '--journal',
      platform.journal,
      '--merchant',
      'acme',
      '--status',
      'done',
    )
    assert.equal(none.stdout, 'No done webhooks.\n')
  })

  it('shows one, and what was sent only where that is asked for', async () => {
    const show = (...more: readonly string[]) =>
      polyrail('webhooks', 'show', waiting, '--journal', platform.journal, ...more)
    const shown = await show()
    assert.equal(shown.exitCode, 0)
    assert.match(shown.stdout, /^cause +unknown_reference$/m)
    assert.match(shown.stdout, /^payload +\d+ characters; --payload shows them$/m)
    const json = await show('--json')
    assert.equal('payload' in ((objectsIn(json.stdout) as readonly Webhook[])[0] ?? assert.fail()), false)
    assert.doesNotMatch(shown.stdout + json.stdout, CUSTOMER)
    assert.match((await show('--payload')).stdout, /\nPayload\n {2}\{"webhookId":"webhook-order-7".*Laura Gómez/)
    const [whole] = objectsIn((await show('--payload', '--json')).stdout) as readonly Webhook[]
    assert.deepEqual(JSON.parse(whole?.payload ?? ''), early('order-7'))
  })

  it('replays one, by the accounts of a configuration', async () => {
    await platform.within((payments) => createLink(payments, 'order-7'))
    const replayed = await polyrail('webhooks', 'replay', waiting, '--config', platform.config)
    assert.deepEqual([replayed.exitCode, replayed.stderr], [0, ''])
    assert.match(replayed.stdout, /^status +done$/m)
    assert.doesNotMatch(replayed.stdout, CUSTOMER)
    const again = await polyrail('webhooks', 'replay', poison, '--config', platform.config, '--json')
    assert.deepEqual(
      (objectsIn(again.stdout) as readonly Webhook[]).map(({ id, status, cause, tries }) => ({
        id,
        status,
        cause,
        tries,
      })),
      [{ id: poison, status: 'poison', cause: 'unreadable', tries: 2 }],
    )
  })

  const mistakes = [
    [['webhooks'], 2, /webhooks: expected one of list, show, replay\./],
    [['webhooks', 'constructor'], 2, /webhooks: expected one of list, show, replay\./],
    [['webhooks', 'list'], 2, /webhooks list: expected --journal or --config/],
    [['webhooks', 'list', 'wh_1', '--journal', 'x'], 2, /webhooks list: too many arguments/],
    [['webhooks', 'list', '--payload', '--journal', 'x'], 2, /webhooks list: --payload is an option of show/],
    [['webhooks', 'show', '--journal', 'x'], 2, /webhooks show: expected the id of a webhook/],
    [['webhooks', 'show', 'wh_1', '--status', 'done', '--journal', 'x'], 2, /--status is an option of list/],
    [['webhooks', 'replay', 'wh_1', '--journal', 'x'], 2, /webhooks replay: it applies .* so it needs --config/],
    [['webhooks', 'list', '--mark', 'x', '--journal', 'x'], 2, /unknown option '--mark'/],
  ] as const
  for (const [args, exitCode, problem] of mistakes) {
    it(`says what is wrong with "${args.join(' ')}"`, async () => {
      const ended = await polyrail(...args)
      assert.deepEqual([ended.exitCode, ended.stdout], [exitCode, ''])
      assert.match(ended.stderr, problem)
    })
  }

  it('says what is wrong with a status, with a merchant, and that a webhook is not there', async () => {
    for (const [args, problem] of [
      [['list', '--status', 'lost', '--journal', platform.journal], /status: expected waiting, done or poison/],
      [['list', '--merchant', 'a b', '--journal', platform.journal], /merchant: expected 1 to 128 letters/],
      [['show', 'wh_0', '--journal', platform.journal], /there is no webhook wh_0/],
      [['show', waiting, '--merchant', 'acme', '--journal', platform.journal], /there is no webhook/],
      [['replay', 'wh_0', '--config', platform.config], /There is no webhook wh_0 in the journal/],
    ] as const) {
      const ended = await polyrail('webhooks', ...args)
      assert.deepEqual([ended.exitCode, ended.stdout], [1, ''])
      assert.match(ended.stderr, problem)
    }
  })

  it('shows no control character of what was sent, and says where it is forgotten', () => {
    const screen = fakeScreen()
    const times = { receivedAt: '2031-02-03T14:06:00.000Z', tries: 1 }
    const webhook = { id: 'wh_1', merchant: 'default', provider: 'palomma', status: 'done', ...times } as const
    const lines = webhookLines({ ...webhook, payload: 'a\u001b[2J\nb\u0007' }, { screen, showsPayload: true })
    assert.deepEqual(lines.slice(-2), ['  a\\x1b[2J', '  b\\x07'])
    const forgotten = webhookLines({ ...webhook, payload: '' }, { screen, showsPayload: true })
    assert.match(forgotten.at(-1) ?? '', /^payload +forgotten$/)
  })
})
