// Values that must be seen nowhere. The card numbers pass the check digit, as real ones do.
export const API_KEY = 'canary/key+A1B2C3D4=='
export const TOKEN = 'canary-token-Z9Y8X7W6V5'
const CARDS = ['4111111111111111', '5500005555555559', '340000000000009', '6011000000000004', '30000000000004']
export const ECHOES = [
  API_KEY,
  TOKEN,
  ...CARDS,
  '4111 1111 1111 1111',
  '4111-1111-1111-1111',
  '5500 0055 5555 5559 12/29',
  '4111111111111111 123',
  'order 12 4111111111111111',
  'PAN4111111111111111.',
  '_5500005555555559_',
  'card=340000000000009;',
]

/** The texts of a canary that must not be found: as it is, and without what people put between digits. */
const marks = (text: string): readonly string[] => {
  const digits = /\d(?:[ -]?\d){12,15}/.exec(text.replace(/^order 12 /, ''))?.[0]
  return digits === undefined ? [text] : [digits]
}

/** What of the canaries the text holds. */
export const found = (text: string): readonly string[] =>
  [API_KEY, TOKEN, ...ECHOES.flatMap(marks)].filter(
    (mark) =>
      text.includes(mark) ||
      text.includes(JSON.stringify(mark).slice(1, -1)) ||
      text.includes(encodeURIComponent(mark)),
  )
