import { Refusal } from '../kernel/errors.js'
import { ulid } from '../kernel/identifiers.js'
import type { Outcome, SimulatedRequest } from '../kernel/route.js'
import { expiration } from './expiration.js'
import { bad, oneOf, optional, readObject, someOf, text, webUrl, wholePesos } from './fields.js'
import { issue } from './lifecycle.js'
import { page } from './pages.js'
import { showPayinLink } from './show.js'
import { DEFAULT_ACCOUNT, type PalommaState, type PayinLink } from './state.js'
import { PAYIN_METHODS } from './vocabulary.js'

const MINIMUM_ABOVE = 1_500n
const DEFAULT_MAXIMUM = 2_000_000n
// In every sample, whatever the amount.
const FEE = 500n

const payinLink = (maximum: bigint) => ({
  // Five other types exist, but their fields are not documented.
  type: oneOf('general'),
  customerId: text,
  redirectUrl: webUrl,
  amount: wholePesos({ above: MINIMUM_ABOVE, maximum }),
  availableTypes: someOf(...PAYIN_METHODS),
  reference: optional(text),
  description: optional(text),
  expiration: optional(text),
  targetMerchantAccountId: optional(text),
})

export function createPayinLink(state: PalommaState, { endpoint, fields }: SimulatedRequest): Outcome {
  const form = readObject(fields, payinLink(state.options.maximumPayinAmount ?? DEFAULT_MAXIMUM))
  const customer = state.customers.get(form.customerId)
  // 400 rather than 404: the path exists, a field is wrong. The pages do not say.
  if (customer === undefined) throw bad('customerId does not exist.')
  const account = form.targetMerchantAccountId ?? DEFAULT_ACCOUNT
  if (account !== DEFAULT_ACCOUNT && account !== state.account.id) throw bad('targetMerchantAccountId does not exist.')
  const now = state.world.clock.now().getTime()
  const link: PayinLink = {
    id: ulid(now),
    reference: form.reference,
    description: form.description,
    customer,
    status: 'pending',
    statusMessage: undefined,
    method: undefined,
    redirectUrl: form.redirectUrl,
    amount: form.amount,
    fee: FEE,
    availableTypes: form.availableTypes,
    expiresAt: expiration(form.expiration, now),
    targetMerchantAccountId: account,
    executedAt: now,
    updatedAt: now,
  }
  return { body: showPayinLink(link), execute: () => issue(state, link, endpoint) }
}

export function retrievePayinLink(state: PalommaState, request: SimulatedRequest): Outcome {
  const link = state.payinLinks.get(request.params.get('payinLinkId') ?? '')
  if (link === undefined || !request.sees(link.executedAt)) throw new Refusal(404, 'Payin link not found')
  return { body: showPayinLink(link) }
}

export function listPayinLinks(state: PalommaState, request: SimulatedRequest): Outcome {
  const reference = request.query.get('reference')
  const customerId = request.query.get('customerId')
  return page(request, state.payinLinks, {
    matches: (link) =>
      (reference === undefined || link.reference === reference) &&
      (customerId === undefined || link.customer.id === customerId),
    show: showPayinLink,
  })
}
