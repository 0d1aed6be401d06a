import type { Static, TSchema } from 'typebox'

/**
 * One endpoint of a provider's wire, as data.
 *
 * - `read`: changes nothing; core repeats it when it fails.
 * - `idempotent`: changes something, and repeating it would change nothing more; core treats it like `once`.
 * - `once`: creates or moves something; core journals it, sends it at most once, and never repeats a silence.
 */
export interface Endpoint<Input extends TSchema = TSchema, Output extends TSchema = TSchema> {
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the base URL; `{field}` is filled from the input, encoded. */
  readonly path: `/${string}`
  /** How the rest of the input travels. */
  readonly encoding: 'json' | 'multipart' | 'query'
  readonly effect: 'read' | 'idempotent' | 'once'
  /** A `once` that moves no money and only prepares the next one (a customer record): its answer is kept as a step. */
  readonly preparation: boolean
  readonly input: Input
  readonly output: Output
}

export type InputOf<E extends Endpoint> = Static<E['input']>
export type OutputOf<E extends Endpoint> = Static<E['output']>

/** Declares an endpoint; the schemas give its types. */
export const endpoint = <Input extends TSchema, Output extends TSchema>(
  definition: Omit<Endpoint<Input, Output>, 'preparation'> & { readonly preparation?: true },
): Endpoint<Input, Output> => Object.freeze({ preparation: false, ...definition })

/** Calls an endpoint of the provider and gives its answer; rejects in ways that only core handles. */
export type Call = <E extends Endpoint>(endpoint: E, input: InputOf<E>) => Promise<OutputOf<E>>
