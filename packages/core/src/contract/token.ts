import type { CustomerDetails, Metadata, NextAction, PaymentObject } from './common.js'

/** A stored instrument: a card, an account to collect from, an account to pay out to. */
export interface Token extends PaymentObject {
  readonly status: TokenStatus
  /** What the merchant asked for; account numbers masked. */
  readonly instrument: { readonly type: InstrumentType }
  /** What its owner has to do before it can be used. */
  readonly nextAction?: NextAction
  /** What payins and payouts name it by, once it can be used and the provider tells it. */
  readonly token?: string
}

/** `unknown`: the provider may have stored it and nobody knows yet. */
export type TokenStatus = 'unknown' | 'requires_action' | 'processing' | 'active' | 'canceled' | 'expired' | 'failed'

export type Instrument = CardInstrument | PayinSourceInstrument | PayoutTargetInstrument
export type InstrumentType = Instrument['type']

/** A card that its holder types on the provider's page. */
export interface CardInstrument {
  readonly type: 'card'
}

interface BankAccount {
  readonly bankCode: string
  readonly accountType: string
  readonly accountNumber: string
}

/** A bank account that its owner allows to be debited. */
export interface PayinSourceInstrument extends BankAccount {
  readonly type: 'payin_source'
  /** A debit may collect less than was asked for. */
  readonly partialPayins?: boolean
}

/** A bank account that money is sent to. */
export interface PayoutTargetInstrument extends BankAccount {
  readonly type: 'payout_target'
}

export interface CreateToken {
  /** The name of a provider account; may be absent where one account alone stores instruments of the type. */
  readonly provider?: string
  readonly reference: string
  /** May be absent where the provider stores one type only and asks nothing about it. */
  readonly instrument?: Instrument
  readonly customer?: CustomerDetails
  readonly redirectUrl?: string
  readonly description?: string
  readonly metadata?: Metadata
}
