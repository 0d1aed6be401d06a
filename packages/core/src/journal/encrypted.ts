import { ConfigurationError, JournalError } from '../errors/errors.js'
import { bytesOf, type Encryption } from './encryption.js'
import { seal, unseal } from '../transport/seal.js'
import type {
  DeliveryRecord,
  DeliveryWrite,
  EventRecord,
  Inbox,
  Journal,
  ObjectRecord,
  ObjectWrite,
  OperationRecord,
  Outbox,
} from './port.js'
import { SHREDDED } from './records.js'

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
    request: cipher.openKept(it.request, `request ${it.id}`),
    steps: steps(it.id, it.steps, cipher.open),
  })
  // In a list the one that cannot be opened stays sealed: it must not hide the others.
  const listed = (it: OperationRecord): OperationRecord => {
    try {
      return openOperation(it)
    } catch {
      return it
    }
  }
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
      await closedUnless(journal, witness(journal, cipher))
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
    reap: async (limit) => (await journal.reap(limit)).map(listed),
    due: async (claim) => (await journal.due(claim)).map(listed),
    postpone: (check) => journal.postpone(check),
    findOperation: async (key) => optional(await journal.findOperation(key), openOperation),
    operation: async (merchant, id) => optional(await journal.operation(merchant, id), openOperation),
    history: (merchant, id) => journal.history(merchant, id),
    operations: async (query) => {
      const page = await journal.operations(query)
      return { ...page, items: page.items.map(listed) }
    },
    forgettable: async (query) => (await journal.forgettable(query)).map(listed),
    object: async (selector) => optional(await journal.object(selector), openObject),
    objects: async (query) => {
      const page = await journal.objects(query)
      return { ...page, items: page.items.map(openObject) }
    },
    release: (decision) => journal.release(decision),
    inbox: sealedInbox(journal.inbox, cipher),
    outbox: sealedOutbox(journal.outbox, cipher),
  }
}

const sealedInbox = (inbox: Inbox, cipher: Cipher): Inbox => {
  // A delivery that cannot be opened stays sealed: reading it will say so.
  const opened = (it: DeliveryRecord): DeliveryRecord => ({
    ...it,
    payload: cipher.openOrLeave(it.payload, nameIn(it)),
  })
  return {
    keep: (it, forMs) => inbox.keep({ ...it, payload: cipher.seal(it.payload, nameIn(it)) }, forMs),
    due: async (claim) => (await inbox.due(claim)).map(opened),
    settle: (settled) => inbox.settle(settled),
    delivery: async (merchant, id) => optional(await inbox.delivery(merchant, id), opened),
    deliveries: async (query) => {
      const page = await inbox.deliveries(query)
      return { ...page, items: page.items.map(opened) }
    },
    forget: (query) => inbox.forget(query),
  }
}

const nameIn = ({ id }: DeliveryWrite): string => `delivery ${id}`

/** Its bodies are those of the objects, and sealed as they are. */
const sealedOutbox = (outbox: Outbox, cipher: Cipher): Outbox => {
  const opened = (it: EventRecord): EventRecord => ({ ...it, body: cipher.openOrLeave(it.body, `body ${it.object}`) })
  return {
    claim: (claim) => outbox.claim(claim),
    events: async (query) => (await outbox.events(query)).map(opened),
    aside: async (query) => (await outbox.aside(query)).map((it) => ({ ...it, event: opened(it.event) })),
    advance: (progress) => outbox.advance(progress),
    retry: (query) => outbox.retry(query),
    release: (claim) => outbox.release(claim),
    subscribers: () => outbox.subscribers(),
    unsubscribe: (key) => outbox.unsubscribe(key),
    forget: (query) => outbox.forget(query),
  }
}

type Turn = (text: string, name: string) => string
type Step = { readonly name: string; readonly answer: string }

const optional = <T>(it: T | undefined, turn: (it: T) => T): T | undefined => (it === undefined ? undefined : turn(it))

/** Closes the journal where the work fails. */
export const closedUnless = async (journal: Pick<Journal, 'close'>, work: Promise<void>): Promise<void> => {
  try {
    await work
  } catch (error) {
    await journal.close().catch(() => undefined)
    throw error
  }
}

