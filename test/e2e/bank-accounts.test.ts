import assert from 'node:assert/strict'
import { debit, panelPayout, payinSource, pesoPayout } from '../support/commands.js'
import { nameAt } from '../support/creations.js'
import { bytesIn } from '../support/folder.js'
import { JOURNAL_NAMES } from '../support/journals.js'
import { all, startWorld, type World } from '../support/world.js'

const cop = (amount: string) => ({ amount, currency: 'COP' })
const refresh = { refresh: true }

for (const journal of JOURNAL_NAMES) {
  describe(`a bank account in Colombia, on the ${journal} journal`, () => {
    let world: World

    beforeEach(async () => {
      world = await startWorld({ journal, palomma: { requireTargetVerification: true } })
    })

    afterEach(() => world[Symbol.asyncDispose]())

    it('is stored, confirmed by its owner, and debited, in part where it may be', async () => {
      const { tokens, payins } = world.payments
      const { actions } = world.palomma
      const source = await tokens.create({
        ...payinSource('source-1'),
        instrument: { ...payinSource('source-1').instrument, partialPayins: true },
      })
      assert.deepEqual(
        [source.status, source.nextAction?.type, source.token],
        ['requires_action', 'redirect', undefined],
      )
      assert.doesNotMatch(JSON.stringify(source), /91234567890/)
      await assert.rejects(payins.create(debit('debit-0', source.id)), { code: 'provider_rejected' })
      actions.authorize({ reference: 'source-1' })
      const active = await tokens.retrieve({ id: source.id }, refresh)
      assert.deepEqual([active?.status, active?.token, active?.nextAction], ['active', source.providerId, undefined])
      const whole = await payins.create(debit('debit-1', source.id))
      const part = await payins.create(debit('debit-2', active!.token!))
      assert.deepEqual([whole.status, part.status], ['processing', 'processing'])
      actions.settle({ reference: 'debit-1' })
      actions.settle({ reference: 'debit-2', collected: 12_000n })
      const collected = await payins.retrieve({ id: whole.id }, refresh)
      const partly = await payins.retrieve({ id: part.id }, refresh)
      assert.deepEqual([collected?.status, collected?.amountCaptured], ['succeeded', cop('39000')])
      assert.deepEqual(
        [partly?.status, partly?.amountCaptured, partly?.reason?.code],
        ['succeeded', cop('12000'), 'partially_collected'],
      )
    })

    it('that is declined says why', async () => {
      const { tokens, payins } = world.payments
      const { id } = await tokens.create(payinSource('source-1'))
      world.palomma.actions.authorize({ reference: 'source-1' })
      await payins.create(debit('debit-1', id))
      world.palomma.actions.decline({ reference: 'debit-1', statusMessage: 'NOT_ENOUGH_FUNDS' })
      const declined = await payins.retrieve({ reference: 'debit-1' }, refresh)
      assert.deepEqual([declined?.status, declined?.reason?.code], ['failed', 'insufficient_funds'])
    })

    it('is paid to once its owner has confirmed it, whoever calls again, and its target serves the next payout', async () => {
      const { payouts } = world.payments
      const paused = await payouts.create(pesoPayout('payout-1'))
      assert.deepEqual([paused.status, paused.nextAction?.type], ['requires_action', 'redirect'])
      assert.deepEqual(await payouts.create(pesoPayout('payout-1')).then(({ status }) => status), 'requires_action')
      assert.equal(world.palomma.ledger.count({ type: 'payout_target' }), 1)
      assert.equal(world.palomma.ledger.count({ type: 'payout_request' }), 0)
      const [target] = world.palomma.ledger.entries.filter(({ type }) => type === 'payout_target')
      world.palomma.actions.authorize({ providerId: target!.providerId })
      const other = await world.another()
      const paid = await (journal === 'sqlite' ? other : world.payments).payouts.create(pesoPayout('payout-1'))
      assert.deepEqual([paid.id, paid.status, paid.nextAction], [paused.id, 'processing', undefined])
      await payouts.create({
        ...pesoPayout('payout-2'),
        customer: { ...pesoPayout('x').customer, reference: 'payout-1' },
      })
      assert.deepEqual(
        (['customer', 'payout_target', 'payout_request'] as const).map((type) => world.palomma.ledger.count({ type })),
        [1, 1, 2],
      )
      world.palomma.actions.settle({ reference: 'payout-1' })
      assert.equal((await payouts.retrieve({ id: paid.id }, refresh))?.status, 'succeeded')
    })

    for (const endpoint of ['create-customer', 'create-payout-target'] as const) {
      it(`goes on where it stopped when the answer to ${endpoint} is lost, and creates nothing twice`, async () => {
        const { payouts } = world.payments
        world.palomma.faults.add({ on: endpoint, reply: { kind: 'reset' } })
        assert.equal((await payouts.create(pesoPayout('payout-1'))).status, 'unknown')
        assert.equal((await payouts.create(pesoPayout('payout-1'))).status, 'unknown')
        assert.equal((await payouts.retrieve({ reference: 'payout-1' }, refresh))?.status, 'failed')
        assert.equal((await payouts.create(pesoPayout('payout-1'))).status, 'requires_action')
        const [target] = world.palomma.ledger.entries.filter(({ type }) => type === 'payout_target')
        world.palomma.actions.authorize({ providerId: target!.providerId })
        assert.equal((await payouts.create(pesoPayout('payout-1'))).status, 'processing')
        assert.deepEqual(
          (['customer', 'payout_target', 'payout_request'] as const).map((type) =>
            world.palomma.ledger.count({ type }),
          ),
          [1, 1, 1],
        )
      })
    }

    it('settlements are lines of a statement', async () => {
      const { tokens, payins, statements } = world.payments
      const { id } = await tokens.create(payinSource('source-1'))
      world.palomma.actions.authorize({ reference: 'source-1' })
      await payins.create(debit('debit-1', id))
      world.palomma.actions.settle({ reference: 'debit-1' })
      world.palomma.clock.advance(5 * 86_400_000)
      const ever = { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }
      const lines = await all(statements.list({ provider: 'palomma', ...ever }))
      assert.deepEqual(
        lines.map(({ type, direction, amount, fee }) => ({ type, direction, amount, fee })),
        [{ type: 'payin_settlement', direction: 'in', amount: cop('39000'), fee: cop('500') }],
      )
    })
  })

  describe(`a payout panel, on the ${journal} journal`, () => {
    let world: World

    beforeEach(async () => {
      world = await startWorld({ journal })
    })

    afterEach(() => world[Symbol.asyncDispose]())

    it('holds a payout that can be taken back, once', async () => {
      const { payouts } = world.payments
      const ready = await payouts.create(panelPayout('payout-1'))
      const canceled = await payouts.cancel({ payout: ready.id, reference: 'cancel-1' })
      assert.deepEqual([ready.status, canceled.status], ['ready', 'canceled'])
      assert.equal((await payouts.cancel({ payout: ready.id, reference: 'cancel-1' })).status, 'canceled')
      assert.equal(world.billon.ledger.count({ type: 'cancellation' }), 1)
    })

    it('says when it is too late to take it back, and the payout is as it was', async () => {
      const { payouts } = world.payments
      const ready = await payouts.create({ ...panelPayout('payout-1'), availableFrom: '2020-01-01T00:00:00Z' })
      world.billon.actions.collect({ reference: nameAt('billon', 'payout-1') })
      await assert.rejects(payouts.cancel({ payout: ready.id, reference: 'cancel-1' }), { code: 'invalid_state' })
      assert.equal((await payouts.retrieve({ id: ready.id }))?.status, 'ready')
    })

    it('does not guess when the answer to a cancellation is lost and the second one cancels nothing', async () => {
      const { payouts } = world.payments
      const { id } = await payouts.create(panelPayout('payout-1'))
      world.billon.faults.add({ on: 'cancel-payment', reply: { kind: 'reset' } })
      assert.equal((await payouts.cancel({ payout: id, reference: 'cancel-1' })).status, 'unknown')
      assert.equal((await payouts.retrieve({ id }, refresh))?.status, 'unknown')
      assert.equal(world.billon.ledger.count({ type: 'cancellation' }), 1)
    })

    it('logs in once for many payouts and processes, and again when the token is refused', async () => {
      const other = await world.another()
      await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          (index % 2 ? other : world.payments).payouts.create(panelPayout(`payout-${index}`)),
        ),
      )
      const logins = () => world.billon.requests.filter(({ endpoint }) => endpoint === 'authenticate').length
      assert.equal(logins(), 1)
      world.billon.actions.revokeTokens()
      assert.equal((await world.payments.payouts.create(panelPayout('payout-x'))).status, 'ready')
      assert.equal((await other.payouts.create(panelPayout('payout-y'))).status, 'ready')
      assert.equal(logins(), 2)
    })

    it('keeps its token out of the journal', async () => {
      await world.payments.payouts.create(panelPayout('payout-1'))
      const { headers } = world.billon.requests.at(-1)!
      const token = String(headers['x-access-token'])
      assert.ok(token.length > 20)
      assert.ok(!(await bytesIn(world.folder)).includes(token))
    })
  })
}
