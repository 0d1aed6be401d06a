import type { AdapterCase } from '../case.js'
import { mustBe, mustBeExecuted, mustSendNothing, sendsOf } from '../checks.js'
import { differences, must, mustBeRefused, shown } from '../expect.js'

const OURS = 'This is core’s to see to: please report it'

const RULE = 'See to the rule for `reference`: its pattern and its length are those of the provider’s field'

/** Long, foreign, and what means something in a path, a query or a page. */
const ODD: readonly string[] = [
  'Zamówienie nr 7/2031 – część „A”',
  '../order?id=1&x=%2e#1',
  `order-${'9'.repeat(90)}1`,
  `order-${'9'.repeat(90)}2`,
]

export const sameCases: readonly AdapterCase[] = [
  {
    id: 'same.again',
    title: 'gives the same again, unchanged and without another request',
    group: 'same reference',
    needs: [],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      const first = await prepared.run()
      const sent = sendsOf(stage, target)
      const again = await prepared.run()
      const changed = differences(again, { ...first }, { exactly: true })
      must(changed.length === 0, () => `${target.name} is another one the second time: ${changed.join('; ')}`)
      must(sendsOf(stage, target) === sent, `${target.name} was sent again under the same reference`)
      await mustBeExecuted(stage, { target, prepared, times: 1 })
    },
  },
  {
    id: 'same.other-content',
    title: 'refuses another content under the same reference, before anything is sent',
    group: 'same reference',
    needs: [],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      await prepared.run()
      await mustBeExecuted(stage, { target, prepared, times: 1 })
      const sent = sendsOf(stage, target)
      const what = `${target.name} with another content under the same reference`
      await mustBeRefused(prepared.other(), { what, codes: ['idempotency_conflict'], advice: OURS })
      must(sendsOf(stage, target) === sent, `${what} was sent. ${OURS}`)
    },
  },
  {
    id: 'same.elsewhere',
    title: 'sends the same reference to the provider even after the journal was lost',
    group: 'same reference',
    needs: ['creation'],
    run: async (stage, target) => {
      const first = await target.prepare(stage)
      await first.run()
      const reborn = await stage.another({ ownJournal: true })
      const again = await target.prepare(reborn, { reference: first.reference })
      await again.run()
      const [before, after] = [await stage.operation(first), await reborn.operation(again)]
      must(
        before?.providerReference === after?.providerReference,
        () =>
          `${target.name} went out as ${shown(before?.providerReference)} and then as ${shown(after?.providerReference)}. Send the ` +
          '`reference` that the mapping is given, and nothing of your own',
      )
      const sent = reborn.proxy.to(target.sends.endpoint)
      must(
        before === undefined || sent.every(({ text }) => text.includes(before.providerReference)),
        `${target.name} was sent with something else than the reference that the mapping is given`,
      )
    },
  },
  {
    id: 'same.odd',
    title: 'takes any reference of the merchant’s, and gives the provider one that it takes for each',
    group: 'same reference',
    needs: ['creation'],
    run: async (stage, target) => {
      const given: unknown[] = []
      for (const reference of ODD) {
        const prepared = await target.prepare(stage, { reference })
        const object = await prepared.run()
        await mustBe(stage, { target, prepared, object, expected: target.expect })
        await mustBeExecuted(stage, { target, prepared, times: 1 }, RULE)
        must(
          object.reference === reference,
          `${target.name} has the reference ${shown(object.reference)}, expected ${reference}`,
        )
        given.push((await stage.operation(prepared))?.providerReference)
      }
      must(
        new Set(given).size === ODD.length,
        () => `${target.name}: other references went out as one: ${shown(given)}. ${RULE}`,
      )
    },
  },
  {
    id: 'same.after-refusal',
    title: 'may be tried again after a refusal, and is then executed once',
    group: 'same reference',
    needs: [],
    run: async (stage, target) => {
      const [{ status, body, code }] = stage.world.refusals
      const prepared = await target.prepare(stage)
      stage.proxy.plan(target.sends.endpoint, { forward: 0, answer: { kind: 'other', status, body } })
      await mustBeRefused(prepared.run(), {
        what: `${target.name} that its provider refuses`,
        codes: [code],
        advice: 'See to `refusal` of the adapter',
      })
      await mustBeExecuted(stage, { target, prepared, times: 0 })
      const object = await prepared.run()
      await mustBe(stage, { target, prepared, object, expected: target.expect })
      await mustBeExecuted(stage, { target, prepared, times: 1 })
    },
  },
  {
    id: 'same.invalid',
    title: 'leaves nothing behind when the command is wrong',
    group: 'same reference',
    needs: ['amount'],
    run: async (stage, target) => {
      const reference = stage.reference()
      const wrong = await target.prepare(stage, { reference, with: { amount: { amount: '-1', currency: 'XTS' } } })
      await mustSendNothing(stage, `${target.name} of a negative amount`, async () => {
        await mustBeRefused(wrong.run(), {
          what: `${target.name} of a negative amount`,
          codes: ['invalid_request'],
          advice: OURS,
        })
      })
      const right = await target.prepare(stage, { reference })
      const object = await right.run()
      await mustBe(stage, { target, prepared: right, object, expected: target.expect })
    },
  },
]
