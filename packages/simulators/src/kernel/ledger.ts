import { appendFileSync, closeSync, fstatSync, fsyncSync, openSync } from 'node:fs'
import { SimulatorError } from './errors.js'

export type LedgerEntryType =
  // palladium
  | 'virtual_account'
  | 'retail_payment'
  | 'qris'
  | 'disbursement'
  // palomma
  | 'customer'
  | 'payin_link'
  | 'payin_source'
  | 'payin_request'
  | 'payout_target'
  | 'payout_request'
  // billon
  | 'payout'
  | 'cancellation'
  | 'collection'
  // card-intent; a card that was refused is on the ledger as `decline`, and moved nothing
  | 'card_intent'
  | 'payment_intent'
  | 'authorization'
  | 'authcap'
  | 'decline'
  | 'capture'
  | 'void'
  | 'refund'
  | 'chargeback'
  // a payer has paid
  | 'payment'

/** One fact: something that the provider really created, or money that really moved. Never changed, never removed. */
export interface LedgerEntry {
  /** 1, 2, 3, … in the order of execution. */
  readonly sequence: number
  /** ISO 8601 in UTC, by the simulator's clock. */
  readonly at: string
  /** What happened: the object that a request created, what it did to one, or what people did at the provider. */
  readonly type: LedgerEntryType
  /** The endpoint that was called, or `payer` when no request caused it. */
  readonly endpoint: string
  /** The provider's id of the object; for a `payment`, of the object that was paid. */
  readonly providerId: string
  /** The provider's id of the object that this one changes, where a request creates one that changes another. */
  readonly parent?: string
  /** The merchant's reference exactly as it was sent; absent if none was. */
  readonly reference?: string
  /** Major units as a decimal string, e.g. `150000`; absent where no money is involved. */
  readonly amount?: string
  /** ISO 4217, with `amount`. */
  readonly currency?: string
}

export type LedgerMatch = Partial<Pick<LedgerEntry, 'type' | 'endpoint' | 'providerId' | 'parent' | 'reference'>>

/** What a simulator REALLY executed, whatever it answered. Nothing else decides whether money moved once. */
export interface Ledger {
  readonly entries: readonly LedgerEntry[]
  /** Every entry with this reference, payments included, in order. */
  by(reference: string): readonly LedgerEntry[]
  /** How many entries agree with every field given; all of them when nothing is given. */
  count(match?: LedgerMatch): number
}

export type LedgerDraft = Omit<LedgerEntry, 'sequence' | 'at'> & { readonly at: number }

/** The writing side. With a path it is also a file of JSON lines, flushed to the disk before `append` returns. */
export class LedgerBook implements Ledger {
  readonly #entries: LedgerEntry[] = []
  readonly #byReference = new Map<string, LedgerEntry[]>()
  #file: number | undefined

  constructor(path?: string) {
    if (path === undefined) return
    this.#file = openSync(path, 'a')
    if (fstatSync(this.#file).size === 0) return
    this.close()
    // Two runs in one witness file would count as one run that did everything twice.
    throw new SimulatorError('bad_option', `ledgerPath must name a new or empty file: ${path}`)
  }

  get entries(): readonly LedgerEntry[] {
    return this.#entries
  }

  by(reference: string): readonly LedgerEntry[] {
    return this.#byReference.get(reference) ?? []
  }

  count(match: LedgerMatch = {}): number {
    const { type, endpoint, providerId, parent, reference } = match
    const candidates = reference === undefined ? this.#entries : this.by(reference)
    return candidates.filter(
      (entry) =>
        (type === undefined || entry.type === type) &&
        (endpoint === undefined || entry.endpoint === endpoint) &&
        (providerId === undefined || entry.providerId === providerId) &&
        (parent === undefined || entry.parent === parent),
    ).length
  }

  append(draft: LedgerDraft): void {
    const at = new Date(draft.at).toISOString()
    const entry: LedgerEntry = Object.freeze({ sequence: this.#entries.length + 1, ...draft, at })
    if (this.#file !== undefined) {
      appendFileSync(this.#file, `${JSON.stringify(entry)}\n`)
      fsyncSync(this.#file)
    }
    this.#entries.push(entry)
    if (entry.reference === undefined) return
    const same = this.#byReference.get(entry.reference)
    if (same === undefined) this.#byReference.set(entry.reference, [entry])
    else same.push(entry)
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }
}
