import type { Money, Payin, PaymentObject } from '@polyrail/core'
import type { AdapterCase, Group, Need } from '../case.js'
import { mustBe, mustBeExecuted, mustHaveSent, mustSendNothing, sendsOf } from '../checks.js'
import { must, mustBeRefused, shown } from '../expect.js'
import type { TooLate } from '../samples.js'
import type { Stage } from '../stage.js'
import type { Prepared, Target } from '../target.js'

/** Refused by core, from what the mapping says is left, or by the provider. */
const TOO_MUCH = ['invalid_request', 'invalid_state', 'provider_rejected', 'unsupported_operation']

const TABLE = 'See to the table of refusals of the adapter'

interface Change {
  readonly name: string
  readonly group: Group
  readonly needs: readonly Need[]
}

const CAPTURE: Change = { name: 'capture', group: 'payins', needs: ['capture'] }
const PAYIN_CANCEL: Change = { name: 'payin-cancel', group: 'payins', needs: ['cancel', 'payinChange'] }
const PAYOUT_CANCEL: Change = { name: 'payout-cancel', group: 'payouts', needs: ['cancel', 'payoutChange'] }
const REFUND: Change = { name: 'refund', group: 'refunds', needs: ['refund'] }

const casesOf = ({ name, group, needs }: Change): readonly AdapterCase[] => [
  {
    id: `${name}.all`,
    title: 'is made once of everything, and shows in the amounts',
    group,
    needs,
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      const object = await prepared.run()
      await mustBe(stage, { target, prepared, object, expected: target.expect })
      await mustHaveSent(stage, { target, prepared, request: target.sends.request })
      await mustBeExecuted(stage, { target, prepared, times: 1 })
      must(sendsOf(stage, target) === 1, `${target.name} took more than one request to ${target.sends.endpoint}`)
    },
  },
  {
    id: `${name}.part`,
    title: 'is of a part where only a part was asked for',
    group,
    needs: [...needs, 'part'],
    run: async (stage, target) => {
      const { amount, request, expect } = partOf(target)
      const prepared = await target.prepare(stage, { amount })
      const object = await prepared.run()
      await mustBe(stage, { target, prepared, object, expected: expect })
      await mustHaveSent(stage, { target, prepared, request })
      await mustBeExecuted(stage, { target, prepared, times: 1 })
    },
  },
  {
    id: `${name}.rest`,
    title: 'of more than is left is refused, and then all that is left is taken',
    group,
    needs: [...needs, 'rest'],
    run: takesTheRest,
  },
  {
    id: `${name}.too-much`,
    title: 'of more than there is is refused, and executes nothing',
    group,
    needs: [...needs, 'part'],
    run: (stage, target) => refusesTooMuch(stage, target),
  },
  {
    id: `${name}.once`,
    title: 'of everything is refused a second time, and executes nothing',
    group,
    needs: [...needs],
    run: async (stage, target) => {
      const prepared = await target.prepare(stage)
      await prepared.run()
      const second = prepared.beside(stage.reference())
      await mustBeRefused(second, {
        what: `A second ${target.name} of the same object`,
        codes: TOO_MUCH,
        advice: TABLE,
      })
      await mustBeExecuted(stage, { target, prepared, times: 1 })
    },
  },
]

const partOf = ({ part, name }: Target) => {
  must(part !== undefined, `${name} has no sample of a part`)
  return part
}

/** What was asked for under another reference. */
const next = (prepared: Prepared, reference: string): Prepared => ({ ...prepared, reference })

/** What the payin was of, from which the part was taken. */
const wholeOf = async ({ payments }: Stage, part: PaymentObject): Promise<Money> => {
  const payin = 'payin' in part ? await payments.payins.retrieve({ id: String(part.payin) }) : (part as Payin)
  must(payin !== undefined, 'The payin of a refund is not found')
  return payin.amount
}

async function takesTheRest(stage: Stage, target: Target): Promise<void> {
  const { amount, rest = { request: {}, expect: {} } } = partOf(target)
  const prepared = await target.prepare(stage, { amount })
  const part = await prepared.run()
  const sent = sendsOf(stage, target)
  await mustBeRefused(prepared.beside(stage.reference(), await wholeOf(stage, part)), {
    what: `${target.name} of everything, after a part was taken,`,
    codes: TOO_MUCH,
    advice: 'Throw a ValidationError where less is left',
  })
  must(sendsOf(stage, target) === sent, `${target.name} of more than is left was sent. Look at what is left before`)
  const reference = stage.reference()
  const object = await prepared.beside(reference, 'all')
  const after = next(prepared, reference)
  await mustBe(stage, { target, prepared: after, object, expected: rest.expect })
  await mustHaveSent(stage, { target, prepared: after, request: rest.request })
}

const refusesTooMuch = async (stage: Stage, target: Target): Promise<void> => {
  const prepared = await target.prepare(stage, { amount: '99999999' })
  await mustSendNothing(stage, `${target.name} of far too much`, async () => {
    await mustBeRefused(prepared.run(), {
      what: `${target.name} of more than there is`,
      codes: TOO_MUCH,
      advice: 'Say in the answer how much there is, and throw a ValidationError where less is left',
    })
  })
}

const withoutParts = (kind: 'capture' | 'refund'): AdapterCase => ({
  id: `capability.no-partial-${kind}`,
  title: `says before anything is sent that a ${kind} is of everything`,
  group: 'capabilities',
  needs: [kind, 'no part'],
  run: async (stage, target) => {
    const prepared = await target.prepare(stage, { amount: '1' })
    await mustSendNothing(stage, `${target.name} of a part`, async () => {
      await mustBeRefused(prepared.run(), {
        what: `${target.name} of a part, of which the world has no sample,`,
        codes: ['unsupported_operation'],
        advice: 'Say `partial: false`, or add a sample',
      })
    })
  },
})

export const changeCases: readonly AdapterCase[] = [
  withoutParts('capture'),
  withoutParts('refund'),
  ...casesOf(CAPTURE),
  ...casesOf(PAYIN_CANCEL),
  ...casesOf(PAYOUT_CANCEL),
  ...casesOf(REFUND),
  {
    id: 'error.too-late',
    title: 'a change that comes too late is refused by its name, and nothing is unknown afterwards',
    group: 'errors',
    needs: ['change', 'tooLate'],
    run: async (stage, target) => {
      for (const late of [target.tooLate ?? []].flat()) await refusedTooLate(stage, target, late)
    },
  },
]

async function refusedTooLate(stage: Stage, target: Target, { acts, amount, code }: TooLate): Promise<void> {
  const prepared = await target.prepare(stage, amount === undefined ? {} : { amount })
  const before = await prepared.find(stage.payments)
  const { providerId } = before ?? {}
  const reference = before?.reference ?? ''
  await stage.act(acts, providerId === undefined ? { reference } : { reference, providerId })
  const what = `${target.name} after ${acts.join(', ')}`
  await mustBeRefused(prepared.run(), { what, codes: [code], advice: TABLE })
  const after = await prepared.find(stage.payments)
  must(
    after?.status === before?.status,
    () => `${target.name} was refused, but its object went from ${shown(before?.status)} to ${shown(after?.status)}`,
  )
  await mustBeExecuted(stage, { target, prepared, times: 0 })
}
