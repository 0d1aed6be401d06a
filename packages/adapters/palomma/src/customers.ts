import {
  undefinedIfNotFound,
  Type,
  type CustomerAnswer,
  type CustomerDefinition,
  type InputOf,
  type MappingContext,
} from '@polyrail/core'
import type { Static } from '@polyrail/core'
import { createCustomer, listCustomers, prepareCustomer, retrieveCustomer } from './endpoints.js'
import { oldestOf } from './ours.js'
import { allOf } from './pages.js'
import type { Customer } from './wire.js'

/** What the provider asks of every customer beyond a name, in the unified form. */
export const Payer = Type.Object({
  name: Type.String(),
  email: Type.String(),
  phone: Type.String({ pattern: '^[+]?[0-9]{7,15}$' }),
  document: Type.Object({ type: Type.Enum(['cc', 'ce', 'nit']), number: Type.String() }),
  reference: Type.Optional(Type.String()),
})
export type Payer = Static<typeof Payer>

const toCustomer = ({ name, email, phone, document }: Payer, reference: string): InputOf<typeof createCustomer> => ({
  name,
  documentType: document.type,
  documentNumber: document.number,
  email,
  // The samples show ten digits without a country code.
  phoneNumber: phone.replace(/^\+?57(?=\d{10}$)/, ''),
  reference,
})

/** The id of the payer's record: the one under the customer's own reference if it is the same person, or a new one. */
export const customerIdOf = async (payer: Payer, { call, reference }: MappingContext): Promise<string> => {
  const sent = toCustomer(payer, payer.reference ?? reference)
  const known = payer.reference === undefined ? undefined : await findCustomer(sent, { call })
  if (known !== undefined) return known.id
  const made = await call(prepareCustomer, sent)
  const isOurs = (made.reference ?? sent.reference) === sent.reference
  // A link must not be made out to somebody else.
  const customer = isOurs ? made : await findCustomer(sent, { call })
  if (customer === undefined) throw new Error('The provider answered with another customer than the one that was sent')
  return customer.id
}

const MOST_PAGES = 20

/**
 * The record of this person under this reference, whoever made it. Nothing keeps the provider from having several;
 * they are equally good, as no money is kept with them, and the oldest is the same one whenever it is asked for.
 */
export const findCustomer = async (
  { reference, documentType, documentNumber }: InputOf<typeof createCustomer>,
  { call }: Pick<MappingContext, 'call'>,
): Promise<Customer | undefined> => {
  const read = allOf((paging) => call(listCustomers, { reference, ...paging }), { mostPages: MOST_PAGES })
  const same = (await read).filter(
    (customer) =>
      customer.reference === reference &&
      customer.documentType === documentType &&
      customer.documentNumber === documentNumber,
  )
  return oldestOf(same)
}

const fromCustomer = ({ id, reference }: Customer): CustomerAnswer => ({
  status: 'active',
  providerId: id,
  reference: reference ?? undefined,
})

export const customers: CustomerDefinition = {
  accepts: Type.Object({ customer: Payer }),
  create: async (command, { call, reference }) =>
    // `accepts` has checked it.
    fromCustomer(await call(createCustomer, toCustomer(command.customer as Payer, reference))),
  retrieve: ({ providerId }, { call }) =>
    call(retrieveCustomer, { customerId: providerId }).then(fromCustomer, undefinedIfNotFound),
}