/** Throws a `ConfigurationError` where a journal was encrypted and no keys are given. */
export const expectClear = async ({ tokens }: Journal): Promise<void> => {
  if ((await tokens.load(WITNESS)) === undefined) return
  throw new ConfigurationError([{ path: 'encryption', message: 'this journal is encrypted: give its keys' }])
}

/** Whether it is still sealed, because its key is not there. */
export const isSealed = (text: string): boolean => text.startsWith(MARK)

/**
 * A text sealed with each key that was ever used here. Nothing is begun without one of them, so that no unresolved
 * operation is found to be unreadable later.
 */
const witness = async (journal: Journal, cipher: Cipher): Promise<void> => {
  const { tokens } = journal
  for (let turn = 0; turn < WITNESS_TURNS; turn += 1) {
    const kept = await tokens.load(WITNESS)
    if (kept === undefined) await expectNothingInClear(journal, cipher)
    const texts = kept === undefined ? [] : kept.sealed.split(' ')
    const wanted = cipher.witnesses(texts).join(' ')
    if (wanted === kept?.sealed) return
    // Only the first of each generation is kept; the others see it, and add to it.
    const generation = (kept?.generation ?? 0) + 1
    await tokens.save(WITNESS, { sealed: wanted, generation, refreshAt: NEVER, expiresAt: NEVER })
  }
  throw new JournalError('Too many processes begin with other keys at the same time')
}

const WITNESS_TURNS = 10

/** A journal that was written in clear so far is encrypted from now on only by who says that he knows. */
const expectNothingInClear = async (journal: Journal, { allowsClear }: Cipher): Promise<void> => {
  if (allowsClear || (await journal.operations({ limit: 1 })).items.length === 0) return
  const message = 'this journal holds contents in clear: allow them with true, or begin a new journal'
  throw new ConfigurationError([{ path: 'encryption.allowClear', message }])
}
const NEVER = Number.MAX_SAFE_INTEGER

class Cipher {
  readonly #keys = new Map<string, Uint8Array>()
  readonly #current: string
  readonly allowsClear: boolean
  readonly #retired: readonly string[]

  constructor({ keys, allowClear = false, retired = [] }: Encryption) {
    this.#retired = retired
    for (const { id, key } of keys) this.#keys.set(id, bytesOf(key))
    this.#current = keys[0]?.id ?? ''
    this.allowsClear = allowClear
  }

  readonly seal = (text: string, name: string): string => {
    const key = this.#keys.get(this.#current)
    if (key === undefined) throw new JournalError('There is no key to encrypt with')
    return `${MARK}${this.#current}:${seal(text, key, `${name} ${this.#current}`)}`
  }

  readonly open = (text: string, name: string): string => {
    const [, id, sealed] = SEALED.exec(text) ?? []
    if (id === undefined || sealed === undefined) {
      if (this.allowsClear && !isSealed(text)) return text
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

  readonly openOrLeave = (text: string, name: string): string => {
    try {
      return text === '' ? text : this.open(text, name)
    } catch {
      return text
    }
  }

  /** What may have been forgotten since. */
  readonly openKept = (text: string, name: string): string => (text === SHREDDED ? text : this.open(text, name))

  /** The witnesses that the journal needs from now on; throws a `ConfigurationError` where the keys are not those. */
  witnesses(texts: readonly string[]): readonly string[] {
    const kept = texts.map((text) => ({ text, id: SEALED.exec(text)?.[1] ?? '' }))
    const needed = kept.filter(({ id }) => !this.#retired.includes(id))
    const missing = needed.filter(({ id }) => !this.#keys.has(id)).map(({ id }) => id)
    if (missing.length > 0) {
      throw unfit(`${missing.join(', ')} sealed a part of this journal: give it too, or name it in encryption.retired`)
    }
    for (const { id, text } of needed) {
      if (!this.#opens(text)) throw unfit(`${id} is another key than the one of this name that sealed this journal`)
    }
    const isCurrentKept = needed.some(({ id }) => id === this.#current)
    return [...needed.map(({ text }) => text), ...(isCurrentKept ? [] : [this.seal(WITNESS, WITNESS)])]
  }

  #opens(text: string): boolean {
    try {
      return this.open(text, WITNESS) === WITNESS
    } catch {
      return false
    }
  }
}

const unfit = (message: string): ConfigurationError => new ConfigurationError([{ path: 'encryption.keys', message }])
