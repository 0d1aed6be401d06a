import { NotFoundError, type Call } from '@polyrail/core'

/** A `call` that gives the answers by the name of the endpoint, and remembers what it was asked. */
export const fakeCall = (answers: Readonly<Record<string, unknown>>) => {
  const sent: { readonly endpoint: string; readonly input: unknown }[] = []
  const call: Call = async (endpoint, input) => {
    sent.push({ endpoint: endpoint.name, input })
    const answer = answers[endpoint.name]
    if (answer instanceof Error) throw answer
    return answer as never
  }
  return { call, sent }
}

export const notFound = new NotFoundError('there is none')

/** What the fields have in common in both forms of a money value. */
export const rupiah = (amount: string) => ({ amount, currency: 'IDR' })
