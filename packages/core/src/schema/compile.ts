import { createRequire } from 'node:module'
import type { Ajv as AjvClass } from 'ajv'
import type { TSchema } from 'typebox'
import type { Validator } from './validators.js'

/** Shared with the build's compiler, so that a schema means the same whenever it is compiled. */
export const AJV_OPTIONS = {
  allErrors: true,
  discriminator: true,
  // What a polluted Object.prototype adds is not in the data.
  ownProperties: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
} as const

let ajv: AjvClass | undefined

/**
 * Compiles a schema at run time: the way for adapters that were not compiled when they were built. Loaded on
 * demand and synchronously, because a configuration is checked where it is given.
 */
export const compile = (schema: TSchema): Validator => {
  if (ajv === undefined) {
    const require = createRequire(import.meta.url)
    const { Ajv } = require('ajv') as { readonly Ajv: typeof AjvClass }
    ajv = new Ajv(AJV_OPTIONS)
  }
  return ajv.compile(schema) as Validator
}
