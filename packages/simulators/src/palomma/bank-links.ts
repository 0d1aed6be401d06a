import type { Collection } from '../kernel/collection.js'
import { Refusal } from '../kernel/errors.js'
import { ulid } from '../kernel/identifiers.js'
import { isRecord } from '../kernel/json.js'
import type { Outcome, SimulatedRequest } from '../kernel/route.js'
import { BANKS } from './banks.js'
import { noticeOf } from './callbacks.js'
import { bad, flag, oneOf, optional, readObject, text, webUrl } from './fields.js'
import { page } from './pages.js'
import { showLink } from './show.js'
import type { BankLink, PalommaState } from './state.js'

const ACCOUNT = { bank: oneOf(...BANKS), accountType: oneOf('savings', 'checking'), accountNumber: text }

const accountOf = (value: unknown, name: string) => {
  if (!isRecord(value)) throw bad(`${name} must be an object.`)
  return readObject(value, ACCOUNT)
}

const COMMON = {
  customerId: text,
  redirectUrl: webUrl,
  // Two more types of sources exist, but their fields are not documented.
  type: oneOf('bankAccount'),
  bankAccount: accountOf,
  reference: optional(text),
  description: optional(text),
}

export function createPayinSource(state: PalommaState, request: SimulatedRequest): Outcome {
  const form = readObject(request.fields, { ...COMMON, partialPayinsEnabled: optional(flag) })
  const { partialPayinsEnabled = false } = form
  if (partialPayinsEnabled && form.bankAccount.bank !== 'bancolombia') {
    throw bad('partialPayinsEnabled is for Bancolombia only.')
  }
  return create(state, request.endpoint, { ...form, partialPayinsEnabled, kind: 'payin_source', status: 'pending' })
}

export function createPayoutTarget(state: PalommaState, request: SimulatedRequest): Outcome {
  // The list of statuses knows no other than active and cancelled, the flow has the owner verify it first.
  const status = state.options.requireTargetVerification === true ? 'pending' : 'active'
  const form = readObject(request.fields, COMMON)
  return create(state, request.endpoint, { ...form, partialPayinsEnabled: false, kind: 'payout_target', status })
}

interface Draft extends Pick<BankLink, 'kind' | 'status' | 'partialPayinsEnabled' | 'redirectUrl'> {
  readonly customerId: string
  readonly reference: string | undefined
  readonly description: string | undefined
}

function create(state: PalommaState, endpoint: string, draft: Draft): Outcome {
  const { kind, status, partialPayinsEnabled, redirectUrl, reference, description } = draft
  const customer = state.customers.get(draft.customerId)
  if (customer === undefined) throw bad('customerId does not exist.')
  const at = state.world.clock.now().getTime()
  const link: BankLink = {
    ...{ id: ulid(at), reference, description, customer, kind, status, partialPayinsEnabled, redirectUrl },
    statusMessage: undefined,
    executedAt: at,
    updatedAt: at,
  }
  const execute = (): void => {
    link.executedAt = state.world.clock.now().getTime()
    link.updatedAt = link.executedAt
    const named = reference === undefined ? {} : { reference }
    state.world.ledger.append({ at: link.executedAt, type: kind, endpoint, providerId: link.id, ...named })
    linksOf(state, kind).add(link)
    state.world.callbacks.created(noticeOf(link, link.executedAt))
  }
  return { body: showLink(link), execute }
}

export const linksOf = (state: PalommaState, kind: BankLink['kind']): Collection<BankLink> =>
  kind === 'payin_source' ? state.payinSources : state.payoutTargets

export const retrieveLink =
  (kind: BankLink['kind'], parameter: string) =>
  (state: PalommaState, request: SimulatedRequest): Outcome => {
    const link = linksOf(state, kind).get(request.params.get(parameter) ?? '')
    if (link === undefined || !request.sees(link.executedAt)) throw new Refusal(404, 'Not found')
    return { body: showLink(link) }
  }

export const listLinks =
  (kind: BankLink['kind']) =>
  (state: PalommaState, request: SimulatedRequest): Outcome => {
    const [reference, customerId] = [request.query.get('reference'), request.query.get('customerId')]
    return page(request, linksOf(state, kind), {
      matches: (link) =>
        (reference === undefined || link.reference === reference) &&
        (customerId === undefined || link.customer.id === customerId),
      show: showLink,
    })
  }
