import { inspect } from 'node:util'

const HIDDEN = '[secret]'

/** A text that must not be seen: nothing that prints, serialises or inspects it shows its content. */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The content, for the one line that puts it on the wire. */
  reveal(): string {
    return this.#text
  }

  /** A secret made of this one. */
  map(change: (text: string) => string): Secret {
    return new Secret(change(this.#text))
  }

  toString(): string {
    return HIDDEN
  }

  toJSON(): string {
    return HIDDEN
  }

  [inspect.custom](): string {
    return HIDDEN
  }
}
