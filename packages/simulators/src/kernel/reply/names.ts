/** The provider's names for what faults distort. */
export interface WireNames {
  readonly id: string
  readonly reference: string
  readonly amount: string
  readonly status: string
  /** The key of the array that answers with many objects hold. */
  readonly many: string
}
