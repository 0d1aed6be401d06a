import type { TSchema } from 'typebox'
import { ConfigurationError, type Issue } from '../errors/errors.js'
import { compile } from '../schema/compile.js'
import { issuesOf } from '../schema/issues.js'
import type { Validator } from '../schema/validators.js'
import type { Authorization } from './authorization.js'
import type { Place, ProviderDefinition, ProviderProfile } from './definition.js'

/** A provider with a checked configuration: what core needs in order to call it. */
export interface ProviderAccount {
  readonly name: string
  readonly definition: ProviderDefinition
  /** Without a slash at its end. */
  readonly baseUrl: string
  readonly authorization: Authorization
  readonly profile: ProviderProfile
  /** Texts that may be seen nowhere. */
  readonly secrets: readonly string[]
  /** The compiled schema of that name: the package's own, or compiled now. */
  readonly validator: (name: string, schema: TSchema) => Validator
}

const WORST: ProviderProfile = {
  rateLimitBeforeExecution: false,
  authenticationBeforeExecution: true,
  settleWindowMs: 30 * 60_000,
}
const COMMON = ['name', 'baseUrl', 'environment', 'allowInsecureHttp'] as const
const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Checks a configuration and opens the account; throws `ConfigurationError` with every issue at once. */
export const openAccount = (definition: ProviderDefinition, config: unknown): ProviderAccount => {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw invalid(definition, [{ path: '', message: 'expected an object with the settings of the provider' }])
  }
  const settings: Readonly<Record<string, unknown>> = { ...config }
  const own = Object.fromEntries(Object.entries(settings).filter(([key]) => !isCommon(key)))
  const validator = validatorsOf(definition)
  const baseUrl = baseUrlOf(definition, settings)
  const issues = [
    ...commonIssues(settings),
    ...('issue' in baseUrl ? [baseUrl.issue] : []),
    ...issuesOf(validator('config', definition.config), own),
  ]
  if (issues.length > 0 || 'issue' in baseUrl) throw invalid(definition, issues)
  const place = placeOf(baseUrl)
  const { authorization, ...parts } = definition.connect(Object.freeze(own), place)
  return Object.freeze({
    name: typeof settings['name'] === 'string' ? settings['name'] : definition.name,
    definition: { ...definition, ...parts },
    baseUrl: place.baseUrl,
    authorization,
    profile: Object.freeze({ ...WORST, ...definition.profile }),
    secrets: secretsOf(definition.config, own),
    validator,
  })
}

const isCommon = (key: string): boolean => COMMON.some((common) => common === key)

const invalid = (definition: ProviderDefinition, issues: readonly Issue[]): ConfigurationError =>
  new ConfigurationError(issues, { provider: definition.name })

const commonIssues = (settings: Readonly<Record<string, unknown>>): readonly Issue[] => {
  const issues: Issue[] = []
  const { name, allowInsecureHttp } = settings
  if (name !== undefined && (typeof name !== 'string' || !NAME.test(name))) {
    issues.push({ path: 'name', message: 'expected 1 to 64 letters, digits, dots, dashes or underscores' })
  }
  if (allowInsecureHttp !== undefined && typeof allowInsecureHttp !== 'boolean') {
    issues.push({ path: 'allowInsecureHttp', message: 'expected true or false' })
  }
  return issues
}

type BaseUrl = { readonly url: string; readonly environment?: string } | { readonly issue: Issue }

const placeOf = ({ url, environment }: { readonly url: string; readonly environment?: string }): Place => ({
  baseUrl: url.replace(/\/+$/, ''),
  ...(environment === undefined ? {} : { environment }),
})

const baseUrlOf = (definition: ProviderDefinition, settings: Readonly<Record<string, unknown>>): BaseUrl => {
  const { environments } = definition
  const names = Object.keys(environments)
  const { baseUrl, environment = names[0], allowInsecureHttp } = settings
  if (baseUrl !== undefined) return checkedUrl(baseUrl, allowInsecureHttp === true)
  if (names.length === 0)
    return { issue: { path: 'baseUrl', message: 'is required: this provider has no default host' } }
  const url = typeof environment === 'string' && Object.hasOwn(environments, environment) && environments[environment]
  return typeof url === 'string'
    ? { url, environment: String(environment) }
    : { issue: { path: 'environment', message: `expected one of ${names.join(', ')}` } }
}

const checkedUrl = (text: unknown, allowInsecureHttp: boolean): BaseUrl => {
  const refuse = (message: string): BaseUrl => ({ issue: { path: 'baseUrl', message } })
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) return refuse('expected an absolute URL')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refuse('expected an https URL')
  if (url.username !== '' || url.password !== '') return refuse('expected a URL without user name and password')
  if (url.search !== '' || url.hash !== '') return refuse('expected a URL without query and fragment')
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname) && !allowInsecureHttp) {
    return refuse('plain http is refused outside loopback, unless allowInsecureHttp is true')
  }
  return { url: url.href }
}

const validatorsOf = ({ validators = {} }: ProviderDefinition): ProviderAccount['validator'] => {
  const compiled = new Map<string, Validator>(Object.entries(validators))
  return (name, schema) => {
    const known = compiled.get(name) ?? compile(schema)
    compiled.set(name, known)
    return known
  }
}

/** Settings that their schema marks `writeOnly` are secrets. */
const secretsOf = (schema: TSchema, own: Readonly<Record<string, unknown>>): readonly string[] => {
  const properties = (schema as { readonly properties?: Readonly<Record<string, { readonly writeOnly?: boolean }>> })
    .properties
  return Object.entries(own).flatMap(([key, value]) =>
    properties?.[key]?.writeOnly === true ? [value].flat().filter((text) => typeof text === 'string') : [],
  )
}
