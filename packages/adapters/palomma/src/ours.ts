interface Named {
  readonly id: string
  readonly reference?: string | null
}

interface Ours<Item> {
  readonly reference: string
  /** By what was sent: amount, customer, account. */
  readonly isOurs: (item: Item) => boolean
  /** For the error: the plural of what they are. */
  readonly what: string
}

/** Ids are ULIDs, which sort by the time of their making. */
export const oldestOf = <Item extends Named>(items: readonly Item[]): Item | undefined => {
  const [oldest] = items.map(({ id }) => id).sort()
  return items.find(({ id }) => id === oldest)
}

/**
 * The one object under our reference that is ours. Nothing keeps a reference from being used twice at the provider,
 * before us or beside us: where there are others and not exactly one like ours, nobody guesses.
 */
export const theOne = <Item extends Named>(
  listed: readonly Item[],
  { reference, isOurs, what }: Ours<Item>,
): Item | undefined => {
  const named = new Map(listed.filter((item) => item.reference === reference).map((item) => [item.id, item]))
  const [ours, ...others] = [...named.values()].filter(isOurs)
  if (others.length > 0 || (ours === undefined && named.size > 0)) {
    throw new Error(`The provider has ${what} with this reference, and not exactly one that is like ours`)
  }
  return ours
}
