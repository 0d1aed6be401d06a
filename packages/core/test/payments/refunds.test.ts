import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { CreatePayin, PayoutDestination } from '../../src/index.js'
import { refused, silence, unreachable } from '../support/transport.js'
import { startVault } from '../support/vault.js'
import { beside, world } from '../support/world.js'

const idr = (amount: string) => ({ amount, currency: 'IDR' })
const ANNA: PayoutDestination = { type: 'recipient', userName: 'anna', notify: false }

const platformWith = async () => {
  const vault = startVault()
  return { ...(await world({ transport: vault.transport, providers: [vault.provider] })), vault }
}

const collected = async (over: Partial<CreatePayin> = {}) => {
  const platform = await platformWith()
  const { payins } = platform.payments
  const { id } = await payins.create({
    reference: 'order-1',
    amount: idr('10000'),
    method: { type: 'card', token: 'tok-1234567890' },
    ...(over.method === undefined ? { capture: 'manual' } : {}),
    ...over,
  })
  if (over.method === undefined) await payins.capture({ payin: id, reference: 'c-1' })
  return { ...platform, payin: id }
}

const given = ({ vault }: Awaited<ReturnType<typeof platformWith>>) =>
  vault.books
    .filter(({ verb }) => verb === 'refund' || verb === 'payout')
    .map(({ verb, amount }) => `${verb} ${amount}`)

describe('refunds.create', () => {
  it('gives back all that is left, and shows it on the payin', async () => {
    const platform = await collected()
    const { refunds, payins } = platform.payments
    const refund = await refunds.create({
      payin: platform.payin,
      reference: 'r-1',
      amount: idr('2500'),
      reason: 'broken',
    })
    assert.deepEqual(
      [refund.status, refund.payin, refund.amount, refund.via, refund.description, refund.metadata],
      ['succeeded', platform.payin, idr('2500'), 'provider', 'broken', {}],
    )
    assert.match(refund.id, /^re_/)
    assert.deepEqual((await payins.retrieve({ id: platform.payin }))?.amountRefunded, idr('2500'))
    assert.deepEqual((await refunds.create({ payin: platform.payin, reference: 'r-2' })).amount, idr('7500'))
    assert.deepEqual(given(platform), ['refund 2500', 'refund 7500'])
    const listed = []
    for await (const { amountRefunded } of payins.list()) listed.push(amountRefunded)
    assert.deepEqual(listed, [idr('10000')])
  })

  it('is the same refund under the same reference, also without an amount', async () => {
    const platform = await collected()
    const { refunds } = platform.payments
    const first = await refunds.create({ payin: platform.payin, reference: 'r-1' })
    assert.deepEqual(await refunds.create({ payin: platform.payin, reference: 'r-1' }), first)
    await assert.rejects(refunds.create({ payin: platform.payin, reference: 'r-1', amount: idr('10000') }), {
      code: 'idempotency_conflict',
    })
    assert.deepEqual(given(platform), ['refund 10000'])
  })

  it('is refused before anything is sent where it is more than is left, or in another currency', async () => {
    const platform = await collected()
    const { refunds } = platform.payments
    const { payin } = platform
    await refunds.create({ payin, reference: 'r-1', amount: idr('9000') })
    await assert.rejects(refunds.create({ payin, reference: 'r-2', amount: idr('1001') }), {
      code: 'invalid_request',
      message: /at most 1000/,
    })
    await assert.rejects(refunds.create({ payin, reference: 'r-2', amount: { amount: '1', currency: 'USD' } }), {
      code: 'invalid_request',
    })
    await refunds.create({ payin, reference: 'r-3' })
    await assert.rejects(refunds.create({ payin, reference: 'r-4' }), { code: 'invalid_state', message: /left/ })
    await assert.rejects(refunds.create({ payin: 'pi_nobody', reference: 'r-5' }), { code: 'not_found' })
    assert.deepEqual(given(platform), ['refund 9000', 'refund 1000'])
  })

  it('is refused while nothing was collected', async () => {
    const platform = await platformWith()
    const { id } = await platform.payments.payins.create({
      reference: 'order-1',
      amount: idr('10000'),
      method: { type: 'card', token: 'tok-1234567890' },
    })
    const refund = platform.payments.refunds.create({ payin: id, reference: 'r-1' })
    await assert.rejects(refund, { code: 'invalid_state', message: /authorized/ })
  })

  it('that had no answer counts until somebody knows', async () => {
    const platform = await collected()
    const { refunds, payins } = platform.payments
    const { payin } = platform
    platform.vault.faults.push({ verb: 'refund', executed: true })
    const unknown = await refunds.create({ payin, reference: 'r-1', amount: idr('6000') })
    assert.equal(unknown.status, 'unknown')
    await assert.rejects(refunds.create({ payin, reference: 'r-2', amount: idr('1') }), {
      code: 'unresolved_operation',
      blockedBy: unknown.operationId,
    })
    // The payin itself is as well known as before.
    assert.equal((await payins.retrieve({ id: payin }))?.status, 'succeeded')
    assert.deepEqual((await payins.retrieve({ id: payin }))?.amountRefunded, idr('0'))
  })

  it('that was not sent, or refused, does not count, and its reference may be used again', async () => {
    const platform = await collected()
    const { refunds } = platform.payments
    const command = { payin: platform.payin, reference: 'r-1', amount: idr('6000') }
    for (const reply of [unreachable, refused(402, 'no money')]) {
      platform.vault.faults.push({ verb: 'refund', executed: false, reply })
      await assert.rejects(refunds.create(command))
    }
    assert.equal((await refunds.retrieve({ reference: 'r-1' }))?.status, 'failed')
    assert.equal((await refunds.create({ payin: platform.payin, reference: 'r-2' })).status, 'succeeded')
    await assert.rejects(refunds.create(command), { code: 'invalid_state' })
    assert.deepEqual(given(platform), ['refund 10000'])
  })

  it('never gives back more than was collected when many are asked for at once, by whatever path', async () => {
    const platform = await collected()
    const other = await beside(platform, platform.transport, [platform.vault.provider])
    const settled = await Promise.allSettled(
      Array.from({ length: 9 }, (_, index) => {
        const { refunds } = (index % 2 ? other : platform).payments
        const command = { payin: platform.payin, amount: idr('3000'), reference: `r-${index}` }
        return index % 3 ? refunds.create(command) : refunds.create({ ...command, via: 'payout', destination: ANNA })
      }),
    )
    assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 3)
    assert.equal(given(platform).length, 3)
  })

  it('needs another way where the provider gives nothing back', async () => {
    const platform = await collected({ method: { type: 'qr_code' } })
    const { refunds } = platform.payments
    const sent = platform.transport.sent.length
    await assert.rejects(refunds.create({ payin: platform.payin, reference: 'r-1' }), {
      code: 'unsupported_operation',
      message: /via: 'payout'/,
    })
    assert.equal(platform.transport.sent.length, sent)
  })
})

