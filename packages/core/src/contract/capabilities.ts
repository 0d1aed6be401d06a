/** What a provider account can do: plain data, derived from what its adapter defines. */
export interface Capabilities {
  readonly payins: Readonly<Record<string, MethodCapability>>
  readonly payouts: Readonly<Record<string, MethodCapability>>
  readonly customers: boolean
  readonly balances: boolean
  readonly statements: boolean
  /** The provider's own list of payins can be read. */
  readonly listAtProvider: boolean
}

export interface MethodCapability {
  readonly currencies: Readonly<Record<string, AmountLimits>>
  /** What the provider says of one payment can be read by its id. */
  readonly retrieve: boolean
  /** An unknown outcome can be resolved by asking the provider for our reference. */
  readonly lookup: boolean
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
