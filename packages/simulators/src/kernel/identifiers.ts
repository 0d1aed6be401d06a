import { randomBytes, randomInt } from 'node:crypto'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 32 lower-case hexadecimal digits. */
export const hexId = (): string => randomBytes(16).toString('hex')

/** A ULID: 10 characters of time (ms), 16 random ones. */
export function ulid(now: number): string {
  let time = ''
  for (let rest = now, index = 0; index < 10; index += 1, rest = Math.floor(rest / 32)) {
    time = (CROCKFORD[rest % 32] ?? '') + time
  }
  return time + Array.from(randomBytes(16), (byte) => CROCKFORD[byte % 32]).join('')
}

/** `prefix` and so many random digits, different from everything in `taken`, to which it is added. */
export function freshNumber(prefix: string, digits: number, taken: Set<string>): string {
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    const number = prefix + String(randomInt(10 ** digits)).padStart(digits, '0')
    if (taken.has(number)) continue
    taken.add(number)
    return number
  }
  throw new Error(`no free number is left after ${prefix}`)
}
