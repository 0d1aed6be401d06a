import type { Agreement, Row } from './agreement.js'

/** What the comparison means, in one paragraph. */
export const verdictOf = ({ agrees, rows }: Agreement): string => {
  if (!agrees) {
    const wrong = rows.filter((row) => !row.agrees)
    const list = wrong.map(({ reference, problem }) => `${reference} (${problem ?? ''})`).join(', ')
    return `The two sides do NOT agree on ${wrong.length} of ${rows.length}: ${list}. That must never happen.`
  }
  return [
    'The two sides agree. Every payment was executed at most once and for the exact amount;',
    'the refused one was not executed at all.',
    ...rows.filter(({ journal }) => journal === 'unknown').map(unknownOne),
  ].join(' ')
}

const unknownOne = ({ reference, executed }: Row): string => {
  const truth = executed === 0 ? 'never executed' : 'executed'
  return (
    `${reference} is the one whose answer was lost: polyrail could not know that it was ${truth}, so it did not ` +
    'send it again and did not call it failed. It stays unknown until the provider or a person settles it.'
  )
}
