export type Fields = Readonly<Record<string, unknown>>

/** A refusal, in the provider's own words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

export interface Thing {
  readonly id: string
  readonly reference: string
  readonly amount: unknown
  readonly currency: unknown
  /** Where the payer is asked for the card. */
  readonly url?: string
  status: string
}

type Kind = 'payment' | 'transfer'

const ACTS = new Map<string, readonly [Kind, string]>([
  ['pay', ['payment', 'paid']],
  ['decline', ['payment', 'declined']],
  ['arrive', ['transfer', 'paid']],
  ['return', ['transfer', 'returned']],
])

/** What the provider has really executed, whatever became of its answers. It takes a reference as often as it is sent. */
export class Books {
  readonly #things: { readonly kind: Kind; readonly thing: Thing }[] = []
  readonly #tell: (type: string, thing: Thing) => void
  #isEmpty = false

  constructor(tell: (type: string, thing: Thing) => void) {
    this.#tell = tell
  }

  pay(fields: Fields): Thing {
    const common = this.#common(fields)
    const url = `https://pay.acme-pay.example/${common.id}`
    return this.#enter('payment', { ...common, status: 'open', url })
  }

  transfer(fields: Fields): Thing {
    if (this.#isEmpty) throw new Refused(422, 'balance_too_low', 'The balance is too low')
    return this.#enter('transfer', { ...this.#common(fields), status: 'queued' })
  }

  find(kind: Kind, id: string): Thing {
    const found = this.#things.find((each) => each.kind === kind && each.thing.id === id)
    if (found === undefined) throw new Refused(404, 'not_found', 'There is none')
    return found.thing
  }

  named(kind: Kind, reference: unknown): readonly Thing[] {
    return this.#things.filter((each) => each.kind === kind && each.thing.reference === reference).map(thingOf)
  }

  /** Somebody acts: the payer, a bank, or whoever spends the money. */
  act(name: string, reference: string): void {
    if (name === 'drain') this.#isEmpty = true
    const [kind, status] = ACTS.get(name) ?? []
    if (kind === undefined || status === undefined) return
    for (const thing of this.named(kind, reference)) {
      thing.status = status
      this.#tell(`${kind}.${status}`, thing)
    }
  }

  #common({ reference, amount, currency }: Fields) {
    if (typeof reference !== 'string' || !Number.isSafeInteger(amount) || currency !== 'EUR') {
      throw new Refused(422, 'invalid_request', 'A field is missing or wrong')
    }
    return { id: `obj_${String(this.#things.length + 1)}`, reference, amount, currency }
  }

  #enter(kind: Kind, thing: Thing): Thing {
    this.#things.push({ kind, thing })
    this.#tell(`${kind}.created`, thing)
    return thing
  }
}

const thingOf = ({ thing }: { readonly thing: Thing }): Thing => thing
