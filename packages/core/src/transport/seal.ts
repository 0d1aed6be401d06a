import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** A key that only those have who know the secrets it is made of. */
export const sealingKey = (purpose: string, secrets: readonly string[]): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', JSON.stringify(secrets), '', purpose, 32))

/** Text that only the key opens, and only under the same `name`. */
export const seal = (text: string, key: Uint8Array, name: string): string => {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(name))
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** Throws for what was sealed with another key or under another name, or was changed. */
export const unseal = (sealed: string, key: Uint8Array, name: string): string => {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(name))
    .setAuthTag(bytes.subarray(-TAG_BYTES))
  return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
}
