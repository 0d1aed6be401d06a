/** One way of making a payment. */
export interface Client {
  /** Makes one payment and makes sure that it was made. */
  readonly call: () => Promise<void>
  readonly close: () => Promise<void> | void
}

export const expectPaid = (paid: boolean, what: unknown): void => {
  if (!paid) throw new Error(`a payment was not made: ${JSON.stringify(what)}`)
}
