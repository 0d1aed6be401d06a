import { PaymentError, type Payin, type Payout, type Refund } from '@polyrail/core'
import type { Moment } from './chapter.js'
import type { Order } from './orders.js'
import { requestsSent, type World } from './world.js'

type Facts = Required<Pick<Moment, 'status' | 'reference' | 'requestsSent'>> & Pick<Moment, 'error'>

/** What one call came to; without `payment` it threw, and no money moved. */
export interface Attempt {
  readonly facts: Facts
  readonly payment?: Payin | Payout | Refund
}

/** Gives the order to polyrail, for the first time or again: the merchant's code is the same. */
export const attempt = async (world: World, { reference, call }: Order): Promise<Attempt> => {
  const { payments } = world
  const before = requestsSent(world)
  const facts = (status: string): Facts => ({
    status,
    reference,
    requestsSent: requestsSent(world) - before,
  })
  try {
    const payment = await call(payments)
    return { payment, facts: facts(payment.status) }
  } catch (error) {
    if (!(error instanceof PaymentError)) throw error
    const { name, code, message } = error
    return { facts: { ...facts('refused'), error: { name, code, message } } }
  }
}
