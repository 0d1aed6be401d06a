interface Page<Item> {
  readonly items: readonly Item[]
  readonly cursor?: string | null
}

interface Paging {
  readonly limit: '100'
  readonly cursor?: string
}

/**
 * The pages of a list, in the provider's order. Throws where the list does not end within the bound: a list that was
 * read in part says nothing about what is not in it.
 */
export const pagesOf = async function* <Item>(
  read: (paging: Paging) => Promise<Page<Item>>,
  { mostPages }: { readonly mostPages: number },
): AsyncGenerator<readonly Item[]> {
  let paging: Paging = { limit: '100' }
  for (let count = 0; count < mostPages; count += 1) {
    const { items, cursor } = await read(paging)
    yield items
    if (cursor === undefined || cursor === null || cursor === '') return
    paging = { ...paging, cursor }
  }
  throw new Error(`The provider's list did not end within ${mostPages} pages`)
}

/** Everything in the list, by the same bound. */
export const allOf = async <Item>(...list: Parameters<typeof pagesOf<Item>>): Promise<readonly Item[]> => {
  const all: Item[] = []
  for await (const items of pagesOf(...list)) all.push(...items)
  return all
}
