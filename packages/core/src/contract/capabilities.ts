/** What a provider account can do: plain data, derived from what its adapter defines. */
export interface Capabilities {
  readonly payins: Readonly<Record<string, PayinCapability>>
  readonly payouts: Readonly<Record<string, PayoutCapability>>
  /** The stored instruments, by type. */
  readonly tokens: Readonly<Record<string, TokenCapability>>
  readonly customers: boolean
  readonly balances: boolean
  readonly statements: boolean
  /** The provider's own list of payins can be read. */
  readonly listAtProvider: boolean
}

export interface TokenCapability {
  /** What the provider says of one object can be read by its id. */
  readonly retrieve: boolean
  /** An unknown outcome can be resolved by asking the provider for our reference. */
  readonly lookup: boolean
}

export interface MethodCapability extends TokenCapability {
  readonly currencies: Readonly<Record<string, AmountLimits>>
}

export interface PayinCapability extends MethodCapability {
  /** A payin that is authorized can be captured. */
  readonly capture: boolean
  /** `capture: 'manual'` is taken. */
  readonly manualCapture: boolean
  readonly partialCapture: boolean
  readonly cancel: boolean
  readonly partialCancel: boolean
  /** By the provider itself; a refund by payout needs only an account that pays out. */
  readonly refund: boolean
  readonly partialRefund: boolean
}

export interface PayoutCapability extends MethodCapability {
  readonly cancel: boolean
}

/** Decimal strings in major units; absent where the provider states none. */
export interface AmountLimits {
  /** How many decimals the provider's wire carries. */
  readonly decimals: number
  readonly minimum?: string
  readonly maximum?: string
}

export interface ProviderInformation {
  readonly name: string
  readonly adapter: string
  readonly capabilities: Capabilities
}
