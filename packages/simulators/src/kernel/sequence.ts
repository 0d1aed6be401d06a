/** `?after=<sequence>`: only what came later. */
export function after<Entry extends { readonly sequence: number }>(entries: readonly Entry[], query: URLSearchParams) {
  const sequence = Number(query.get('after') ?? 0)
  return entries.filter((entry) => entry.sequence > sequence)
}
