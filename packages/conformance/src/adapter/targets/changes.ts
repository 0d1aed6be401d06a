import type { Money, PaymentObject, Payments } from '@polyrail/core'
import { must, shown } from '../expect.js'
import type { ChangeSample, Start } from '../samples.js'
import type { Stage } from '../stage.js'
import type { Feature, Order, Prepared, Target } from '../target.js'
import { retrieve } from './creations.js'
import { another, echoes, featuresWhere, parts } from './features.js'

type Sample = ChangeSample<object>

/** The capture of a payin. */
export const capture = (made: Target, sample: Sample): Target => change(made, 'capture', sample)

/** The cancellation of a payin or payout. */
export const cancellation = (made: Target, sample: Sample): Target => change(made, 'cancel', sample)

const change = (made: Target, verb: 'capture' | 'cancel', sample: Sample): Target => ({
  name: `${made.name}.${verb}`,
  kind: verb,
  features: new Set<Feature>([
    verb,
    'change',
    made.kind === 'payout' ? 'payoutChange' : 'payinChange',
    sample.lost,
    ...echoes(sample.names ?? made.names),
    ...parts(sample.part),
    ...featuresWhere({ tooLate: sample.tooLate !== undefined }),
  ]),
  sends: sample.sends,
  names: sample.names ?? made.names,
  expect: sample.expect,
  part: sample.part,
  tooLate: sample.tooLate,
  others: sample.others,
  sample: made.sample,
  prepare: (stage, order) => prepare(made, verb, { sample, stage, order: order ?? {} }),
})

interface Setting {
  readonly sample: Sample
  readonly stage: Stage
  readonly order: Order
}

/** What was made and has come to where the sample begins. */
export const begun = async (
  made: Target,
  {
    from = {},
    stage,
    reference,
  }: { readonly from: Start<object> | undefined; readonly stage: Stage; readonly reference: string },
): Promise<PaymentObject & { readonly amount: Money }> => {
  const { acts = [], with: fields = {} } = from
  const creation = await made.prepare(stage, { reference, with: fields })
  const first = await creation.run()
  const operation = await stage.operation(creation)
  const { providerId } = first
  await stage.act(acts, {
    reference: operation?.providerReference ?? reference,
    ...(providerId === undefined ? {} : { providerId }),
  })
  const object = acts.length === 0 ? first : await creation.find(stage.payments, { refresh: true })
  must(
    object !== undefined && object.status !== 'unknown',
    `${made.name} could not be made, so that nothing can be done with it: it is ${shown(object)}. See to the cases of its creation first`,
  )
  return object as PaymentObject & { readonly amount: Money }
}

const prepare = async (
  made: Target,
  verb: 'capture' | 'cancel',
  { sample, stage, order }: Setting,
): Promise<Prepared> => {
  const reference = order.reference ?? stage.reference()
  const object = await begun(made, { from: sample.from, stage, reference: `${reference}-object` })
  const type = made.kind === 'payout' ? 'payout' : 'payin'
  const amount = order.amount === undefined ? {} : { amount: { ...object.amount, amount: order.amount } }
  const run = (payments: Payments, command: object): Promise<PaymentObject> =>
    type === 'payout'
      ? payments.payouts.cancel({ payout: object.id, reference, ...command })
      : payments.payins[verb]({ payin: object.id, reference, ...command })
  const { payments: usual } = stage
  return {
    kind: type === 'payout' ? 'payout.cancel' : `payin.${verb}`,
    reference,
    run: (payments = usual) => run(payments, amount),
    other: async (payments = usual) => {
      const elsewhere = await begun(made, { from: sample.from, stage, reference: `${reference}-another` })
      return run(payments, type === 'payout' ? { payout: elsewhere.id } : { payin: elsewhere.id })
    },
    beside: (next, other) => run(usual, { ...another(amount, other), reference: next }),
    find: (payments, options) => retrieve(payments, type, { selector: { id: object.id }, options }),
  }
}
