import assert from 'node:assert/strict'
import { createPayments, memoryJournal } from '@polyrail/core'
import { startSimulator, type PalommaSimulator } from '@polyrail/simulators'
import { palomma } from '../src/index.js'
import { pesos } from './fake-call.js'
import { startReceiver } from './receiver.js'

const KEY = 'integrity-key-1'
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const { authenticate, read } =
  palomma.definition.connect({ apiKey: 'key-1', integrityKey: KEY }).webhooks ?? assert.fail('no webhooks')

const payer = {
  name: 'Laura Gómez',
  email: 'laura@example.com',
  phone: '3005550142',
  document: { type: 'cc', number: '52834410' },
}
const redirectUrl = 'https://shop.example.com/return'
const account = { bankCode: 'bancolombia', accountType: 'savings', accountNumber: '91234567890' } as const
/** What the simulator's callbacks are about, once it has done something. */
const told = async (act: (payments: Payments, simulator: PalommaSimulator) => Promise<unknown>) => {
  await using receiver = await startReceiver()
  await using simulator = await startSimulator('palomma', {
    requireTargetVerification: true,
    callbacks: { url: receiver.url, integrityKey: KEY },
  })
  await using payments = await open(simulator)
  await act(payments, simulator)
  await simulator.callbacks.idle()
  return receiver.received.map((request) => {
    const { payload, id } = authenticate(request) ?? assert.fail('not believed')
    assert.match(id ?? '', /^[0-9A-Z]{26}$/)
    return read(payload)
  })
}
const open = (simulator: PalommaSimulator) =>
  createPayments({
    journal: memoryJournal(),
    logger: silent,
    providers: [palomma({ apiKey: 'any', baseUrl: simulator.url })],
  })
type Payments = Awaited<ReturnType<typeof open>>

const store = async (payments: Payments, simulator: PalommaSimulator, type: 'payin_source' | 'payout_target') => {
  const instrument = { type, ...account, ...(type === 'payin_source' ? { partialPayins: true } : {}) }
  const token = await payments.tokens.create({
    provider: 'palomma',
    reference: 'stored-1',
    customer: payer,
    redirectUrl,
    instrument,
  })
  simulator.actions.authorize({ providerId: token.providerId! })
  return token
}

/** The notices without their answers, in short. */
const short = (notices: Awaited<ReturnType<typeof told>>) =>
  notices.map((notice) => notice && [notice.about, notice.event, notice.reference, notice.answer?.status])

const payALink = async ({ payins }: Payments, { actions }: PalommaSimulator) => {
  const method = { type: 'payment_link' } as const
  await payins.create({ reference: 'ord-1', amount: pesos('84000'), method, customer: payer, redirectUrl })
  actions.settle({ reference: 'ord-1' })
}

describe('palomma webhooks: what the simulator tells', () => {
  it('is about a link, and answers as a read of it', async () => {
    const [paid, ...others] = await told(payALink)
    assert.equal(others.length, 0)
    assert.ok(paid?.about === 'payin')
    const { providerId, reference, event, answer } = paid
    assert.deepEqual({ reference, event }, { reference: 'ord-1', event: 'payin-link.update' })
    const { nextAction, expiresAt, ...rest } = answer ?? assert.fail('no answer')
    assert.deepEqual(rest, {
      providerId,
      reference: 'ord-1',
      status: 'succeeded',
      amount: pesos('84000'),
      amountCaptured: pesos('84000'),
      fee: pesos('500'),
    })
    assert.equal(nextAction, undefined)
    assert.match(expiresAt ?? '', /^\d{4}-/)
  })

  it('is about a source and what is debited from it, in part', async () => {
    const notices = await told(async (payments, simulator) => {
      const source = await store(payments, simulator, 'payin_source')
      const method = { type: 'bank_debit', source: source.id } as const
      await payments.payins.create({ reference: 'sub-31', amount: pesos('39000'), method })
      simulator.actions.settle({ reference: 'sub-31', collected: 20_000n })
    })
    assert.deepEqual(short(notices), [
      ['token', 'payin-source.update', 'stored-1', 'active'],
      ['payin', 'payin-request.update', 'sub-31', 'succeeded'],
    ])
    const [stored, paid] = notices
    assert.ok(stored?.about === 'token' && paid?.about === 'payin')
    assert.equal(stored.answer?.token, stored.providerId)
    assert.deepEqual(paid.answer?.reason, { code: 'partially_collected' })
    assert.deepEqual([paid.answer.amount, paid.answer.amountCaptured], [pesos('39000'), pesos('20000')])
  })

  it('is about a target and what is paid to it', async () => {
    const notices = await told(async (payments, simulator) => {
      const target = await store(payments, simulator, 'payout_target')
      const destination = { type: 'saved', target: target.id } as const
      await payments.payouts.create({ reference: 'po-77', amount: pesos('120000'), destination })
      simulator.actions.decline({ reference: 'po-77', statusMessage: 'INVALID_ACCOUNT' })
    })
    assert.deepEqual(short(notices), [
      ['token', 'payout-target.update', 'stored-1', 'active'],
      ['payout', 'payout-request.update', 'po-77', 'failed'],
    ])
  })

  it('is about nothing of ours where a day is settled', async () => {
    const [paid, ...settled] = await told(async (payments, simulator) => {
      await payALink(payments, simulator)
      simulator.clock.advance(3 * 86_400_000)
    })
    assert.equal(paid?.reference, 'ord-1')
    assert.ok(settled.length > 0)
    assert.ok(settled.every((notice) => notice === undefined))
  })

  for (const kind of ['forged', 'tampered'] as const) {
    it(`is not believed where it is ${kind}`, async () => {
      await using receiver = await startReceiver()
      await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url, integrityKey: KEY } })
      await using payments = await open(simulator)
      simulator.faults.add({ callback: { kind } })
      await payALink(payments, simulator)
      await simulator.callbacks.idle()
      simulator.callbacks.resend({ reference: 'ord-1' })
      await simulator.callbacks.idle()
      const believed = receiver.received.map((request) => authenticate(request) !== undefined)
      assert.deepEqual(believed, [false, true])
    })
  }

  it('has the same id and payload when it comes again', async () => {
    await using receiver = await startReceiver()
    await using simulator = await startSimulator('palomma', { callbacks: { url: receiver.url, integrityKey: KEY } })
    await using payments = await open(simulator)
    simulator.faults.add({ callback: { kind: 'twice' } })
    await payALink(payments, simulator)
    await simulator.callbacks.idle()
    const [first, second, ...others] = receiver.received.map(authenticate)
    assert.equal(others.length, 0)
    assert.ok(first?.id)
    assert.deepEqual(second, first)
  })

  it('is believed with a header above 16 KiB, and in base64', async () => {
    await using receiver = await startReceiver()
    const callbacks = { url: receiver.url, integrityKey: KEY, signatureEncoding: 'base64' } as const
    await using simulator = await startSimulator('palomma', { callbacks })
    await using payments = await open(simulator)
    simulator.faults.add({ callback: { kind: 'oversize-header', bytes: 40_000 } })
    await payALink(payments, simulator)
    await simulator.callbacks.idle()
    const [taken] = receiver.received.map(authenticate)
    assert.equal(read(taken?.payload ?? assert.fail('not believed'))?.answer?.status, 'succeeded')
  })
})
