import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..')

const RULES = join(ROOT, '.dependency-cruiser.cjs')

interface Violation {
  readonly from: string
  readonly to: string
  readonly rule: string
}

interface Report {
  readonly modules: readonly unknown[]
  readonly summary: {
    readonly violations: readonly {
      readonly from: string
      readonly to: string
      readonly rule: { readonly name: string }
    }[]
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] }
  }
}

/** Runs dependency-cruiser with the house rules over a tree. */
export const cruise = (tree: string) => {
  const program = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs')
  const args = [program, '--config', RULES, '--output-type', 'json', 'packages', 'scripts', 'test']
  const output = execFileSync(process.execPath, args, { cwd: tree, encoding: 'utf8', maxBuffer: 2 ** 28 })
  const { modules, summary } = JSON.parse(output) as Report
  return {
    files: modules.length,
    rules: new Set(summary.ruleSetUsed.forbidden.map(({ name }) => name)),
    violations: summary.violations.map(({ from, to, rule }): Violation => ({ from, to, rule: rule.name })),
  }
}
