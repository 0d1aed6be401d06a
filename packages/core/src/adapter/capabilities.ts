import type { AmountLimits, Capabilities, TokenCapability } from '../contract/capabilities.js'
import type { ProviderDefinition } from './definition.js'
import type { Endpoint } from './endpoint.js'

interface Method {
  readonly currencies: Readonly<Record<string, AmountLimits>>
}

interface Asked {
  readonly sends?: Endpoint
  readonly retrieve?: unknown
}

/** What an adapter can do follows from what it defines. */
export const capabilitiesOf = (definition: ProviderDefinition): Capabilities => {
  const { payins, payouts, tokens, customers, balances, statements, listPayins, lookups = [] } = definition
  const asked = ({ sends, retrieve }: Asked): TokenCapability => ({
    retrieve: retrieve !== undefined,
    // An adapter that does not say what its methods send is taken by what it can look up at all.
    lookup: sends === undefined ? lookups.length > 0 : lookups.some(({ endpoint }) => endpoint.name === sends.name),
  })
  const method = (it: Method & Asked) => ({ currencies: it.currencies, ...asked(it) })
  return {
    payins: each(payins, (it) => ({
      ...method(it),
      capture: it.capture !== undefined,
      manualCapture: it.capture !== undefined && it.uses.some((field) => field === 'capture'),
      partialCapture: it.capture?.partial ?? false,
      cancel: it.cancel !== undefined,
      partialCancel: it.cancel?.partial ?? false,
      refund: it.refund !== undefined,
      partialRefund: it.refund?.partial ?? false,
    })),
    payouts: each(payouts, (it) => ({ ...method(it), cancel: it.cancel !== undefined })),
    tokens: each(tokens, asked),
    customers: customers !== undefined,
    balances: balances !== undefined,
    statements: statements !== undefined,
    listAtProvider: listPayins !== undefined,
  }
}

const each = <Part, Capability>(
  table: Readonly<Record<string, Part | undefined>> | undefined,
  capability: (part: Part) => Capability,
): Readonly<Record<string, Capability>> =>
  Object.fromEntries(
    Object.entries(table ?? {}).flatMap(([type, part]) => (part === undefined ? [] : [[type, capability(part)]])),
  )
