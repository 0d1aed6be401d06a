import assert from 'node:assert/strict'
import type { PaymentError } from '@polyrail/core'
import { bankPayout } from '../support/commands.js'
import { CREATIONS, executions, type Creation } from '../support/creations.js'
import { JOURNAL_NAMES } from '../support/journals.js'
import {
  PROVIDERS,
  everywhere,
  startWorld,
  type ProviderName,
  type TestPayments,
  type Urls,
  type World,
} from '../support/world.js'

const refOf = (creation: Creation): string => `order-${CREATIONS.indexOf(creation)}`

/** What each creation comes to: the code of its error, or the status of its object. */
const comeTo = (payments: TestPayments) =>
  Promise.all(
    CREATIONS.map(async (creation) => {
      const outcome = await creation.create(payments, refOf(creation)).catch((error: unknown) => error as PaymentError)
      return 'code' in outcome ? `${outcome.name} ${outcome.code} ${outcome.retryable}` : outcome.status
    }),
  )

/** It cannot be paid to while nobody knows whether the target is there. */
const TO_A_TARGET = CREATIONS.find(({ title }) => title === 'a payout to a stored target')!

const UNAVAILABLE = CREATIONS.map(() => 'ProviderUnavailableError provider_unavailable true')
const MADE = CREATIONS.map(({ made }) => made)

const entries = (world: World): number => PROVIDERS.reduce((sum, name) => sum + world[name].ledger.entries.length, 0)

const expectMadeOnce = async (world: World, payments: TestPayments): Promise<void> => {
  assert.deepEqual(await comeTo(payments), MADE)
  assert.deepEqual(
    CREATIONS.map((creation) => executions(world, creation, refOf(creation))),
    CREATIONS.map(() => 1),
  )
}

for (const journal of JOURNAL_NAMES) {
  describe(`a request that certainly never left, on the ${journal} journal`, () => {
    let world: World

    beforeEach(async () => {
      world = await startWorld({ journal })
    })

    afterEach(() => world[Symbol.asyncDispose]())

    it('because the connection was refused: is an error, and is sent once the provider is back', async () => {
      const { payments } = world
      await Promise.all(PROVIDERS.map((name) => world[name].refuseConnections()))
      assert.deepEqual(await comeTo(payments), UNAVAILABLE)
      assert.deepEqual(await comeTo(payments), UNAVAILABLE)
      await Promise.all(PROVIDERS.map((name) => world[name].allowConnections()))
      await expectMadeOnce(world, payments)
    })

    it('because the name has no address: is an error, and is sent under the right name', async () => {
      const url = 'https://provider.invalid/api'
      const elsewhere = await world.another({ urls: everywhere(url) })
      assert.deepEqual(await comeTo(elsewhere), UNAVAILABLE)
      await expectMadeOnce(world, world.payments)
    })

    it('because TLS failed: is an error, and is sent where TLS is not asked for', async () => {
      const secure = (name: ProviderName): string => world.urls[name].replace('http://', 'https://')
      const urls = Object.fromEntries(PROVIDERS.map((name) => [name, secure(name)])) as Urls
      const misled = await world.another({ urls })
      assert.deepEqual(await comeTo(misled), UNAVAILABLE)
      assert.deepEqual(
        PROVIDERS.map((name) => world[name].requests.length),
        [0, 0, 0, 0],
      )
      await expectMadeOnce(world, world.payments)
    })

    it('because the connection was reset at its begin: is unknown, or an error and not executed', async () => {
      const reset = { before: { reset: 'connection' }, times: 'always' } as const
      for (const name of PROVIDERS) world[name].faults.add(reset)
      const first = await comeTo(world.payments)
      const allowed = ['unknown', 'InvalidStateError invalid_state false', ...UNAVAILABLE]
      assert.deepEqual(
        first.filter((outcome) => !allowed.includes(outcome)),
        [],
      )
      assert.equal(entries(world), 0)
      for (const name of PROVIDERS) world[name].faults.clear()
      const target = await world.payments.tokens.retrieve({ reference: `${refOf(TO_A_TARGET)}-target` })
      const expected = first.map((outcome, index) => {
        if (CREATIONS[index] === TO_A_TARGET && target?.status === 'unknown')
          return 'InvalidStateError invalid_state false'
        return outcome === 'unknown' ? 'unknown' : MADE[index]
      })
      assert.deepEqual(await comeTo(world.payments), expected)
    })

    it('leaves operations that say so, and nothing unknown', async () => {
      await world.palladium.refuseConnections()
      await assert.rejects(world.payments.payouts.create(bankPayout('order-1')))
      const statuses: string[] = []
      for await (const { status } of world.payments.operations.list()) statuses.push(status)
      assert.deepEqual(
        statuses.filter((status) => status !== 'not_sent'),
        [],
      )
    })
  })
}
