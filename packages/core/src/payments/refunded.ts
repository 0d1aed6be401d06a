import type { Money } from '../contract/money.js'
import type { Payin } from '../contract/payin.js'
import type { Refund } from '../contract/refund.js'
import { InvalidStateError, ValidationError } from '../errors/errors.js'
import { minorUnits, moneyOf } from '../money/money.js'
import { expectStatus } from './changing.js'
import { listRecords } from './reading.js'
import type { Scope } from './scope.js'

const COLLECTED: readonly string[] = ['succeeded', 'partially_captured', 'unknown']

/** What has been given back of a payin, in minor units: for certain, and at most. */
const refundedOf = async (
  scope: Scope,
  payin: Payin,
  except?: string,
): Promise<{ readonly certain: bigint; readonly possible: bigint }> => {
  let [certain, possible] = [0n, 0n]
  for await (const { id, status, body } of listRecords(scope, 'refund', { parent: payin.id })) {
    if (id === except || status === 'failed') continue
    const amount = minorUnits((JSON.parse(body) as Refund).amount)
    possible += amount
    if (status === 'succeeded') certain += amount
  }
  // What the provider says counts refunds that were made beside polyrail.
  const said = payin.amountRefunded === undefined ? 0n : minorUnits(payin.amountRefunded)
  return { certain: certain > said ? certain : said, possible: possible > said ? possible : said }
}

/** What a payin has brought. */
export const collectedOf = ({ status, amount, amountCaptured }: Payin): Money =>
  amountCaptured ?? (status === 'succeeded' ? amount : moneyOf(0n, amount.currency))

/** How much a refund gives back: what is asked for, or all that is left. `except` is the refund itself. */
export const leftToRefund = async (
  scope: Scope,
  payin: Payin,
  { amount, except }: { readonly amount: Money | undefined; readonly except: string },
): Promise<Money> => {
  expectStatus(payin, ['succeeded', 'partially_captured'], 'refunded')
  const { provider, reference } = payin
  const { currency } = payin.amount
  const { possible } = await refundedOf(scope, payin, except)
  const rest = minorUnits(collectedOf(payin)) - possible
  const left = moneyOf(rest > 0n ? rest : 0n, currency)
  const refuse = (path: string, message: string) => new ValidationError([{ path, message }], { provider, reference })
  if (amount !== undefined && amount.currency !== currency) {
    throw refuse('amount.currency', `expected ${currency}, as the payin is in`)
  }
  if (rest <= 0n) throw new InvalidStateError(`Nothing of ${payin.id} is left to refund`, { provider, reference })
  if (amount === undefined) return left
  if (minorUnits(amount) <= minorUnits(left)) return amount
  throw refuse('amount.amount', `expected at most ${left.amount}, what is left to refund`)
}

/** A payin with what its refunds have given back. */
export const withRefunds = async (scope: Scope, payin: Payin): Promise<Payin> => {
  if (!COLLECTED.includes(payin.status)) return payin
  const { certain } = await refundedOf(scope, payin)
  return certain === 0n ? payin : { ...payin, amountRefunded: moneyOf(certain, payin.amount.currency) }
}

/** After something was executed: a journal that cannot be read now must not make it look as if nothing was. */
export const shownWithRefunds = (scope: Scope, payin: Payin): Promise<Payin> =>
  withRefunds(scope, payin).catch(() => payin)
