import type { Issue } from '../errors/errors.js'
import { meaningOf } from './patterns.js'
import type { SchemaError, Validator } from './validators.js'

const MOST_ISSUES = 20

/** What is wrong with the data, by the schema; empty when nothing is. `under` is put before every path. */
export const issuesOf = (validate: Validator, data: unknown, under = ''): readonly Issue[] => {
  if (validate(data)) return []
  const issues = (validate.errors ?? []).map((error) => issueOf(error, under))
  return distinct(issues).slice(0, MOST_ISSUES)
}

const issueOf = (error: SchemaError, under: string): Issue => {
  const at = join(under, error.instancePath.split('/').slice(1).map(unescape).join('.'))
  const { params } = error
  switch (error.keyword) {
    case 'required':
      return { path: join(at, String(params['missingProperty'])), message: 'is required' }
    case 'additionalProperties':
      return { path: join(at, String(params['additionalProperty'])), message: 'is not a known field' }
    case 'enum':
      return { path: at, message: `expected one of ${(params['allowedValues'] as unknown[]).join(', ')}` }
    case 'const':
      return { path: at, message: `expected ${JSON.stringify(params['allowedValue'])}` }
    case 'type':
      return { path: at, message: `expected a value of type ${String(params['type'])}` }
    case 'maxLength':
      return { path: at, message: `expected at most ${String(params['limit'])} characters` }
    case 'minLength':
      return { path: at, message: `expected at least ${String(params['limit'])} characters` }
    case 'pattern':
      return { path: at, message: meaningOf(String(params['pattern'])) }
    default:
      return { path: at, message: error.message ?? 'is not valid' }
  }
}

const join = (under: string, path: string): string => (under === '' ? path : path === '' ? under : `${under}.${path}`)

const unescape = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~')

const distinct = (issues: readonly Issue[]): readonly Issue[] => {
  const seen = new Set<string>()
  return issues.filter(({ path, message }) => {
    const key = `${path} ${message}`
    return seen.has(key) ? false : seen.add(key)
  })
}
