import type { CustomerAnswer } from '../adapter/answers.js'
import type { MappingContext } from '../adapter/definition.js'
import type { ListFilter, RetrieveOptions, Selector } from '../contract/common.js'
import type { CreateCustomer, Customer, CustomerStatus } from '../contract/customer.js'
import { ValidationError } from '../errors/errors.js'
import type { ProviderClient } from '../engine/client.js'
import { mergeAnswer, type Plan } from '../engine/plan.js'
import { issuesOf } from '../schema/issues.js'
import { ownCopy } from '../schema/own.js'
import { checkedCommand } from './check.js'
import type { Inquiry } from './inquiry.js'
import { listObjects } from './reading.js'
import { retrieveObject } from './retrieving.js'
import { clientNamed, partOf, type Scope } from './scope.js'

/** People and companies that a provider keeps on file. */
export class Customers {
  readonly #scope: Scope

  constructor(scope: Scope) {
    this.#scope = scope
  }

  /** Creates a customer at the provider, or returns the one that exists under this reference. */
  async create(given: CreateCustomer): Promise<Customer> {
    const command = checkedCommand('customers.create', given, () => [])
    const client = await this.#clientFor(command)
    const { account } = client
    const { accepts } = partOf(client, account.definition.customers, 'customers')
    const issues = issuesOf(account.validator('customers', accepts), command)
    if (issues.length > 0) throw new ValidationError(issues, { provider: account.name })
    return this.#scope.engine.execute(planOf(this.#scope, client, command))
  }

  /** From the journal; with `refresh` the provider is asked first. Undefined where there is none. */
  retrieve(selector: Selector, options: RetrieveOptions = {}): Promise<Customer | undefined> {
    return retrieveObject(this.#scope, customerInquiry, { selector, ...options })
  }

  /** What the journal holds, oldest first. */
  list(filter: ListFilter<CustomerStatus> = {}): AsyncIterable<Customer> {
    return listObjects<Customer>(this.#scope, 'customer', filter)
  }

  async #clientFor({ provider }: CreateCustomer): Promise<ProviderClient> {
    if (provider !== undefined) return clientNamed(this.#scope, provider)
    const clients = [...(await this.#scope.clients()).values()]
    const able = clients.filter(({ account }) => account.definition.customers !== undefined)
    const [only] = able
    if (able.length === 1 && only !== undefined) return only
    throw new ValidationError([
      { path: 'provider', message: 'is required: several providers, or none, keep customers' },
    ])
  }
}

const runOf = (client: ProviderClient, command: CreateCustomer) => (context: MappingContext) =>
  partOf(client, client.account.definition.customers, 'customers').create(command, context)

export const customerInquiry: Inquiry<Customer, CustomerAnswer> = {
  type: 'customer',
  questionOf: (client, { request }) => ({
    type: 'customer',
    client,
    expected: {},
    run: runOf(client, ownCopy(JSON.parse(request)) as CreateCustomer),
    merge: mergeAnswer,
  }),
  ask: (client, known) => {
    const { retrieve } = partOf(client, client.account.definition.customers, 'customers')
    const ask = partOf(client, retrieve, 'way to ask about one customer')
    return (context) => ask(known, context)
  },
}

const planOf = (
  { merchant }: Scope,
  client: ProviderClient,
  command: CreateCustomer,
): Plan<Customer, CustomerAnswer> => ({
  merchant,
  kind: 'customer.create',
  type: 'customer',
  movesMoney: false,
  reference: command.reference,
  client,
  content: command,
  tried: [],
  goesOnAfter: [],
  begin: (id) => {
    const request = JSON.stringify(command)
    // Shown to the caller, so it is made of ordinary objects again.
    const { reference, customer, metadata } = JSON.parse(request) as CreateCustomer
    const body = {
      id,
      merchant,
      provider: client.account.name,
      reference,
      status: 'unknown' as const,
      details: { reference, ...customer },
      metadata: metadata ?? {},
    }
    return { body, request, expected: {}, run: runOf(client, command) }
  },
  merge: mergeAnswer,
})
