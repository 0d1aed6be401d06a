/** One line of text: no control characters, line separators, halves of characters, or marks that reorder it. */
export const TEXT = '^[^\\p{Cc}\\p{Cs}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]*$'

const MEANINGS = new Map<string, string>([
  [TEXT, 'must not contain control characters'],
  ['^https?://[^\\s]+$', 'expected an absolute http or https URL'],
  ['^[^\\s@]+@[^\\s@]+$', 'expected an e-mail address'],
  ['^[A-Z]{2}$', 'expected a country code of two capital letters'],
])

/** What a value that does not match the pattern was expected to be. */
export const meaningOf = (pattern: string): string => MEANINGS.get(pattern) ?? `expected to match ${pattern}`
