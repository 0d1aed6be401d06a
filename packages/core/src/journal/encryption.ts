import type { Issue } from '../errors/errors.js'

/** Keys that the journal's contents are encrypted with. */
export interface Encryption {
  /** The first one seals; all of them open. To rotate, put a new one in front and keep the others. */
  readonly keys: readonly EncryptionKey[]
  /** Contents that were written in clear before there were keys are read too; default false. */
  readonly allowClear?: boolean
  /** Ids of keys that are gone for good: what they sealed cannot be read again, and nothing waits for it. */
  readonly retired?: readonly string[]
}

export interface EncryptionKey {
  /** Names the key in the journal: letters, digits, `.`, `_` and `-`. */
  readonly id: string
  /** 32 bytes, or the same in base64. */
  readonly key: Uint8Array | string
}

export const bytesOf = (key: Uint8Array | string): Uint8Array =>
  typeof key === 'string' ? Buffer.from(key, 'base64') : key

/** What is wrong with an encryption as it was configured; never holds a key. */
export const encryptionIssues = (given: unknown): readonly Issue[] => {
  if (given === undefined) return []
  if (typeof given !== 'object' || given === null) return [{ path: 'encryption', message: 'expected { keys }' }]
  const { keys, allowClear, retired, ...others }: Partial<Record<keyof Encryption, unknown>> = given
  const issues: Issue[] = Object.keys(others).map((path) => ({
    path: `encryption.${path}`,
    message: 'is not a known option',
  }))
  if (allowClear !== undefined && typeof allowClear !== 'boolean') {
    issues.push({ path: 'encryption.allowClear', message: 'expected true or false' })
  }
  if (retired !== undefined && !(Array.isArray(retired) && retired.every((id) => typeof id === 'string'))) {
    issues.push({ path: 'encryption.retired', message: 'expected ids of keys' })
  }
  if (!Array.isArray(keys) || keys.length === 0) {
    return [...issues, { path: 'encryption.keys', message: 'expected at least one { id, key }' }]
  }
  const ids = new Set<unknown>()
  for (const [index, entry] of (keys as readonly unknown[]).entries()) {
    const path = `encryption.keys[${String(index)}]`
    const { id, key }: { readonly id?: unknown; readonly key?: unknown } =
      typeof entry === 'object' && entry !== null ? entry : {}
    if (typeof id !== 'string' || !/^[A-Za-z0-9._-]{1,64}$/.test(id)) {
      issues.push({ path: `${path}.id`, message: 'expected 1 to 64 letters, digits, dots, dashes or underscores' })
    }
    if (ids.has(id)) issues.push({ path: `${path}.id`, message: 'expected another id than that of an earlier key' })
    ids.add(id)
    const isKey = (typeof key === 'string' || key instanceof Uint8Array) && bytesOf(key).length === 32
    if (!isKey) issues.push({ path: `${path}.key`, message: 'expected 32 bytes, or the same in base64' })
  }
  return issues
}
