import { parseDate } from '../kernel/calendar.js'
import { Refusal } from '../kernel/errors.js'
import type { Fields } from '../kernel/route.js'

/** Says what is wrong with a value, or nothing. */
type Rule = (value: string) => string | undefined
export type Form = Readonly<Record<string, { readonly required: boolean; readonly rule: Rule }>>
export type Values<F extends Form> = {
  readonly [Name in keyof F]: F[Name]['required'] extends true ? string : string | undefined
}

export const required = (rule: Rule) => ({ required: true, rule }) as const
export const optional = (rule: Rule) => ({ required: false, rule }) as const

export const text: Rule = (value) => (value.length > 255 ? 'may not be greater than 255 characters' : undefined)
export const email: Rule = (value) => (/^[^@\s]+@[^@\s]+$/.test(value) ? undefined : 'must be a valid email address')
// Whole rupiah: no sign, no decimals, no leading zero; 15 digits are exact in every JSON reader.
export const amount: Rule = (value) => (/^[1-9]\d{0,14}$/.test(value) ? undefined : 'must be a whole number above 0')
export const date: Rule = (value) => (parseDate(value) === undefined ? 'must be a date as YYYY-MM-DD' : undefined)
export function oneOf(values: Iterable<string>): Rule {
  const allowed = new Set(values)
  return (value) => (allowed.has(value) ? undefined : 'is not one of the allowed values')
}

/** Holds the fields against the form and refuses with every complaint, also about a field that the form has not. */
export function readForm<F extends Form>(fields: Fields, form: F): Values<F> {
  const unknown = Object.keys(fields).filter((name) => !Object.hasOwn(form, name))
  const complaints = unknown.map((name): readonly [string, string] => [name, `The ${name} field is not known.`])
  for (const [name, { required, rule }] of Object.entries(form)) {
    const value = fields[name]
    const missing = value === undefined || value === ''
    const complaint = missing
      ? required
        ? 'is required'
        : value === '' && 'is empty'
      : typeof value === 'string' && rule(value)
    if (complaint) complaints.push([name, `The ${name} field ${complaint}.`])
  }
  refuseIf(complaints)
  return fields as Values<F>
}

/** 422 in the shape the provider is assumed to use; its pages promise no more than a proper message. */
export function refuseIf(complaints: readonly (readonly [name: string, message: string])[]): void {
  const [first] = complaints
  if (first === undefined) return
  throw new Refusal(422, first[1], Object.fromEntries(complaints.map(([name, message]) => [name, [message]])))
}
