const HIDDEN = '[secret]'
const LONGEST = 500
/** Shorter ones are no secrets, and would be found in the middle of words. */
const SHORTEST_SECRET = 8
// C0 and C1 controls, line separators, and the marks that reorder text.
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu
const SHORTEST_CARD = 13
const LONG_DIGITS = /\d(?:[ .-]?\d){12}/
const DIGITS = /\d(?:[ .-]?\d){12,}/g
/** Not only by the check digit: account numbers are as long, and one in ten passes. */
const CARD_BEGINNING = /^(?:4|5[0-8]|2[2-7]|3[04-8]|6)/
const SECRET_FIELD = /token|secret|password|authorization|api[-_]?key|integrity[-_]?key|cvv|cvc|\bpan\b/i

/** A provider's text, fit for an error or a log: no secret of ours, no card number, one line, not endless. */
export const cleanText = (text: string, secrets: readonly string[]): string =>
  hideSecrets(text.slice(0, LONGEST * 8), secrets)
    .replace(DIGITS, hideCard)
    .replace(UNPRINTABLE, ' ')
    .slice(0, LONGEST)

/**
 * A provider's body in which every secret of ours is hidden, in names of fields too. Bytes that hold neither a secret
 * nor an escape, behind which one could hide, are not looked at twice.
 */
export const withoutSecrets = (value: unknown, body: Buffer, secrets: readonly string[]): unknown => {
  const real = secrets.filter(({ length }) => length >= SHORTEST_SECRET)
  const suspicious = real.length > 0 && (body.includes('\\') || real.some((secret) => body.includes(secret)))
  return suspicious ? walk(value, (text) => hideSecrets(text, real)) : value
}

/**
 * A provider's body as it may be kept and shown: fields that are named like secrets are hidden, and so are texts that
 * are card numbers by their length, beginning and check digit.
 */
export const cleanFields = (value: unknown): unknown => (isClean(value) ? value : hideIn(value))

/** Nearly every body is, so this one makes nothing. */
const isClean = (value: unknown): boolean => {
  if (typeof value === 'string') return value.length < SHORTEST_CARD || !LONG_DIGITS.test(value)
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isClean)
  for (const name of Object.keys(value)) {
    if (SECRET_FIELD.test(name) || !isClean((value as Readonly<Record<string, unknown>>)[name])) return false
  }
  return true
}

const hideIn = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replace(DIGITS, hideCard)
  if (Array.isArray(value)) return value.map(hideIn)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, SECRET_FIELD.test(name) ? HIDDEN : hideIn(item)]),
  )
}

const hideSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((clean, secret) => (secret.length < SHORTEST_SECRET ? clean : clean.replaceAll(secret, HIDDEN)), text)

const walk = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => walk(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [change(name), walk(item, change)]))
}

const CARD_LENGTHS = [13, 14, 15, 16, 17, 18, 19]

/** A card number may stand beside other digits, such as its expiry: every window of the run is tried. */
const hideCard = (run: string): string => {
  const digits = run.replace(/\D/g, '')
  for (let start = 0; start + SHORTEST_CARD <= digits.length; start += 1) {
    const isCard = (length: number): boolean =>
      start + length <= digits.length && passesLuhn(digits.slice(start, start + length))
    if (CARD_BEGINNING.test(digits.slice(start, start + 2)) && CARD_LENGTHS.some(isCard)) return '[card]'
  }
  return run
}

const passesLuhn = (digits: string): boolean => {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - index))
    const weighted = index % 2 === 0 ? digit : digit * 2
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return sum % 10 === 0
}
