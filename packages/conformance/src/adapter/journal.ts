import { memoryJournal, type Clock, type Journal } from '@polyrail/core'

/** Some methods of a journal, replaced; given the ones that are there. */
export type Hooks = (journal: Journal) => Partial<Journal>

/** A journal in memory that several instances of the library share, as processes share a database. */
export class SharedJournal {
  readonly #store: Journal

  constructor(clock: Pick<Clock, 'now'>) {
    this.#store = memoryJournal({ clock })
  }

  /** A handle of its own: closing it leaves the others open. */
  handle(hooks: Hooks = () => ({})): Journal {
    const store = this.#store
    return { ...store, close: () => Promise.resolve(), ...hooks(store) }
  }
}
