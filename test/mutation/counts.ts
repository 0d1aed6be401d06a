import type { MutantResult } from '@stryker-mutator/api/core'

export interface Counts {
  readonly adapter: string
  readonly all: number
  /** Killed by a case, or without an end. */
  readonly seen: number
  /** In percent. */
  readonly score: number
}

const SEEN: readonly string[] = ['Killed', 'Timeout']
const NOT_SEEN: readonly string[] = ['Survived', 'NoCoverage']

export const countsOf = (adapter: string, results: readonly MutantResult[]): Counts => {
  const seen = results.filter(({ status }) => SEEN.includes(status)).length
  const all = seen + results.filter(({ status }) => NOT_SEEN.includes(status)).length
  return { adapter, all, seen, score: (100 * seen) / all }
}

/** Each mutant that no case has seen: where, and what was written in place of what. */
export const surviving = (results: readonly MutantResult[]): string =>
  results
    .filter(({ status }) => NOT_SEEN.includes(status))
    .map(({ fileName, location, mutatorName, replacement, status }) => {
      const { line, column } = location.start
      return `${fileName}:${String(line)}:${String(column)} ${status} ${mutatorName} → ${replacement.replaceAll(/\s+/g, ' ')}`
    })
    .join('\n')
