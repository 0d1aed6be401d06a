import assert from 'node:assert/strict'
import type { Fault, StatusReply } from '@polyrail/simulators'
import { bankPayout } from '../support/commands.js'
import { CREATIONS, executions, nameAt } from '../support/creations.js'
import { JOURNAL_NAMES } from '../support/journals.js'
import { PROVIDERS, all, startWorld, type World } from '../support/world.js'

type ErrorReply = Extract<StatusReply, { kind: 'error' }>

/** Refusals in the provider's documented shape, with the error that each of them is. */
const REFUSALS: readonly (Omit<ErrorReply, 'kind'> & { readonly name: string; readonly code: string })[] = [
  { status: 400, name: 'ProviderRejectedError', code: 'provider_rejected' },
  { status: 401, name: 'AuthenticationError', code: 'authentication_failed' },
  { status: 403, name: 'AuthenticationError', code: 'authentication_failed' },
  { status: 404, name: 'NotFoundError', code: 'not_found' },
  { status: 405, name: 'ProviderRejectedError', code: 'provider_rejected' },
  { status: 413, name: 'ProviderRejectedError', code: 'provider_rejected' },
  { status: 422, name: 'ProviderRejectedError', code: 'provider_rejected' },
]

const BY_TYPE = { name: 'ProviderRejectedError', code: 'provider_rejected' }

const honest = (on: string, reply: Omit<ErrorReply, 'kind'>): Fault => ({
  on,
  accept: 'no',
  reply: { kind: 'error', ...reply },
})

for (const journal of JOURNAL_NAMES) {
  describe(`a refusal, on the ${journal} journal`, () => {
    let world: World

    beforeEach(async () => {
      world = await startWorld({ journal, palladium: { disbursableBalance: 0n } })
      world.palladium.actions.fund(10_000_000n)
    })

    afterEach(() => world[Symbol.asyncDispose]())

    for (const { status, name, code } of REFUSALS) {
      it(`with ${status} is the error that it means, and the same reference may be tried again`, async () => {
        const outcomes = await Promise.all(
          CREATIONS.map(async (creation, index) => {
            const reference = `order-${index}`
            const fault = honest(creation.endpoint, { status, message: 'Not today.' })
            const { at } = creation
            // A token that is refused is replaced once, so only the second no is a no.
            const times = status === 401 && (at === 'billon' || at === 'card-intent') ? 2 : 1
            world[at].faults.add({ ...fault, reference: nameAt(at, reference), times })
            // Billon says what it means by a type, and the type of all of these but the 401 is the same.
            const typed = at === 'billon' && status !== 401 ? BY_TYPE : { name, code }
            const message = { ...typed, httpStatus: status, providerMessage: 'Not today.', reference }
            await assert.rejects(creation.create(world.payments, reference), message)
            const refused = executions(world, creation, reference)
            const again = await creation.create(world.payments, reference)
            const once = await creation.create(world.payments, reference)
            return { refused, again: again.status, same: once.id === again.id }
          }),
        )
        assert.deepEqual(
          outcomes,
          CREATIONS.map(({ made }) => ({ refused: 0, again: made, same: true })),
        )
        assert.deepEqual(
          CREATIONS.map((creation, index) => executions(world, creation, `order-${index}`)),
          CREATIONS.map(() => 1),
        )
      })
    }

    it('for want of money says so, and the same payout goes out once there is money', async () => {
      const { palladium, payments } = world
      palladium.actions.drain()
      await assert.rejects(payments.payouts.create(bankPayout('payout-1')), {
        name: 'InsufficientFundsError',
        code: 'insufficient_funds',
        httpStatus: 400,
      })
      assert.equal(palladium.ledger.entries.length, 0)
      assert.equal((await payments.payouts.retrieve({ reference: 'payout-1' }))?.status, 'failed')
      palladium.actions.fund(1_000_000n)
      const paid = await payments.payouts.create(bankPayout('payout-1'))
      assert.equal(paid.status, 'processing')
      assert.equal(paid.reason, undefined)
      assert.equal(palladium.ledger.count({ reference: 'payout-1' }), 1)
    })

    it('of the key is an AuthenticationError, and the right key succeeds with the same reference', async () => {
      const stranger = await world.another({ apiKey: 'another-key' })
      for (const [index, creation] of CREATIONS.entries()) {
        const refused = creation.create(stranger, `order-${index}`)
        // Billon's login names a wrong password among the wrong parameters.
        await assert.rejects(refused, { name: 'AuthenticationError', httpStatus: creation.at === 'billon' ? 400 : 401 })
      }
      assert.deepEqual(
        PROVIDERS.flatMap((at) => world[at].ledger.entries),
        [],
      )
      for (const [index, creation] of CREATIONS.entries()) {
        assert.equal((await creation.create(world.payments, `order-${index}`)).status, creation.made)
      }
    })

    it('by the provider’s own rules is a ProviderRejectedError', async () => {
      const payout = bankPayout('payout-1')
      const nowhere = { ...payout, destination: { ...payout.destination, bankCode: 'NO_SUCH_BANK' } }
      await assert.rejects(world.payments.payouts.create(nowhere), { name: 'ProviderRejectedError', httpStatus: 422 })
      await assert.rejects(world.payments.payouts.create(payout), { code: 'idempotency_conflict' })
      assert.equal(world.palladium.ledger.entries.length, 0)
    })

    for (const [title, message] of [
      ['already there', 'The external_id has already been taken.'],
      ['a duplicate', 'Duplicate reference: exists.'],
    ] as const) {
      it(`that says that the object is ${title} is no refusal but evidence: unknown, and never sent again`, async () => {
        const outcomes = await Promise.all(
          CREATIONS.map(async (creation, index) => {
            const reference = `order-${index}`
            world[creation.at].faults.add({
              on: creation.endpoint,
              reference: nameAt(creation.at, reference),
              reply: { kind: 'error', status: 400, message },
            })
            const first = await creation.create(world.payments, reference)
            const again = await creation.create(world.payments, reference)
            return [first.status, again.status, executions(world, creation, reference)]
          }),
        )
        assert.deepEqual(
          outcomes,
          CREATIONS.map(() => ['unknown', 'unknown', 1]),
        )
      })
    }

    it('that was followed by a success leaves one payout, which is the same whenever it is read', async () => {
      world.palladium.faults.add(honest('create-disbursement', { status: 400, message: 'Not today.' }))
      await assert.rejects(world.payments.payouts.create(bankPayout('payout-1')))
      const paid = await world.payments.payouts.create(bankPayout('payout-1'))
      assert.deepEqual(await world.payments.payouts.retrieve({ reference: 'payout-1' }), paid)
      assert.deepEqual(await all(world.payments.payouts.list()), [paid])
    })

    it('is kept with what replaced it', async () => {
      world.palladium.faults.add(honest('create-disbursement', { status: 400, message: 'Not today.' }))
      await assert.rejects(world.payments.payouts.create(bankPayout('payout-1')))
      const paid = await world.payments.payouts.create(bankPayout('payout-1'))
      const operations = await all(world.payments.operations.list())
      const [refused, made] = operations
      assert.deepEqual([operations.length, refused?.status, made?.status], [2, 'refused', 'pending'])
      assert.equal(made?.supersedes, refused?.id)
      assert.equal(paid.operationId, made?.id)
    })
  })
}
