import type { TSchema } from 'typebox'
import type { ProviderDefinition } from './definition.js'
import type { Endpoint } from './endpoint.js'

export type SchemaParts = Pick<ProviderDefinition, 'config' | 'payins' | 'payouts' | 'tokens' | 'customers'>

/** All schemas of a provider by the name of what they check; what a package compiles when it is built. */
export const schemasOf = (
  endpoints: Readonly<Record<string, Endpoint>>,
  { config, payins, payouts, tokens, customers }: SchemaParts,
): Record<string, TSchema> => {
  const schemas: Record<string, TSchema> = { config }
  for (const { name, input, output } of Object.values(endpoints)) {
    schemas[`${name}.input`] = input
    schemas[`${name}.output`] = output
  }
  for (const [type, method] of Object.entries(payins ?? {})) schemas[`payins.${type}`] = method.accepts
  for (const [type, destination] of Object.entries(payouts ?? {})) schemas[`payouts.${type}`] = destination.accepts
  for (const [type, token] of Object.entries(tokens ?? {})) schemas[`tokens.${type}`] = token.accepts
  if (customers !== undefined) schemas['customers'] = customers.accepts
  return schemas
}
