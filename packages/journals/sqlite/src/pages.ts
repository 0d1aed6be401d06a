import { ValidationError, type Page } from '@polyrail/core'

export interface Listed<T> {
  readonly seq: number
  /** What the list is ordered by, before `seq`. */
  readonly at: number
  readonly record: T
}

/** From one row more than the page holds follows whether there is another page. */
export const pageOf = <T>(rows: readonly Listed<T>[], limit: number): Page<T> => {
  const shown = rows.slice(0, limit)
  const items = shown.map(({ record }) => record)
  const last = shown.at(-1)
  return rows.length > limit && last !== undefined ? { items, after: `${last.at}-${last.seq}` } : { items }
}

// The time with the order of insertion: what is inserted later in the same millisecond still comes after.
export const positionFrom = (
  after: string | undefined,
  newestFirst = false,
): { readonly createdAt: number; readonly seq: number } => {
  if (after === undefined) return { createdAt: newestFirst ? Number.MAX_SAFE_INTEGER : -1, seq: 0 }
  const [, createdAt, seq] = /^(\d+)-(\d+)$/.exec(after) ?? []
  if (createdAt === undefined) throw new ValidationError([{ path: 'after', message: 'is not a position in this list' }])
  return { createdAt: Number(createdAt), seq: Number(seq) }
}
