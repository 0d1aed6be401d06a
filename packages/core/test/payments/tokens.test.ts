import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { CardData, memoryJournal, type CreatePayin } from '../../src/index.js'
import { KEY, acme } from '../support/acme.js'
import { bodyOf, refused, silence } from '../support/transport.js'
import { startVault } from '../support/vault.js'
import { world } from '../support/world.js'

const platformWith = async () => {
  const vault = startVault()
  const journal = memoryJournal()
  return { ...(await world({ transport: vault.transport, providers: [vault.provider], journal })), vault }
}

describe('tokens', () => {
  it('are asked for by type, or without one where nothing has to be said', async () => {
    const { payments } = await platformWith()
    const token = await payments.tokens.create({ provider: 'vault', reference: 't-1' })
    assert.deepEqual(
      [token.status, token.instrument, token.nextAction, token.token],
      ['requires_action', { type: 'card' }, { type: 'redirect', url: 'https://vault.test' }, undefined],
    )
    assert.deepEqual(await payments.tokens.create({ provider: 'vault', reference: 't-1' }), token)
    const other = await payments.tokens.create({ reference: 't-2', instrument: { type: 'card' } })
    assert.notEqual(other.id, token.id)
  })

  it('are active once their owner has acted', async () => {
    const { payments } = await platformWith()
    const { id } = await payments.tokens.create({ reference: 'confirmed' })
    const token = await payments.tokens.retrieve({ id }, { refresh: true })
    assert.deepEqual([token?.status, token?.token, token?.nextAction], ['active', 'tok-of-card-1', undefined])
    const listed = []
    for await (const { reference } of payments.tokens.list({ status: 'active' })) listed.push(reference)
    assert.deepEqual(listed, ['confirmed'])
  })

  it('are unknown after a lost answer, and asking without a look-up leaves them so', async () => {
    const { payments, vault } = await platformWith()
    vault.faults.push({ verb: 'intent', executed: true, reply: silence })
    const { id, status } = await payments.tokens.create({ reference: 't-1' })
    assert.equal(status, 'unknown')
    assert.equal((await payments.tokens.retrieve({ id }, { refresh: true }))?.status, 'unknown')
  })

  it('that no provider stores are refused', async () => {
    const { payments } = await platformWith()
    await assert.rejects(
      payments.tokens.create({
        provider: 'vault',
        reference: 't-1',
        instrument: { type: 'payin_source', bankCode: 'b', accountType: 'savings', accountNumber: '1' },
      }),
      { code: 'unsupported_operation' },
    )
    const without = await world({ transport: startVault().transport, providers: [acme({ apiKey: KEY })] })
    await assert.rejects(without.payments.tokens.create({ provider: 'acme', reference: 't-1' }), {
      code: 'unsupported_operation',
    })
    await assert.rejects(without.payments.tokens.create({ reference: 't-1' }), { code: 'invalid_request' })
    await assert.rejects(payments.tokens.create({ reference: 't-1', instrument: { type: 'coin' } as never }), {
      code: 'invalid_request',
    })
  })

  it('of ours may name the source of a payment', async () => {
    const { payments } = await platformWith()
    const { id } = await payments.tokens.create({ reference: 't-1' })
    const payout = (target: string) =>
      payments.payouts.create({
        reference: `to-${target}`,
        amount: { amount: '1', currency: 'IDR' },
        destination: { type: 'saved', target },
      })
    await assert.rejects(payout(id), { cause: new Error('to int-t-1') })
    await assert.rejects(payout('theirs'), { cause: new Error('to theirs') })
    await assert.rejects(payout('to_123'), { cause: new Error('to to_123') })
  })
})

const PAN = '4111111111111111'
const TOKEN = 'tok-9876543210-secret'
const paying = (method: CreatePayin['method'], reference = 'order-1'): CreatePayin => ({
  reference,
  amount: { amount: '10000', currency: 'IDR' },
  method,
})

