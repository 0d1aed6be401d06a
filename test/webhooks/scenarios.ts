import { memoryJournal } from '@polyrail/core'
import { bankPayout, paymentLink, qrCode, virtualAccount } from '../support/commands.js'
import { until } from '../support/until.js'
import { openPlatform } from './platform.js'
import type { Scenario } from './outcome.js'
import type { Scene } from './scene.js'
import { signed } from './signed.js'

const SECOND = 1_000
const HOUR = 3_600 * SECOND
const FIRST_RETRY = 61 * SECOND

const link = ({ payments }: Scene) => payments.payins.create(paymentLink('ref-1'))
const account = ({ payments }: Scene) => payments.payins.create(virtualAccount('ref-1'))
const qris = ({ payments }: Scene) => payments.payins.create(qrCode('ref-1'))
const payout = ({ payments }: Scene) => payments.payouts.create(bankPayout('ref-1'))
const target = { reference: 'ref-1' } as const

const PAID = ['payin.pending ref-1', 'payin.succeeded ref-1']

/** A link that is paid for while a fault strikes the callback of it. */
const paidWith =
  (callback: NonNullable<Parameters<Scene['palomma']['faults']['add']>[0]['callback']>, times = 1) =>
  async (scene: Scene): Promise<void> => {
    scene.palomma.faults.add({ on: 'payin-link.update', callback, times })
    await link(scene)
    if (times > 1) scene.palomma.actions.pay(target)
    scene.palomma.actions.settle(target)
    await scene.quiet()
  }

/** What came of a link of somebody else's, or of ours under the same account, as the provider signs it. */
const signedEnd = ({ palomma }: Scene, number: number, state: object) => {
  const { body } = palomma.callbacks.delivered.at(-1) ?? { body: '{}' }
  const { event } = JSON.parse(body) as { readonly event: object }
  return signed({
    webhookId: `made-up-${String(number)}`,
    eventType: 'payin-link.update',
    event: { ...event, ...state },
  })
}

/** Whatever happens while the answer to a creation is held back. */
const meanwhile = async (
  scene: Scene,
  on: string,
  { create, act }: { readonly create: () => Promise<unknown>; readonly act: () => void },
): Promise<void> => {
  const simulator = on === 'create-payin-link' ? scene.palomma : scene.palladium
  simulator.faults.add({ on, reply: { kind: 'ok', delayMs: 400 } })
  const creating = create()
  await until(() => simulator.ledger.count({ endpoint: on, reference: 'ref-1' }) === 1)
  act()
  await creating
  await scene.quiet()
}

