import type { About, Executed } from '@polyrail/conformance'

export type Fields = Readonly<Record<string, unknown>>

/** A refusal in Acme's own form. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

interface Charge {
  readonly id: string
  readonly ref: string
  readonly currency: string
  readonly cents: number
  taken: number
  released: number
  returned: number
  state: string
}

interface Transfer {
  readonly id: string
  readonly ref: string
  readonly amount: string
  readonly currency: string
  readonly payee: string
  readonly fee: string
  state: string
}

interface Card {
  readonly id: string
  readonly ref: string
  readonly page: string
  state: string
  token?: string
}

type Kind = 'charge' | 'return' | 'transfer' | 'payee' | 'card'
type Thing = { readonly id: string; readonly ref: string } & object

/** What Acme has done, whatever became of its answers. */
export class Books {
  readonly #things = new Map<string, { readonly kind: Kind; readonly thing: Thing }>()
  readonly #done: { readonly what: string; readonly ref: string }[] = []
  readonly #tokens = new Set<string>()
  #isEmpty = false
  readonly #tell: (event: string, thing: object) => void

  constructor(tell: (event: string, thing: object) => void) {
    this.#tell = tell
  }

  newToken(): string {
    const token = `token-${String(this.#tokens.size + 1)}-of-acme`
    this.#tokens.add(token)
    return token
  }

  accepts(token: string): boolean {
    return this.#tokens.has(token)
  }

  charge({ ref, cents, currency, hold }: Fields): Charge {
    const refused = Number(cents) % 100 === 13
    const charge: Charge = {
      ...this.#named(ref),
      ...{ currency: String(currency), cents: Number(cents) },
      ...{ taken: refused || hold === true ? 0 : Number(cents), released: 0, returned: 0 },
      state: refused ? 'refused' : hold === true ? 'held' : 'taken',
    }
    return this.#enter('charge', 'payins.card', charge)
  }

  charges(query: Fields): object {
    const { ref } = query
    return ref === undefined ? { items: [] } : this.named('charge', query)
  }

  /** A part, or all that is open. */
  change(id: string, sum: 'taken' | 'released', { ref, cents }: Fields): Charge {
    const charge = this.find('charge', id) as Charge
    const open = charge.cents - charge.taken - charge.released
    const asked = cents === undefined ? open : Number(cents)
    if (open === 0 || asked > open || !['held', 'part'].includes(charge.state)) {
      throw new Problem(422, 'nothing_left', 'Nothing is left of it')
    }
    charge[sum] += asked
    const left = open - asked
    charge.state = charge.taken === 0 ? (left === 0 ? 'released' : 'held') : left === 0 ? 'taken' : 'part'
    this.#done.push({ what: sum === 'taken' ? 'payins.card.capture' : 'payins.card.cancel', ref: String(ref) })
    return charge
  }

  giveBack({ ref, charge: id, cents }: Fields): object {
    const charge = this.find('charge', String(id)) as Charge
    if (Number(cents) > charge.taken - charge.returned) throw new Problem(422, 'nothing_left', 'Nothing is left of it')
    charge.returned += Number(cents)
    const back = { ...this.#named(ref), charge: charge.id, cents, currency: charge.currency, state: 'done' }
    return this.#enter('return', 'payins.card.refund', back)
  }

  transfer({ ref, payee, amount, currency }: Fields): object {
    if (this.#isEmpty) throw new Problem(422, 'purse_empty', 'The purse is empty')
    this.find('payee', String(payee))
    const about = { amount: String(amount), currency: String(currency), payee: String(payee) }
    const transfer: Transfer = {
      ...this.#named(ref),
      ...about,
      fee: currency === 'JPY' ? '25' : '0.25',
      state: 'queued',
    }
    return this.#enter('transfer', 'payouts.bank_account', transfer)
  }

  stop(id: string): object {
    const transfer = this.find('transfer', id) as Transfer
    if (transfer.state !== 'queued') throw new Problem(422, 'nothing_left', `It is ${transfer.state}`)
    transfer.state = 'stopped'
    this.#done.push({ what: 'payouts.bank_account.cancel', ref: id })
    return transfer
  }

  payee({ ref, name, iban }: Fields): object {
    return this.#enter('payee', 'customers', { ...this.#named(ref), name, ...(iban === undefined ? {} : { iban }) })
  }

  card({ ref }: Fields): object {
    const named = this.#named(ref)
    const card: Card = { ...named, page: `https://acme.example/cards/${named.id}`, state: 'open' }
    return this.#enter('card', 'tokens.card', card)
  }

  find(kind: Kind, id: string): Thing {
    const found = this.#things.get(id)
    if (found?.kind !== kind) throw new Problem(404, 'no_such_thing', 'There is none')
    return found.thing
  }

  named(kind: Kind, { ref }: Fields): object {
    const things = [...this.#things.values()].filter((each) => each.kind === kind && each.thing.ref === ref)
    return { items: things.map(({ thing }) => thing) }
  }

  executed({ target, reference, providerId }: Executed): number {
    const name = target === 'payouts.bank_account.cancel' ? providerId : reference
    return this.#done.filter(({ what, ref }) => what === target && ref === name).length
  }

  act(name: string, { providerId = '' }: About): void {
    if (name === 'empty-purse') {
      this.#isEmpty = true
      return
    }
    const found = this.#things.get(providerId)
    if (found === undefined) throw new Error(`Acme has nothing to ${name}`)
    Object.assign(found.thing, STATES[name])
    this.#tell(`${found.kind}.${name}`, found.thing)
  }

  #named(ref: unknown): { readonly id: string; readonly ref: string } {
    if (!/^[\w.-]{1,40}$/.test(String(ref))) throw new Problem(422, 'bad_ref', 'What a name')
    return { id: `a${String(this.#things.size + 1)}`, ref: String(ref) }
  }

  #enter<Entered extends Thing>(kind: Kind, what: string, thing: Entered): Entered {
    this.#things.set(thing.id, { kind, thing })
    this.#done.push({ what, ref: thing.ref })
    this.#tell(`${kind}.made`, thing)
    return thing
  }
}

const STATES: Readonly<Record<string, object>> = {
  settle: { state: 'settled' },
  lapse: { state: 'lapsed' },
  deliver: { state: 'delivered' },
  bounce: { state: 'bounced' },
  type: { state: 'ready', token: 'tok_1' },
}
