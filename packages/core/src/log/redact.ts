const HIDDEN = '[secret]'
const LONGEST = 500
/** Shorter ones are no secrets, and would be found in the middle of words. */
const SHORTEST_SECRET = 8
// C0 and C1 controls, line separators, and the marks that reorder text.
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu
const CARD_LIKE = /\b\d(?:[ -]?\d){12,18}\b/g
const SECRET_KEY = /token|secret|password|authorization|api[-_]?key|integrity[-_]?key|cvv|cvc|\bpan\b/i
const SECRET_KEY_IN_TEXT =
  /"[^"]*(?:token|secret|password|authorization|api[-_]?key|integrity[-_]?key|cvv|cvc|\bpan\b)[^"]*"\s*:/i

/** A provider's text, fit for an error or a log: no secret of ours, no card number, one line, not endless. */
export const cleanText = (text: string, secrets: readonly string[]): string =>
  withoutSecretValues(text, secrets).replace(CARD_LIKE, hideCard).replace(UNPRINTABLE, ' ').slice(0, LONGEST)

const withoutSecretValues = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((clean, secret) => (secret.length < SHORTEST_SECRET ? clean : clean.replaceAll(secret, HIDDEN)), text)

const hideCard = (candidate: string): string => (passesLuhn(candidate.replace(/\D/g, '')) ? '[card]' : candidate)

const passesLuhn = (digits: string): boolean => {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index])
    const weighted = index % 2 === 0 ? digit : digit * 2
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return sum % 10 === 0
}

/**
 * A provider's body as it may be kept and shown: fields named like secrets, and values that hold a secret of ours,
 * are hidden. `text` is the body as it came: where it shows neither, the body is given back as it is.
 */
export const cleanBody = (body: unknown, text: string, secrets: readonly string[]): unknown => {
  const suspicious =
    SECRET_KEY_IN_TEXT.test(text) || secrets.some((secret) => secret.length >= SHORTEST_SECRET && text.includes(secret))
  return suspicious ? cleanValue(body, secrets) : body
}

const cleanValue = (value: unknown, secrets: readonly string[]): unknown => {
  if (typeof value === 'string') return withoutSecretValues(value, secrets)
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, secrets))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, SECRET_KEY.test(key) ? HIDDEN : cleanValue(item, secrets)]),
  )
}
