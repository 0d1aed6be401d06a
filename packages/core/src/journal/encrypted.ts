import { ConfigurationError, JournalError, type Issue } from '../errors/errors.js'
import { seal, unseal } from '../transport/seal.js'
import type { Journal, ObjectRecord, ObjectWrite, OperationRecord } from './port.js'
import { SHREDDED } from './records.js'

/** Keys that the journal's contents are encrypted with. */
export interface Encryption {
  /** The first one seals; all of them open. To rotate, put a new one in front and keep the others. */
  readonly keys: readonly EncryptionKey[]
  /** Contents that were written in clear before there were keys are read too; default false. */
  readonly allowClear?: boolean
}

export interface EncryptionKey {
  /** Names the key in the journal: letters, digits, `.`, `_` and `-`. */
  readonly id: string
  /** 32 bytes, or the same in base64. */
  readonly key: Uint8Array | string
}

const MARK = 'enc:'
const SEALED = /^enc:([A-Za-z0-9._-]{1,64}):([A-Za-z0-9_-]+)$/
const WITNESS = 'polyrail encryption'

/**
 * The journal with commands, answers of preparations and bodies of objects encrypted (AES-256-GCM), each bound to its
 * row. What is needed to find and to decide stays in clear: ids, references, states, amounts are not in columns.
 */
export const encryptedJournal = (journal: Journal, encryption: Encryption): Journal => {
  const cipher = new Cipher(encryption)
  const object = <T extends ObjectWrite>(it: T): T => ({ ...it, body: cipher.seal(it.body, `body ${it.id}`) })
  const openObject = <T extends ObjectRecord>(it: T): T => ({ ...it, body: cipher.open(it.body, `body ${it.id}`) })
  const steps = (id: string, kept: OperationRecord['steps'], turn: Turn) =>
    Object.fromEntries(Object.entries(kept).map(([name, answer]) => [name, turn(answer, `step ${id} ${name}`)]))
  const openOperation = (it: OperationRecord): OperationRecord => ({
    ...it,
    request: cipher.open(it.request, `request ${it.id}`),
    steps: steps(it.id, it.steps, cipher.open),
  })
  const change = <T extends { readonly id: string; readonly step?: Step; readonly object?: ObjectWrite }>(
    it: T,
  ): T => ({
    ...it,
    ...(it.object === undefined ? {} : { object: object(it.object) }),
    ...(it.step === undefined
      ? {}
      : { step: { ...it.step, answer: cipher.seal(it.step.answer, `step ${it.id} ${it.step.name}`) } }),
  })
  const opened = <T extends { readonly operation: OperationRecord }>(it: T): T => ({
    ...it,
    operation: openOperation(it.operation),
  })
  return {
    name: journal.name,
    tokens: journal.tokens,
    open: async (options) => {
      const facts = await journal.open(options)
      await witness(journal, cipher)
      return facts
    },
    close: () => journal.close(),
    arm: async (intent) =>
      opened(
        await journal.arm({
          ...intent,
          request: cipher.seal(intent.request, `request ${intent.id}`),
          steps: steps(intent.id, intent.steps, cipher.seal),
          object: object(intent.object),
        }),
      ),
    record: async (outcome) => opened(await journal.record(change(outcome))),
    observe: async (observation) => opened(await journal.observe(change(observation))),
    reap: async (limit) => (await journal.reap(limit)).map(openOperation),
    due: async (claim) => (await journal.due(claim)).map(openOperation),
    postpone: (check) => journal.postpone(check),
    findOperation: async (key) => optional(await journal.findOperation(key), openOperation),
    operation: async (merchant, id) => optional(await journal.operation(merchant, id), openOperation),
    history: (merchant, id) => journal.history(merchant, id),
    operations: async (query) => {
      const page = await journal.operations(query)
      return { ...page, items: page.items.map(openOperation) }
    },
    forgettable: async (query) => (await journal.forgettable(query)).map(openOperation),
    object: async (selector) => optional(await journal.object(selector), openObject),
    objects: async (query) => {
      const page = await journal.objects(query)
      return { ...page, items: page.items.map(openObject) }
    },
    release: (decision) => journal.release(decision),
  }
}

