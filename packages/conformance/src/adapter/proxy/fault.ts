/** What is made of a request and its answer, between the adapter and the provider's server. */
export interface Fault {
  /** How often the provider gets the request; once when absent. */
  readonly forward?: 0 | 1 | 2
  /** What the adapter gets; the provider's own answer when absent. */
  readonly answer?: Answer
}

export type Answer =
  /** The connection is reset, or ends in good order, before any answer. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'close' }
  /** Nothing, until the proxy is closed. */
  | { readonly kind: 'silence' }
  /** The provider's own, so much later. */
  | { readonly kind: 'late'; readonly ms: number }
  /** The head and half of the body, then a reset. */
  | { readonly kind: 'cut' }
  /** Another answer in its place; a text is a page of HTML, anything else JSON. */
  | {
      readonly kind: 'other'
      readonly status: number
      readonly body: unknown
      readonly headers?: Readonly<Record<string, string>>
    }
  /** The provider's own, with its JSON changed. */
  | { readonly kind: 'edited'; readonly edit: (body: unknown, request: Seen) => unknown }
  /** The provider's own, with the bytes of its body changed. */
  | { readonly kind: 'rewritten'; readonly rewrite: (body: string) => string }

/** A request as the proxy saw it. */
export interface Seen {
  readonly method: string
  /** Below the base URL, without the query. */
  readonly path: string
  /** With its `?`, as it was on the wire; empty where there was none. */
  readonly query: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The body as it was on the wire. */
  readonly text: string
  /** The fields of a form, of a JSON body, or of the query where there is no body. */
  readonly fields: unknown
  /** The same, with the numbers of JSON as the texts that they were written as. */
  readonly digits: unknown
}
