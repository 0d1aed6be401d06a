import type { AmountLimits, Money, OperationKind, PaymentObject, Payments } from '@polyrail/core'
import type {
  AnswerForm,
  ChangeSample,
  CreationSample,
  Expected,
  OtherFound,
  Part,
  Setup,
  Story,
  WireAmount,
  WireCall,
  WireNames,
  WireWrite,
} from './samples.js'
import type { Stage } from './stage.js'

type Kind = 'payin' | 'payout' | 'token' | 'customer' | 'capture' | 'cancel' | 'refund'

/** What a target can do or has a sample of; cases name what they need. */
export type Feature =
  | Kind
  /** Makes a payin, payout, token or customer. */
  | 'creation'
  /** Changes a payin or payout. */
  | 'change'
  | 'payinChange'
  | 'payoutChange'
  /** The first target of the adapter: for what is tried once only. */
  | 'first'
  | 'amount'
  | 'part'
  | 'rest'
  | 'retrieve'
  | 'words'
  | 'stories'
  | 'variants'
  | 'rules'
  | 'answers'
  | 'preparations'
  | 'refusals'
  | 'secretFields'
  | 'tooLate'
  | 'found'
  | 'harmless'
  | 'repeated'
  | 'blind'
  /** The answer repeats the amount, our reference. */
  | 'amountEchoed'
  | 'referenceEchoed'
  | 'canCapture'
  | 'canCaptureManually'
  | 'canCapturePart'
  | 'canCancel'
  | 'canCancelPart'
  | 'canRefund'
  | 'canRefundPart'
  | 'expires'
  | 'balances'
  | 'statements'
  | 'listAtProvider'
  | 'customers'
  | 'login'
  | 'limitsBeforeExecution'
  | 'webhooks'
  | 'signed'
  | 'hint'
  | 'otherEvents'
  | 'otherBodies'
  | 'doubtfulBodies'
  | 'tells'
  /** It `tells`, and the world has webhooks. */
  | 'told'
  /** The first target that it tells about: for what is tried once only. */
  | 'firstTold'

/** How one call of a target is to be made. */
export interface Order {
  readonly reference?: string
  /** Fields in place of the sample's. */
  readonly with?: object | ((setup: Setup) => Promise<object>)
  /** Of a capture, cancellation or refund: a part. In the currency of the sample. */
  readonly amount?: string
}

/** A call that is ready to be made, any number of times: everything that it needs is there. */
export interface Prepared {
  readonly kind: OperationKind
  readonly reference: string
  run(payments?: Payments): Promise<PaymentObject>
  /** The same reference with another content. */
  other(payments?: Payments): Promise<PaymentObject>
  /**
   * The same content under another reference; of the same object, where it is about one, and then perhaps of another
   * amount: `all` that is left.
   */
  beside(reference: string, amount?: 'all' | Money): Promise<PaymentObject>
  /** What has come of it, as the journal has it or as the provider says. */
  find(payments: Payments, options?: { readonly refresh: boolean }): Promise<PaymentObject | undefined>
}

/** One thing that the adapter does by one decisive call: what most cases run for. */
export interface Target {
  /** `payins.card`, `payouts.recipient.cancel`, `payins.card.refund`. */
  readonly name: string
  readonly kind: Kind
  readonly features: ReadonlySet<Feature>
  readonly sends: WireWrite
  readonly retrieves?: WireCall | undefined
  readonly names: WireNames
  /** What a good answer makes of the object. */
  readonly expect: Expected
  readonly part?: Part | undefined
  readonly words?: Readonly<Record<string, Expected>> | undefined
  readonly answers?: readonly AnswerForm[] | undefined
  readonly stories?: readonly Story<object>[] | undefined
  readonly tells?: readonly Story<object>[] | undefined
  readonly others?: readonly OtherFound[] | undefined
  readonly tooLate?: ChangeSample<object>['tooLate']
  /** Of what is made, also where this target changes it. */
  readonly sample: CreationSample<object>
  readonly money?:
    { readonly currencies: Readonly<Record<string, AmountLimits>>; readonly amount: WireAmount } | undefined
  readonly prepare: (stage: Stage, order?: Order) => Promise<Prepared>
}
