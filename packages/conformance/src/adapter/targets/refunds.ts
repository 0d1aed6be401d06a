import type { RefundSample } from '../samples.js'
import type { Stage } from '../stage.js'
import type { Feature, Order, Prepared, Target } from '../target.js'
import { begun } from './changes.js'
import { retrieve } from './creations.js'
import { another, echoes, featuresWhere, parts } from './features.js'

/** The refund of a payin by its provider. */
export const refund = (made: Target, sample: RefundSample): Target => ({
  name: `${made.name}.refund`,
  kind: 'refund',
  features: new Set<Feature>([
    'refund',
    sample.lost,
    ...echoes(sample.names),
    ...parts(sample.part),
    ...featuresWhere({
      retrieve: sample.retrieves !== undefined,
      words: sample.words !== undefined && sample.names.status !== undefined,
      tells: sample.tells !== undefined,
    }),
  ]),
  sends: sample.sends,
  retrieves: sample.retrieves,
  names: sample.names,
  expect: sample.expect,
  part: sample.part,
  words: sample.words,
  tells: sample.tells,
  others: sample.others,
  sample: made.sample,
  prepare: (stage, order) => prepare(made, sample, { stage, order: order ?? {} }),
})

const prepare = async (
  made: Target,
  sample: RefundSample,
  { stage, order }: { readonly stage: Stage; readonly order: Order },
): Promise<Prepared> => {
  const reference = order.reference ?? stage.reference()
  const payin = await begun(made, { from: sample.from, stage, reference: `${reference}-object` })
  const amount = order.amount === undefined ? {} : { amount: { ...payin.amount, amount: order.amount } }
  const command = { payin: payin.id, reference, ...sample.with, ...amount }
  const { payments: usual } = stage
  return {
    kind: 'refund.create',
    reference,
    run: (payments = usual) => payments.refunds.create(command),
    other: (payments = usual) => payments.refunds.create({ ...command, reason: 'another content' }),
    beside: (next, other) =>
      usual.refunds.create({ payin: payin.id, ...sample.with, ...another(amount, other), reference: next }),
    find: (payments, options) => retrieve(payments, 'refund', { selector: { reference }, options }),
  }
}