export const SCENARIOS: readonly Scenario[] = [
  {
    title: 'palomma: the creation is told before it is answered',
    run: async (scene) => {
      scene.palomma.faults.add({ on: 'payin-link.update', callback: { kind: 'before-reply' } })
      await link(scene)
      await scene.later(SECOND)
      scene.palomma.actions.settle(target)
      await scene.quiet()
    },
    expected: { answers: [200, 200], inbox: ['done applied', 'done applied'], told: PAID, operation: 'succeeded' },
  },
  {
    title: 'palladium: the creation of a QRIS is told before it is answered',
    run: async (scene) => {
      scene.palladium.faults.add({ on: 'qris.created', callback: { kind: 'before-reply' } })
      await qris(scene)
      await scene.later(SECOND)
    },
    expected: { answers: [200], inbox: ['done asked'], told: ['payin.pending ref-1'], operation: 'pending' },
  },
  {
    title: 'palomma: paid before the creation is answered',
    run: async (scene) => {
      const settle = () => void scene.palomma.actions.settle(target)
      await meanwhile(scene, 'create-payin-link', { create: () => link(scene), act: settle })
      await scene.later(SECOND)
    },
    expected: { answers: [200], inbox: ['done applied'], told: PAID, operation: 'succeeded' },
  },
  {
    title: 'palladium: a payout has arrived before its creation is answered',
    run: async (scene) => {
      const settle = () => void scene.palladium.actions.settle(target)
      await meanwhile(scene, 'create-disbursement', { create: () => payout(scene), act: settle })
      await scene.later(SECOND)
    },
    expected: {
      ...{ answers: [200], inbox: ['done asked'], operation: 'succeeded' },
      told: ['payout.processing ref-1', 'payout.succeeded ref-1'],
    },
  },
  {
    title: 'palomma: of a reference that nobody knows, within a day',
    run: async (scene) => {
      await bySomebodyElse(scene)
      await scene.later(23 * HOUR)
    },
    expected: { answers: [200], inbox: ['waiting unknown_reference'], told: [], alarms: [] },
  },
  {
    title: 'palomma: of a reference that nobody knows, after a day',
    run: async (scene) => {
      await bySomebodyElse(scene)
      await scene.later(25 * HOUR)
    },
    expected: { answers: [200], inbox: ['poison unknown_reference'], told: [], alarms: ['unknown_reference'] },
  },
  {
    title: 'palomma: resolves a payin whose creation was not answered',
    run: async (scene) => {
      scene.palomma.faults.add({ on: 'create-payin-link', reply: { kind: 'reset' } })
      await link(scene)
      scene.palomma.actions.settle(target)
      await scene.quiet()
    },
    expected: {
      ...{ answers: [200], inbox: ['done applied'], operation: 'succeeded' },
      told: ['payin.unknown ref-1', 'payin.succeeded ref-1'],
    },
  },
  {
    title: 'palladium: resolves a payin whose creation was not answered',
    run: async (scene) => {
      scene.palladium.faults.add({ on: 'create-virtual-account', reply: { kind: 'reset' } })
      await account(scene)
      await scene.quiet()
      scene.palladium.actions.pay(target)
      await scene.quiet()
    },
    expected: {
      ...{ answers: [200, 200], inbox: ['done asked', 'done asked'], operation: 'pending' },
      told: ['payin.unknown ref-1', 'payin.pending ref-1', 'payin.processing ref-1'],
    },
  },
  {
    title: 'palladium: resolves a payout that nobody could ask about',
    run: async (scene) => {
      scene.palladium.faults.add({ on: 'create-disbursement', reply: { kind: 'reset' } })
      await payout(scene)
      scene.palladium.actions.settle(target)
      await scene.quiet()
    },
    expected: {
      ...{ answers: [200], inbox: ['done asked'], operation: 'succeeded' },
      told: ['payout.unknown ref-1', 'payout.succeeded ref-1'],
    },
  },
  {
    title: 'palomma: cancelled after it was paid',
    run: async (scene) => {
      await paidWith({ kind: 'twice', count: 1 })(scene)
      await scene.post(signedEnd(scene, 1, { status: 'cancelled', statusMessage: 'DECLINED_BY_BANK' }))
      await scene.quiet()
    },
    expected: { told: PAID, alarms: ['contradiction'], operation: 'succeeded' },
  },
  {
    title: 'palomma: paid after it was declined',
    run: async (scene) => {
      await link(scene)
      scene.palomma.actions.decline(target)
      await scene.quiet()
      await scene.post(signedEnd(scene, 1, { status: 'approved', statusMessage: undefined }))
      await scene.quiet()
    },
    expected: {
      ...{ alarms: ['contradiction'], operation: 'unknown' },
      told: ['payin.pending ref-1', 'payin.failed ref-1'],
    },
  },
  {
    title: 'palomma: three times',
    run: paidWith({ kind: 'twice', count: 3 }),
    expected: { answers: [200, 200, 200], inbox: ['done applied'], told: PAID, operation: 'succeeded' },
  },
  {
    title: 'palomma: an hour late, when it was found by asking',
    run: async (scene) => {
      await paidWith({ kind: 'late' })(scene)
      await scene.later(0)
      scene.palomma.callbacks.release()
      await scene.quiet()
    },
    expected: { answers: [200], inbox: ['done applied'], told: PAID, operation: 'succeeded' },
  },
  {
    title: 'palomma: in the reverse order',
    run: paidWith({ kind: 'reordered' }, 2),
    expected: {
      answers: [200, 200],
      inbox: ['done applied', 'done applied'],
      told: PAID,
      operation: 'succeeded',
    },
  },
  {
    title: 'palomma: forged, then genuine',
    run: async (scene) => {
      await paidWith({ kind: 'forged' })(scene)
      scene.palomma.callbacks.resend(target)
      await scene.quiet()
    },
    expected: { answers: [401, 200], inbox: ['done applied'], told: PAID, operation: 'succeeded' },
  },
  {
    title: 'palomma: with a body that promises more',
    run: paidWith({ kind: 'tampered' }),
    expected: { answers: [401], inbox: [], told: ['payin.pending ref-1'], operation: 'pending' },
  },
  {
    title: 'palladium: with a body that promises more, of which nothing is believed',
    run: async (scene) => {
      scene.palladium.faults.add({ on: 'virtual-account.paid', callback: { kind: 'tampered' } })
      await account(scene)
      scene.palladium.actions.pay(target)
      await scene.quiet()
    },
    expected: { operation: 'pending', told: ['payin.pending ref-1', 'payin.processing ref-1'] },
  },
  {
    title: 'palomma: to a path that is none, and found by asking',
    run: async (scene) => {
      await paidWith({ kind: 'wrong-path' })(scene)
      await scene.later(HOUR)
    },
    expected: { answers: [401], inbox: [], told: PAID, operation: 'succeeded' },
  },
  {
    title: 'palomma: never, and found by asking',
    run: async (scene) => {
      await paidWith({ kind: 'never' })(scene)
      await scene.later(HOUR)
    },
    expected: { answers: [], inbox: [], told: PAID, operation: 'succeeded' },
  },
  {
    title: 'palladium: a payout, never, and found by asking',
    run: async (scene) => {
      scene.palladium.faults.add({ on: 'disbursement.done', callback: { kind: 'never' } })
      await payout(scene)
      scene.palladium.actions.settle(target)
      await scene.later(HOUR)
    },
    expected: {
      ...{ answers: [], inbox: [], operation: 'succeeded' },
      told: ['payout.processing ref-1', 'payout.succeeded ref-1'],
    },
  },
  {
    title: 'palomma: with a long header, to a server that takes it',
    run: paidWith({ kind: 'oversize-header' }),
    expected: { answers: [200], inbox: ['done applied'], told: PAID, operation: 'succeeded' },
  },
  {
    title: 'palomma: with a long header, to a server as Node makes it, and found by asking',
    options: { maxHeaderBytes: 16_384 },
    run: async (scene) => {
      await paidWith({ kind: 'oversize-header' })(scene)
      await scene.later(HOUR)
    },
    expected: { answers: [431], inbox: [], told: PAID, operation: 'succeeded' },
  },
  {
    title: 'palomma: while nothing can be stored, and again',
    run: async (scene) => {
      scene.disk.fails = true
      await paidWith({ kind: 'twice', count: 1 })(scene)
      scene.disk.fails = false
      scene.palomma.clock.advance(FIRST_RETRY)
      await scene.quiet()
    },
    expected: { answers: [503, 200], inbox: ['done applied'], told: PAID, operation: 'succeeded' },
  },
]

/** The account is another system's, too. */
const bySomebodyElse = async (scene: Scene): Promise<void> => {
  const urls = { palomma: scene.palomma.url, palladium: scene.palladium.url }
  await using other = await openPlatform({ journal: memoryJournal(), urls, recovery: false })
  await other.payins.create(paymentLink('ref-1'))
  scene.palomma.actions.settle(target)
  await scene.quiet()
}
