/**
 * The data of a card on its way to a provider. Nothing that prints, serialises, inspects or stores it shows its content.
 * Made by `new CardData({ … })`.
 */
export interface CardOnTheWay {
  toJSON(): '[card]'
}

/** What is on a card. */
export interface CardDetails {
  /** 12 to 19 digits. */
  readonly number: string
  /** 1 to 12. */
  readonly expiryMonth: number
  /** Four digits. */
  readonly expiryYear: number
  /** Three or four digits. */
  readonly securityCode?: string
  readonly holder?: string
  readonly postalCode?: string
  /** ISO 3166-1 alpha-2. */
  readonly country?: string
}
