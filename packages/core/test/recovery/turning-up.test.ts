import assert from 'node:assert/strict'
import type { ContainerModule } from 'inversify'
import { defineProvider, lookup, type HttpRequest, type Lookup, type Operation, type Payin } from '../../src/index.js'
import { KEY, chargePerson, createCharge, createPerson, definition, findCharges, findable } from '../support/acme.js'
import { lookups, qr } from '../support/acme.js'
import { answer, scripted, silence, type ScriptedTransport } from '../support/transport.js'
import { startVault } from '../support/vault.js'
import { beside, ended, leftAlone, payin, world, type World } from '../support/world.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WINDOW = 30 * MINUTE

interface Charge {
  readonly id: string
  readonly status: string
  readonly reference: string
  readonly amount: number
}

const chargeOf = (id: string): Charge => ({ id, status: 'paid', reference: 'order-1', amount: 150000 })

/** A provider that shows what is in its ledger, and executes what it gets once it `listens`. */
const ledgered = () => {
  const ledger: Charge[] = []
  const provider = { listens: false }
  const transport = scripted(({ method }) => {
    if (method === 'GET') return answer(200, ledger)
    if (!provider.listens) return silence
    return { written: () => answer(200, ledger[ledger.push(chargeOf(`ch_${String(ledger.length + 1)}`)) - 1]) }
  })
  return { ledger, provider, transport }
}

/** Three looks over twice the settle window. */
const settled = async ({ payments, clock }: World): Promise<void> => {
  for (const ms of [WINDOW, WINDOW, 1]) {
    await payments.recover()
    clock.advance(ms)
  }
}

/** A payment that counted as absent, after which the reference was used again and paid. */
const paidAgain = async (providers: readonly ContainerModule[] = [findable({ apiKey: KEY })]) => {
  const books = ledgered()
  const platform = await world({ transport: books.transport, providers })
  const { payments } = platform
  const { operationId: first } = await payments.payins.create(payin())
  await settled(platform)
  assert.equal((await payments.operations.retrieve(first))?.status, 'absent')
  books.provider.listens = true
  const second = await payments.payins.create(payin())
  assert.equal(second.status, 'succeeded')
  return { ...platform, ...books, first, second }
}

const operationIn = async ({ payments }: Pick<World, 'payments'>, id: string): Promise<Operation> => {
  const found = await payments.operations.retrieve(id)
  assert.ok(found)
  return found
}

const causesIn = ({ log }: Pick<World, 'log'>) => log.map(({ fields }) => (fields as { cause?: string }).cause)