describe('refunds.create by payout', () => {
  it('sends the money back as a payout, and counts it', async () => {
    const platform = await collected({ method: { type: 'qr_code' } })
    const { refunds, payins } = platform.payments
    const command = { payin: platform.payin, via: 'payout', destination: ANNA } as const
    const refund = await refunds.create({ ...command, reference: 'r-1', amount: idr('4000') })
    assert.deepEqual(
      [refund.status, refund.via, refund.destination, refund.amount, refund.provider],
      ['pending', 'payout', ANNA, idr('4000'), 'vault'],
    )
    await assert.rejects(refunds.create({ ...command, reference: 'r-2', amount: idr('6001') }), {
      code: 'invalid_request',
    })
    assert.equal((await refunds.create({ ...command, reference: 'r-3' })).amount.amount, '6000')
    assert.deepEqual(given(platform), ['payout 4000', 'payout 6000'])
    assert.equal((await payins.retrieve({ id: platform.payin }))?.amountRefunded?.amount, '0')
    const listed = []
    for await (const { reference } of refunds.list({ payin: platform.payin })) listed.push(reference)
    assert.deepEqual(listed, ['r-1', 'r-3'])
  })

  it('asks the owner of an account first where the provider does, and goes on when called again', async () => {
    const platform = await collected({ method: { type: 'qr_code' } })
    const { refunds } = platform.payments
    const destination = { type: 'bank_account', bankCode: '1', accountName: 'Ana', accountNumber: '123' } as const
    const command = { payin: platform.payin, via: 'payout', destination, reference: 'r-1' } as const
    const first = await refunds.create(command)
    assert.deepEqual([first.status, first.nextAction?.type], ['pending', 'redirect'])
    assert.deepEqual(given(platform), [])
    platform.vault.owners.set('o-r-1', true)
    const second = await refunds.create(command)
    assert.deepEqual([second.status, second.id, second.nextAction], ['succeeded', first.id, undefined])
    assert.deepEqual(given(platform), ['payout 10000'])
  })
})

