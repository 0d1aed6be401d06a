/** What every simulated object has. `executedAt` (ms of the simulator's clock) is set when it becomes real. */
export interface Stored {
  readonly id: string
  readonly reference: string | undefined
  executedAt: number
}

/** The provider's objects of one or more kinds, in the order in which they became real. */
export class Collection<Item extends Stored> {
  readonly #items: Item[] = []
  readonly #byId = new Map<string, Item>()
  readonly #byReference = new Map<string, Item[]>()

  get all(): readonly Item[] {
    return this.#items
  }

  add(item: Item): void {
    this.#items.push(item)
    this.#byId.set(item.id, item)
    if (item.reference === undefined) return
    const same = this.#byReference.get(item.reference)
    if (same === undefined) this.#byReference.set(item.reference, [item])
    else same.push(item)
  }

  get(id: string): Item | undefined {
    return this.#byId.get(id)
  }

  /** References need not be unique. */
  by(reference: string): readonly Item[] {
    return this.#byReference.get(reference) ?? []
  }
}
