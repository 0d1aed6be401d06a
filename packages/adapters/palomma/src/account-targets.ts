import { createHash } from 'node:crypto'
import { InvalidStateError, Type, type MappingContext, type Paused, type PayoutOf, type Static } from '@polyrail/core'
import { isActive, openPayoutTarget } from './bank-links.js'
import { Payer, customerIdOf } from './customers.js'
import { listPayoutTargets, preparePayoutTarget, retrievePayoutTarget } from './endpoints.js'
import { redirectTo } from './links.js'
import type { BankLink } from './wire.js'

/** What a payout to an account needs beyond the account, as its target is a customer's. */
export const accountPayout = Type.Object({
  customer: Payer,
  // The owner of the account comes back to it, where the provider has the account confirmed.
  redirectUrl: Type.String(),
  destination: Type.Object({ accountType: Type.Enum(['savings', 'checking']) }),
})
export type AccountPayout = PayoutOf<'bank_account'> & Static<typeof accountPayout>

/**
 * The target of this customer and account that is known to the provider, or a new one; as it is now. Read by `before`:
 * who looks a lost payout up has to see the target it was sent to as it was then. By what has become of it since, or
 * by another one, a payout that was sent would seem never to have been.
 */
export const targetFor = async (command: AccountPayout, context: MappingContext): Promise<BankLink> => {
  const { destination, redirectUrl } = command
  const customerId = await customerIdOf(command.customer, context)
  const reference = targetReference(customerId, destination)
  const sent = {
    customerId,
    redirectUrl,
    type: 'bankAccount' as const,
    bankAccount: {
      bank: destination.bankCode,
      accountType: destination.accountType,
      accountNumber: destination.accountNumber,
    },
    reference,
  }
  // One page, as one answer is kept: nobody has a hundred targets of one account.
  const { items, cursor } = await context.before(listPayoutTargets, { reference, limit: '100' })
  const known = openPayoutTarget(items, { customerId, reference })
  if (known !== undefined) return known
  if (cursor) throw new InvalidStateError('The provider has too many payout targets of this account')
  const made = await context.call(preparePayoutTarget, sent)
  return isActive(made) ? made : context.before(retrievePayoutTarget, { payoutTargetId: made.id })
}

/** The same for the same account of the same customer, so that one target serves all payouts to it. */
const targetReference = (
  customerId: string,
  { bankCode, accountType, accountNumber }: AccountPayout['destination'],
): string => {
  const account = JSON.stringify([customerId, bankCode, accountType, accountNumber])
  return `pt-${createHash('sha256').update(account).digest('hex').slice(0, 32)}`
}

/** Nothing is sent to an account that its owner has not confirmed yet. */
export const waitingFor = ({ status, authUrl, id }: BankLink): Paused => {
  const word = status.toLowerCase()
  if ((word === 'pending' || word === 'processing') && authUrl) return { paused: true, nextAction: redirectTo(authUrl) }
  if (word !== 'cancelled') throw new InvalidStateError(`The payout target ${id} is ${status}, which is not active`)
  // The target is kept with this payout; the next one makes another.
  throw new InvalidStateError(`The owner of the account has not confirmed ${id}: pay under another reference`)
}