type Turn = (text: string, name: string) => string
type Step = { readonly name: string; readonly answer: string }

const optional = <T>(it: T | undefined, turn: (it: T) => T): T | undefined => (it === undefined ? undefined : turn(it))

/** Throws a `JournalError` where a journal was encrypted and no keys are given. */
export const expectClear = async ({ tokens }: Journal): Promise<void> => {
  if ((await tokens.load(WITNESS)) === undefined) return
  throw new ConfigurationError([{ path: 'encryption', message: 'this journal is encrypted: give its keys' }])
}

/** A text that every key of the journal has sealed in its time: without one that opens it, nothing is begun. */
const witness = async ({ tokens }: Journal, cipher: Cipher): Promise<void> => {
  const kept = await tokens.load(WITNESS)
  if (kept !== undefined && !cipher.opens(kept.sealed, WITNESS)) {
    throw new ConfigurationError([{ path: 'encryption.keys', message: 'none of them opens this journal' }])
  }
  if (kept !== undefined && cipher.isCurrent(kept.sealed)) return
  const sealed = cipher.seal(WITNESS, WITNESS)
  await tokens.save(WITNESS, { sealed, generation: (kept?.generation ?? 0) + 1, refreshAt: NEVER, expiresAt: NEVER })
}

const NEVER = Number.MAX_SAFE_INTEGER

class Cipher {
  readonly #keys = new Map<string, Uint8Array>()
  readonly #current: string
  readonly #allowClear: boolean

  constructor({ keys, allowClear = false }: Encryption) {
    for (const { id, key } of keys) this.#keys.set(id, bytesOf(key))
    this.#current = keys[0]?.id ?? ''
    this.#allowClear = allowClear
  }

  readonly seal = (text: string, name: string): string => {
    const key = this.#keys.get(this.#current)
    if (key === undefined) throw new JournalError('There is no key to encrypt with')
    return `${MARK}${this.#current}:${seal(text, key, `${name} ${this.#current}`)}`
  }

  readonly open = (text: string, name: string): string => {
    const [, id, sealed] = SEALED.exec(text) ?? []
    if (id === undefined || sealed === undefined) {
      if (text === SHREDDED || (this.#allowClear && !text.startsWith(MARK))) return text
      throw new JournalError(`The ${name} is not encrypted, and was to be`)
    }
    const key = this.#keys.get(id)
    if (key === undefined) throw new JournalError(`The ${name} was encrypted with the key ${id}, which is not given`)
    try {
      return unseal(sealed, key, `${name} ${id}`)
    } catch (cause) {
      throw new JournalError(`The ${name} was changed, or belongs elsewhere`, { cause })
    }
  }

  opens(text: string, name: string): boolean {
    try {
      return this.open(text, name) === name
    } catch {
      return false
    }
  }

  isCurrent(text: string): boolean {
    return text.startsWith(`${MARK}${this.#current}:`)
  }
}

const bytesOf = (key: Uint8Array | string): Uint8Array => (typeof key === 'string' ? Buffer.from(key, 'base64') : key)

/** What is wrong with an encryption as it was configured; never holds a key. */
export const encryptionIssues = (given: unknown): readonly Issue[] => {
  if (given === undefined) return []
  if (typeof given !== 'object' || given === null) return [{ path: 'encryption', message: 'expected { keys }' }]
  const { keys, allowClear, ...others }: { readonly keys?: unknown; readonly allowClear?: unknown } = given
  const issues: Issue[] = Object.keys(others).map((path) => ({
    path: `encryption.${path}`,
    message: 'is not a known option',
  }))
  if (allowClear !== undefined && typeof allowClear !== 'boolean') {
    issues.push({ path: 'encryption.allowClear', message: 'expected true or false' })
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
