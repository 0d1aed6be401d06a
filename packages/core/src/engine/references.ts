import { createHmac } from 'node:crypto'
import type { ReferenceRule } from '../adapter/definition.js'
import type { OperationKey } from '../journal/port.js'

/** Whose references may go to a provider as they are: other merchants' could meet them there. */
export const DEFAULT_MERCHANT = 'default'

// Not a secret: it only has to be the same for ever, so that a lost journal sends the same reference again.
const KEY = 'polyrail provider reference 1'
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const LENGTH = 26
const DERIVED = new RegExp(`^[A-Z2-7]{${LENGTH}}$`)

/**
 * The reference that a provider is given: the merchant's own where it fits the provider's field and cannot meet
 * another merchant's, since people look for it in the provider's dashboard; otherwise 26 characters of A–Z and 2–7.
 * A pure function of merchant, kind and reference.
 */
export const providerReference = ({ merchant, kind, reference }: OperationKey, rule: ReferenceRule): string => {
  if ('code' in rule) return code(`${merchant}\0${kind}\0${reference}`)
  const fits = reference.length <= rule.maxLength && rule.pattern.test(reference) && !DERIVED.test(reference)
  return merchant === DEFAULT_MERCHANT && fits ? reference : derived(`${merchant}\0${kind}\0${reference}`)
}

const CODE = /^(.{4})(.{4})(.{4}).*$/

/** Short enough to be read out, long enough (60 bits) that two payments never meet. */
const code = (text: string): string => derived(text).replace(CODE, '$1-$2-$3')

const derived = (text: string): string => {
  const digest = createHmac('sha256', KEY).update(text).digest()
  let bits = digest.readBigUInt64BE(0) << 66n
  bits |= (digest.readBigUInt64BE(8) << 2n) | BigInt((digest[16] ?? 0) >> 6)
  let encoded = ''
  for (let shift = (LENGTH - 1) * 5; shift >= 0; shift -= 5) {
    encoded += ALPHABET.charAt(Number((bits >> BigInt(shift)) & 31n))
  }
  return encoded
}
