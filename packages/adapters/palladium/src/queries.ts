import { undefinedIfNotFound } from '@polyrail/core'

/** The object with this id among the rows of a query, undefined where the provider has none. */
export const queried = async <Row extends { readonly id: string }>(
  rows: Promise<readonly Row[]>,
  id: string,
): Promise<Row | undefined> => {
  // What a query says of an unknown id is not documented: an empty list and a 404 mean the same.
  const found = (await rows.catch(undefinedIfNotFound)) ?? []
  const row = found.find((candidate) => candidate.id === id)
  if (row === undefined && found.length > 0) throw new Error('The provider answered with another object than asked for')
  return row
}
