/** One violation, in the form that ajv reports. */
export interface SchemaError {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
}

/** A compiled schema; `errors` holds the violations of the last call. */
export interface Validator {
  (data: unknown): boolean
  errors?: readonly SchemaError[] | null
}

/** By the name of what they check: `config`, `<endpoint>.input`, `<endpoint>.output`, `payins.<type>`, … */
export type Validators = Readonly<Record<string, Validator>>
