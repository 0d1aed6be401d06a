import { isoSeconds } from '../kernel/calendar.js'
import { Refusal } from '../kernel/errors.js'
import { ulid } from '../kernel/identifiers.js'
import { present, type JsonObject } from '../kernel/json.js'
import type { Outcome, SimulatedRequest } from '../kernel/route.js'
import { email, oneOf, optional, readObject, text } from './fields.js'
import { page } from './pages.js'
import type { Customer, PalommaState } from './state.js'

const CUSTOMER = {
  reference: optional(text),
  name: text,
  documentType: oneOf('cc', 'ce', 'nit'),
  documentNumber: text,
  email,
  phoneNumber: text,
}

/** A second customer with the same document is a new customer: nothing else is documented. */
export function createCustomer(state: PalommaState, { endpoint, fields }: SimulatedRequest): Outcome {
  const details = readObject(fields, CUSTOMER)
  const at = state.world.clock.now().getTime()
  const { reference } = details
  const customer: Customer = { id: ulid(at), reference, details: present(details), executedAt: at }
  const execute = (): void => {
    customer.executedAt = state.world.clock.now().getTime()
    state.world.ledger.append({
      at: customer.executedAt,
      type: 'customer',
      endpoint,
      providerId: customer.id,
      ...(reference === undefined ? {} : { reference }),
    })
    state.customers.add(customer)
  }
  return { body: showCustomer(customer), execute }
}

export function retrieveCustomer(state: PalommaState, request: SimulatedRequest): Outcome {
  const customer = state.customers.get(request.params.get('customerId') ?? '')
  if (customer === undefined || !request.sees(customer.executedAt)) throw new Refusal(404, 'Customer not found')
  return { body: showCustomer(customer) }
}

export function listCustomers(state: PalommaState, request: SimulatedRequest): Outcome {
  const reference = request.query.get('reference')
  return page(request, state.customers, {
    matches: (customer) => reference === undefined || customer.reference === reference,
    show: showCustomer,
  })
}

const showCustomer = ({ id, details, executedAt }: Customer): JsonObject => ({
  id,
  ...details,
  createdAt: isoSeconds(executedAt),
  updatedAt: isoSeconds(executedAt),
})
