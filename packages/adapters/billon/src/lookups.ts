import { repeated } from '@polyrail/core'
import { cancelPayment } from './endpoints.js'

/** Nothing can be read from the panel. A cancellation can be repeated; what became of a payout only a person can say. */
export const lookups = [repeated(cancelPayment)]
