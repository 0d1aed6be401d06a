import { createHmac } from 'node:crypto'

/**
 * The fingerprint of a command's content: the same for the same content however its fields are ordered. Keyed, so
 * that short contents such as account numbers cannot be guessed from it.
 */
export const fingerprintOf = (key: Uint8Array, content: unknown): string =>
  createHmac('sha256', key).update(canonical(content)).digest('hex')

/** JSON with sorted keys; absent and undefined are the same. */
export const canonical = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const fields = value as Readonly<Record<string, unknown>>
  const parts: string[] = []
  for (const key of Object.keys(fields).sort()) {
    if (fields[key] !== undefined) parts.push(`${JSON.stringify(key)}:${canonical(fields[key])}`)
  }
  return `{${parts.join(',')}}`
}