describe('refunds.retrieve', () => {
  it('asks the provider of the payin', async () => {
    const platform = await collected()
    const { id } = await platform.payments.refunds.create({ payin: platform.payin, reference: 'r-1', amount: idr('1') })
    const refund = await platform.payments.refunds.retrieve({ id }, { refresh: true })
    assert.equal(refund?.status, 'succeeded')
    assert.equal(platform.transport.sent.at(-1)?.path, `/refunds/${refund.providerId}`)
    assert.equal(await platform.payments.refunds.retrieve({ reference: 'nobody' }), undefined)
  })

  it('says so where the way of a payout cannot be asked about', async () => {
    const platform = await collected({ method: { type: 'qr_code' } })
    const { id } = await platform.payments.refunds.create({
      payin: platform.payin,
      reference: 'r-1',
      via: 'payout',
      destination: ANNA,
    })
    const asked = platform.payments.refunds.retrieve({ id }, { refresh: true })
    await assert.rejects(asked, { code: 'unsupported_operation' })
  })
})

type Step =
  | {
      readonly do: 'capture' | 'cancel' | 'refund'
      readonly amount: number
      readonly fault: 'none' | 'lost' | 'unsent'
    }
  | { readonly do: 'ask' }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constantFrom('capture' as const, 'cancel' as const, 'refund' as const),
    amount: fc.integer({ min: 1, max: 12 }),
    fault: fc.constantFrom('none' as const, 'none' as const, 'lost' as const, 'unsent' as const),
  }),
  fc.constant({ do: 'ask' as const }),
)

describe('any sequence of captures, cancellations and refunds', () => {
  it('keeps within what was authorized and captured, and agrees with the provider once everything is known', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, fc.boolean()), { maxLength: 12 }), async (steps) => {
        const platform = await platformWith()
        const other = await beside(platform, platform.transport, [platform.vault.provider])
        const { id } = await platform.payments.payins.create({
          reference: 'order-1',
          amount: idr('10'),
          method: { type: 'card', token: 'tok-1234567890' },
          capture: 'manual',
        })
        const under: Promise<unknown>[] = []
        for (const [index, [next, alone]] of steps.entries()) {
          const { payments } = index % 2 ? other : platform
          under.push(run(next, { payments, vault: platform.vault, payin: id, reference: `s-${index}` }))
          if (alone) await Promise.all(under)
        }
        await Promise.all(under)
        const [hold] = platform.vault.holds.values()
        assert.ok(hold !== undefined && hold.captured + hold.voided <= 10 && hold.refunded <= hold.captured)
        const once = new Map(platform.vault.books.map(({ reference }) => [reference, 0]))
        for (const { reference } of platform.vault.books) once.set(reference, (once.get(reference) ?? 0) + 1)
        assert.deepEqual(new Set(once.values()), new Set([1]))
        const known = await platform.payments.payins.retrieve({ id }, { refresh: true })
        if (known?.status === 'unknown') return
        assert.deepEqual(
          [known?.amountCaptured?.amount, known?.amountCanceled?.amount],
          [String(hold.captured), String(hold.voided)],
        )
      }),
      { numRuns: 150 },
    )
  })
})

interface Stage {
  readonly payments: Awaited<ReturnType<typeof platformWith>>['payments']
  readonly vault: ReturnType<typeof startVault>
  readonly payin: string
  readonly reference: string
}

const run = async (next: Step, { payments, vault, payin, reference }: Stage): Promise<unknown> => {
  if (next.do === 'ask') return payments.payins.retrieve({ id: payin }, { refresh: true })
  const verb = next.do === 'cancel' ? 'void' : next.do
  if (next.fault === 'lost') vault.faults.push({ verb, executed: true, reply: silence })
  if (next.fault === 'unsent') vault.faults.push({ verb, executed: false, reply: unreachable })
  const command = { payin, amount: idr(String(next.amount)), reference }
  const { payins, refunds } = payments
  const call =
    next.do === 'capture'
      ? payins.capture(command)
      : next.do === 'cancel'
        ? payins.cancel(command)
        : refunds.create(command)
  return call.catch((error: unknown) => {
    const { code } = error as { readonly code: string }
    const expected = ['invalid_request', 'invalid_state', 'unresolved_operation', 'provider_unavailable']
    assert.ok(expected.includes(code), String(error))
  })
}
