import { NotFoundError, type Call } from '@polyrail/core'

/**
 * A `call` that gives the answers by the name of the endpoint, and remembers what it was asked. A function answers by
 * the input.
 */
export const fakeCall = (answers: Readonly<Record<string, unknown>>) => {
  const sent: { readonly endpoint: string; readonly input: unknown }[] = []
  const call: Call = async (endpoint, input) => {
    sent.push({ endpoint: endpoint.name, input })
    const given = answers[endpoint.name]
    const answer: unknown = typeof given === 'function' ? (given as (input: unknown) => unknown)(input) : given
    if (answer instanceof Error) throw answer
    return answer as never
  }
  return { call, sent }
}

export const notFound = new NotFoundError('there is none')

export const pesos = (amount: string) => ({ amount, currency: 'COP' })

/** One page, the last one. */
export const page = (...items: readonly unknown[]) => ({ items, cursor: null, count: items.length })
