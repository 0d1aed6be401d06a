import {
  InvalidStateError,
  ValidationError,
  minorUnits,
  moneyFromMinor,
  wireMinor,
  type ChangeDefinition,
  type InputOf,
  type MappingContext,
  type Payin,
  type PayinAnswer,
} from '@polyrail/core'
import { changeTransaction, retrieveTransaction } from './endpoints.js'
import { fromPayment, leftOf } from './transactions.js'
import type { Transaction } from './wire.js'

type Operation = InputOf<typeof changeTransaction>['operation']

const ENDED: readonly PayinAnswer['status'][] = ['declined', 'canceled', 'expired']

/** A capture or a void, of all that is left or of a part. */
export const change = (operation: Operation): ChangeDefinition<Payin, PayinAnswer> => ({
  partial: true,
  sends: changeTransaction,
  run: async ({ providerId }, { amount }, { call, before, reference }) => {
    const then = await before(retrieveTransaction, { trx_id: providerId })
    const left = leftOf(then)
    // What has lapsed or failed is refused by the provider in a way that proves nothing.
    if (left <= 0 || ENDED.includes(fromPayment(then).status)) {
      throw new InvalidStateError(`Nothing of ${providerId} is left to ${operation}: it is ${then.status}`)
    }
    const asked = amount === undefined ? BigInt(left) : minorUnits(amount)
    if (asked > BigInt(left)) {
      const { amount: most } = moneyFromMinor(left, then.order_currency)
      throw new ValidationError([{ path: 'amount.amount', message: `expected at most ${most}, what is left` }])
    }
    // Without an amount the whole authorization is meant, which is what is left of an untouched one.
    const isWhole = asked === BigInt(then.amount_authorized)
    const now = await call(changeTransaction, {
      trx_id: providerId,
      external_id: reference,
      operation,
      ...(isWhole ? {} : { amount: wireMinor(moneyFromMinor(Number(asked), then.order_currency)) }),
    })
    if (moved(operation, then, now) !== asked) {
      throw new Error(`The provider's answer does not show the ${operation} that was sent`)
    }
    return fromPayment(now)
  },
})

/** By how much an operation has grown between two looks at a transaction; undefined where anything else has moved too. */
const moved = (operation: Operation, then: Transaction, now: Transaction): bigint | undefined => {
  const captured = now.amount_captured - then.amount_captured
  const voided = now.amount_voided - then.amount_voided
  const [asked, other] = operation === 'capture' ? [captured, voided] : [voided, captured]
  return other === 0 ? BigInt(asked) : undefined
}

/**
 * What became of a capture or a void, by the difference to what was read before it. Core lets no other one of ours be
 * under way meanwhile; where the sums have moved by something else, somebody has been at work beside us, and `run`, which
 * is given what was found for the answer, does not believe it.
 */
export const findChange = async (
  { trx_id, operation }: InputOf<typeof changeTransaction>,
  { call, before }: Pick<MappingContext, 'call' | 'before'>,
): Promise<Transaction | undefined> => {
  const then = await before(retrieveTransaction, { trx_id })
  const now = await call(retrieveTransaction, { trx_id })
  return moved(operation, then, now) === 0n ? undefined : now
}