describe('card data and card tokens', () => {
  const card = () =>
    new CardData({ number: PAN, expiryMonth: 1, expiryYear: 2031, securityCode: '987', holder: 'Ada Reyes' })

  it('go on the wire, and nowhere else, whatever comes back', async () => {
    for (const method of [{ type: 'card', card: card() } as const, { type: 'card', token: TOKEN } as const]) {
      const { payments, vault, transport, journal, log } = await platformWith()
      const secret = 'token' in method ? TOKEN : PAN
      const shown: unknown[] = []
      const called = (command: CreatePayin) =>
        payments.payins.create(command).then(
          (payin) => void shown.push(payin),
          (error: unknown) => void shown.push(inspect(error, { depth: 9 }), JSON.stringify(error)),
        )
      await called(paying(method))
      vault.faults.push({ verb: 'hold', executed: false, reply: refused(422, `no ${secret}!`, secret) })
      await called(paying(method, 'order-2'))
      vault.faults.push({ verb: 'hold', executed: true, reply: silence })
      await called(paying(method, 'order-3'))
      assert.ok(transport.sent.some((request) => /4111111111111111|tok-9876/.test(JSON.stringify(bodyOf(request)))))
      const { items } = await journal.operations({ merchant: 'default', limit: 10 })
      const objects = await journal.objects({ merchant: 'default', type: 'payin', limit: 10 })
      assert.equal(items.length, 3)
      const everything = JSON.stringify([items, objects, log, shown])
      assert.doesNotMatch(everything, /4111|9876|987"|Ada Reyes/)
      assert.equal((await payments.payins.retrieve({ reference: 'order-3' }, { refresh: true }))?.status, 'unknown')
    }
  })

  it('are no part of what makes a payment the same', async () => {
    const { payments, vault } = await platformWith()
    const first = await payments.payins.create(paying({ type: 'card', card: card() }))
    const other = new CardData({ number: '5555555555554444', expiryMonth: 2, expiryYear: 2032 })
    assert.deepEqual(await payments.payins.create(paying({ type: 'card', card: other })), first)
    assert.equal(vault.books.length, 1)
  })

  it('show nothing of themselves', () => {
    const shown = [String(card()), JSON.stringify({ card: card() }), inspect(card(), { showHidden: true })]
    assert.deepEqual(shown, ['[card]', '{"card":"[card]"}', '[card]'])
    assert.deepEqual(Object.getOwnPropertyNames(card()), [])
  })

  it('are refused in plain objects, and not both or neither', async () => {
    const { payments, transport } = await platformWith()
    for (const method of [
      { type: 'card', card: { number: PAN, expiryMonth: 1, expiryYear: 2031 } },
      { type: 'card', card: card(), token: TOKEN },
      { type: 'card' },
    ]) {
      await assert.rejects(payments.payins.create(paying(method as never)), (error: Error) => {
        assert.equal((error as Error & { code: string }).code, 'invalid_request')
        assert.doesNotMatch(inspect(error), /4111|9876/)
        return true
      })
    }
    assert.equal(transport.sent.length, 0)
  })

  it('are checked when they are made, without being shown', () => {
    const good = { number: PAN, expiryMonth: 12, expiryYear: 2031 }
    for (const [path, wrong] of [
      ['number', { ...good, number: '4111111111111112' }],
      ['number', { ...good, number: 4111111111111111 }],
      ['expiryMonth', { ...good, expiryMonth: 13 }],
      ['expiryYear', { ...good, expiryYear: 31 }],
      ['securityCode', { ...good, securityCode: '12' }],
      ['country', { ...good, country: 'usa' }],
      ['holder', { ...good, holder: 'a\u0007b' }],
      ['cvv', { ...good, cvv: '123' }],
    ] as const) {
      assert.throws(
        () => new CardData(wrong as never),
        (error: Error & { issues?: readonly { path: string }[] }) => {
          assert.deepEqual(
            error.issues?.map((issue) => issue.path),
            [path],
          )
          assert.doesNotMatch(inspect(error), /41111111/)
          return true
        },
      )
    }
  })
})
