/** The object with this id among the rows of a query, undefined where the provider has none. */
export const queried = async <Row extends { readonly id: string }>(
  rows: Promise<readonly Row[]>,
  id: string,
): Promise<Row | undefined> => {
  const found = await rows.catch(noneIfNotFound)
  const row = found.find((candidate) => candidate.id === id)
  if (row === undefined && found.length > 0) throw new Error('The provider answered with another object than asked for')
  return row
}

// What a query says of an unknown id is not documented: an empty list and a 404 mean the same.
const noneIfNotFound = (error: unknown): [] => {
  if (error instanceof Error && 'code' in error && error.code === 'not_found') return []
  throw error
}
