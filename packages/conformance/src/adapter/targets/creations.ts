import type {
  CreateCustomer,
  CreatePayin,
  CreatePayout,
  Money,
  OperationKind,
  PaymentObject,
  Payments,
} from '@polyrail/core'
import type { CreationSample, CustomerSample, PayinSample, PayoutSample, Setup, TokenSample } from '../samples.js'
import { ACCOUNT, type Stage } from '../stage.js'
import type { Feature, Order, Prepared, Target } from '../target.js'
import { creationFeatures, featuresWhere } from './features.js'

type Kind = 'payin' | 'payout' | 'token' | 'customer'
type Sample = PayinSample | PayoutSample | TokenSample | CustomerSample
type Command = Readonly<Record<string, unknown>> & { readonly reference: string; readonly amount?: Money }

/** A target that makes something new. */
export const creation = (kind: Kind, name: string, sample: Sample): Target => ({
  name,
  kind,
  features: featuresOf(kind, sample),
  sends: sample.creates,
  retrieves: sample.retrieves,
  names: sample.names,
  expect: sample.created,
  words: sample.words,
  answers: sample.answers,
  stories: sample.stories,
  tells: sample.tells,
  others: sample.others,
  sample,
  money: 'currencies' in sample ? { currencies: sample.currencies, amount: sample.amount } : undefined,
  prepare: (stage, order) => prepare(kind, sample, { stage, order: order ?? {} }),
})

const featuresOf = (kind: Kind, sample: Sample): ReadonlySet<Feature> => {
  const payin: Partial<PayinSample> = kind === 'payin' ? (sample as PayinSample) : {}
  const { capture, refund } = payin
  const cancel = 'cancel' in sample ? sample.cancel : undefined
  return new Set([
    kind,
    'creation',
    ...creationFeatures(sample),
    ...featuresWhere({
      amount: 'currencies' in sample,
      expires: 'expires' in sample,
      canCapture: capture !== undefined,
      canCaptureManually: capture?.from?.with?.capture === 'manual',
      canCapturePart: capture?.part !== undefined,
      canCancel: cancel !== undefined,
      canCancelPart: cancel?.part !== undefined,
      canRefund: refund !== undefined,
      canRefundPart: refund?.part !== undefined,
    }),
  ])
}

interface Setting {
  readonly stage: Stage
  readonly order: Order
}

/** The command of a sample under a reference; what it needs first is made. */
const commandOf = async (sample: CreationSample<object>, { stage, order }: Setting): Promise<Command> => {
  const reference = order.reference ?? stage.reference()
  const { command } = sample
  const setup: Setup = {
    payments: stage.payments,
    provider: ACCOUNT,
    reference,
    act: async (name, about) => stage.server.act(name, about),
  }
  return { provider: ACCOUNT, reference, ...(await made(command, setup)), ...(await made(order.with, setup)) }
}

/** What a sample gives as it is or makes when it is needed. */
const made = async (given: unknown, setup: Setup): Promise<object> =>
  typeof given === 'function' ? (given as (setup: Setup) => Promise<object>)(setup) : (given ?? {})

const prepare = async (kind: Kind, sample: CreationSample<object>, setting: Setting): Promise<Prepared> => {
  const command = await commandOf(sample, setting)
  const { reference } = command
  const { payments: usual } = setting.stage
  return {
    kind: `${kind}.create` satisfies OperationKind,
    reference,
    run: (payments = usual) => create(payments, kind, command),
    other: (payments = usual) => create(payments, kind, { ...command, metadata: { other: 'content' } }),
    beside: (next) => create(usual, kind, { ...command, reference: next }),
    find: (payments, options) => retrieve(payments, kind, { selector: { reference }, options }),
  }
}

/** By the part of the interface that makes such a thing; commands are the sample's own. */
const create = async (payments: Payments, kind: Kind, command: Command): Promise<PaymentObject> => {
  switch (kind) {
    case 'payin':
      return payments.payins.create(command as unknown as CreatePayin)
    case 'payout':
      return payments.payouts.create(command as unknown as CreatePayout)
    case 'token':
      return payments.tokens.create(command)
    case 'customer':
      return payments.customers.create(command as unknown as CreateCustomer)
  }
}

type Selector = Parameters<Payments['payins']['retrieve']>[0]

export const retrieve = (
  payments: Payments,
  kind: Kind | 'refund',
  { selector, options }: { readonly selector: Selector; readonly options?: { readonly refresh: boolean } | undefined },
): Promise<PaymentObject | undefined> => payments[`${kind}s`].retrieve(selector, options)
