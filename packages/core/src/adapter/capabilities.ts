import type { AmountLimits, Capabilities, MethodCapability } from '../contract/capabilities.js'
import type { ProviderDefinition } from './definition.js'

interface Method {
  readonly currencies: Readonly<Record<string, AmountLimits>>
  readonly retrieve?: unknown
}

/** What an adapter can do follows from what it defines. */
export const capabilitiesOf = (definition: ProviderDefinition): Capabilities => {
  const { payins, payouts, customers, balances, statements, listPayins, lookups = [] } = definition
  const methods = (table: Readonly<Record<string, Method | undefined>>): Readonly<Record<string, MethodCapability>> =>
    Object.fromEntries(
      Object.entries(table).flatMap(([type, method]) =>
        method === undefined
          ? []
          : [
              [
                type,
                { currencies: method.currencies, retrieve: method.retrieve !== undefined, lookup: lookups.length > 0 },
              ],
            ],
      ),
    )
  return {
    payins: methods(payins ?? {}),
    payouts: methods(payouts ?? {}),
    customers: customers !== undefined,
    balances: balances !== undefined,
    statements: statements !== undefined,
    listAtProvider: listPayins !== undefined,
  }
}