describe('what counted as absent', () => {
  it('did not turn up when it is the later payment of the reference that is found', async () => {
    const platform = await paidAgain()
    const { payments, clock, first, second, ledger } = platform
    for (let look = 0; look < 3; look += 1) {
      clock.advance(2 * HOUR)
      await payments.recover()
      assert.equal((await operationIn(platform, first)).status, 'absent')
    }
    assert.ok((await operationIn(platform, first)).nextCheckAt !== undefined, 'it is watched on')
    assert.equal((await operationIn(platform, second.operationId)).status, 'succeeded')
    assert.deepEqual(await payments.payins.retrieve({ reference: 'order-1' }), second)
    assert.ok(!causesIn(platform).includes('turned_up_late'))
    assert.equal(ledger.length, 1)
  })

  it('is a person’s when the provider shows two payments of the reference and the adapter cannot tell them apart', async () => {
    const strict = defineProvider({
      ...definition,
      name: 'strict',
      lookups: [
        lookup(createCharge, async ({ reference }, { call }) => {
          const found = await call(findCharges, { reference })
          if (found.length > 1) throw new Error('not exactly one')
          return found[0]
        }),
      ],
    })
    const platform = await paidAgain([strict({ apiKey: KEY })])
    const { payments, clock, ledger, first, second } = platform
    ledger.push(chargeOf('ch_late'))
    clock.advance(2 * HOUR)
    await payments.recover()
    const { status, cause, nextCheckAt } = await operationIn(platform, first)
    assert.deepEqual([status, cause, nextCheckAt], ['unknown', 'ambiguous', undefined])
    assert.deepEqual(await payments.payins.retrieve({ reference: 'order-1' }), second)
  })

  it('is not written over the later payment by its sender, who was stopped and wakes up', async () => {
    const books = ledgered()
    let wake = (): void => undefined
    const asleep = new Promise<void>((resolve) => (wake = resolve))
    const one = await world({ transport: stopping(books.transport, asleep), providers: [findable({ apiKey: KEY })] })
    const frozen = ended(one.payments.payins.create(payin()))
    await new Promise((resolve) => setTimeout(resolve, 20))
    const [sending] = (await one.journal.operations({ limit: 1 })).items
    assert.equal(sending?.state, 'SENDING')
    const { clock } = one
    clock.advance(HOUR)
    const two = await beside(one, books.transport, [findable({ apiKey: KEY })])
    await settled(two)
    books.provider.listens = true
    const paid = await two.payments.payins.create(payin())
    // The first one in the list is what a look-up gives.
    books.ledger.unshift(chargeOf('ch_other'))
    clock.advance(2 * HOUR)
    await two.payments.recover()
    assert.equal((await operationIn(two, sending.id)).cause, 'turned_up_late')
    wake()
    assert.equal(await frozen, 'provider_unavailable')
    assert.deepEqual(await two.payments.payins.create(payin()), paid)
    assert.deepEqual(await two.payments.payins.retrieve({ reference: 'order-1' }), paid)
  })

  it('makes a payin unknown again, and keeps everything else from it, where it was a capture', async () => {
    const vault = startVault()
    const platform = await world({ transport: vault.transport, providers: [vault.provider] })
    const { payments, clock, journal } = platform
    const { id, operationId } = await payments.payins.create({
      ...{ reference: 'order-1', amount: { amount: '10000', currency: 'IDR' }, capture: 'manual' },
      method: { type: 'card', token: 'tok-1234567890' },
    })
    const capture = (reference: string) =>
      payments.payins.capture({ payin: id, amount: { amount: '2500', currency: 'IDR' }, reference })
    vault.faults.push({ verb: 'capture', executed: false })
    const lost = await capture('c-1')
    await settled(platform)
    assert.equal((await operationIn(platform, lost.operationId)).status, 'absent')
    assert.equal((await payments.payins.retrieve({ id }))?.status, 'authorized')
    const hold = vault.holds.get('h-1')
    assert.ok(hold)
    hold.captured = 2500
    await leftAlone(journal, operationId)
    clock.advance(2 * HOUR)
    await payments.recover()
    const { status, cause } = await operationIn(platform, lost.operationId)
    assert.deepEqual([status, cause], ['unknown', 'turned_up_late'])
    assert.equal((await payments.payins.retrieve({ id }))?.status, 'unknown')
    assert.equal((await capture('c-1')).status, 'unknown')
    await assert.rejects(capture('c-2'), { code: 'unresolved_operation', blockedBy: lost.operationId })
    assert.deepEqual(
      vault.books.map(({ verb }) => verb),
      ['held'],
    )
  })

  for (const amount of ['2500', '2000']) {
    it(`is not taken for another capture, of ${amount}, that came while the provider was asked`, async () => {
      const vault = startVault()
      const platform = await world({ transport: vault.transport, providers: [vault.provider] })
      const { payments, clock, transport, journal } = platform
      const { id, operationId } = await payments.payins.create({
        ...{ reference: 'order-1', amount: { amount: '10000', currency: 'IDR' }, capture: 'manual' },
        method: { type: 'card', token: 'tok-1234567890' },
      })
      const capture = (reference: string, what: string) =>
        payments.payins.capture({ payin: id, amount: { amount: what, currency: 'IDR' }, reference })
      vault.faults.push({ verb: 'capture', executed: false })
      const lost = await capture('c-1', '2500')
      await settled(platform)
      await leftAlone(journal, operationId)
      clock.advance(2 * HOUR)
      const send = transport.send.bind(transport)
      let other: Promise<unknown> | undefined
      transport.send = async (request) => {
        // In between, once: c-1 is being asked about.
        if (request.method === 'GET' && other === undefined) await (other = capture('c-2', amount))
        return send(request)
      }
      await payments.recover()
      assert.equal(((await other) as Payin).status, 'partially_captured')
      assert.equal((await operationIn(platform, lost.operationId)).status, 'absent')
      assert.equal((await payments.payins.retrieve({ id }))?.status, 'partially_captured')
    })
  }

  it('is asked about less and less, and then no more, where only its preparation turns up', async () => {
    const trace = { looks: 0, shows: false }
    const looking = lookup(createPerson, async ({ reference }, { call }) => {
      trace.looks += 1
      await call(findCharges, { reference })
      return trace.shows ? { person: 'p-1' } : undefined
    })
    const half = defineProvider({
      ...definition,
      name: 'half',
      payins: { qr_code: { ...qr, create: chargePerson } },
      lookups: [looking, ...lookups] as Lookup[],
    })
    const transport = scripted(({ method }) => (method === 'GET' ? answer(200, []) : silence))
    const platform = await world({ transport, providers: [half({ apiKey: KEY })] })
    const { payments, clock } = platform
    const { operationId } = await payments.payins.create(payin())
    await settled(platform)
    assert.equal((await operationIn(platform, operationId)).status, 'absent')
    Object.assign(trace, { looks: 0, shows: true })
    const looksIn = async (days: number): Promise<number> => {
      clock.advance(days * DAY)
      const before = trace.looks
      for (let pass = 0; pass < 10; pass += 1) {
        await payments.recover()
        clock.advance(2 * MINUTE + 1)
      }
      return trace.looks - before
    }
    assert.ok((await looksIn(2)) < 8, 'not at every pass')
    assert.equal(await looksIn(30), 1)
    assert.equal((await operationIn(platform, operationId)).nextCheckAt, undefined)
    assert.equal(await looksIn(30), 0)
  })
})

/** A process that is stopped between its permission and its write. */
const stopping = (transport: ScriptedTransport, asleep: Promise<void>): ScriptedTransport => ({
  ...transport,
  send: ({ beforeWrite, ...request }: HttpRequest) =>
    transport.send(
      beforeWrite === undefined
        ? request
        : {
            ...request,
            beforeWrite: async () => {
              const permission = await beforeWrite()
              await asleep
              return permission
            },
          },
    ),
})
