import assert from 'node:assert/strict'
import { join } from 'node:path'
import { ESLint, Linter } from 'eslint'
import { parser } from 'typescript-eslint'

const ROOT = join(import.meta.dirname, '..', '..')

const CORE = 'packages/core/src/engine/planted.ts'
const CLOCK = 'packages/core/src/clock/clock.ts'
const ADAPTER = 'packages/adapters/palladium/src/planted.ts'
const SIMULATOR = 'packages/simulators/src/planted.ts'
const CLI = 'packages/cli/src/planted.ts'

/** Rules that need no types, which are those whose configuration is ours. */
const OURS = ['no-restricted-syntax', 'max-params', 'max-lines', 'no-console', 'eqeqeq']

const lint = async (file: string, code: string): Promise<readonly string[]> => {
  const eslint = new ESLint({ cwd: ROOT })
  const { rules } = (await eslint.calculateConfigForFile(join(ROOT, file))) as { readonly rules: Linter.RulesRecord }
  const own = Object.fromEntries(Object.entries(rules).filter(([name]) => OURS.includes(name)))
  const config = { files: ['**/*.ts'], languageOptions: { parser }, rules: own } as Linter.Config
  return new Linter().verify(code, config, file).map(({ ruleId, message }) => `${String(ruleId)}: ${message}`)
}

const REFUSED = [
  ['reads the environment in core', CORE, 'export const key = process.env.KEY', /front door/],
  ['reads the environment in a simulator', SIMULATOR, 'export const key = process.env["KEY"]', /front door/],
  ['asks the clock of the machine in core', CORE, 'export const now = Date.now()', /take a clock/],
  ['asks the clock of the machine in an adapter', ADAPTER, 'export const now = new Date()', /take a clock/],
  ['draws a random number', CORE, 'export const dice = Math.random()', /Randomness/],
  ['exports a default', ADAPTER, 'export default 1', /Exports have names/],
  ['compares a token', CORE, 'export const same = (token: string, other: string) => token === other', /timingSafe/],
  ['compares a field that is a signature', ADAPTER, 'export const same = a !== b.bodySignature', /timingSafe/],
  ['takes four parameters', CORE, 'export const f = (a: 1, b: 2, c: 3, d: 4) => [a, b, c, d]', /max-params/],
  ['is longer than 300 lines', CORE, 'export {}\n'.repeat(301), /max-lines/],
  ['writes to the console', CORE, 'console.log(1)', /no-console/],
  ['compares loosely', CLI, 'export const same = a == b', /eqeqeq/],
] as const

const ACCEPTED = [
  ['reads the environment in the command line', CLI, 'export const key = process.env.KEY'],
  ['writes to the console in the command line', CLI, 'console.log(1)'],
  ['asks the clock of the machine in the clock', CLOCK, 'export const now = () => Date.now()'],
  ['reads a date that was given', CORE, 'export const at = (text: string) => new Date(text)'],
  ['asks whether there is a token', CORE, 'export const none = token === undefined || typeof token === "string"'],
  ['compares a token with a literal', CORE, 'export const empty = token === ""'],
  ['compares the length of a digest', CORE, 'export const same = digest.length === other.length'],
] as const

describe('lint rules of our own', () => {
  for (const [title, file, code, expected] of REFUSED) {
    it(`refuse code that ${title}`, async () => {
      const messages = await lint(file, code)
      assert.equal(messages.length, 1, messages.join('\n'))
      assert.match(messages[0] ?? '', expected)
    })
  }

  for (const [title, file, code] of ACCEPTED) {
    it(`accept code that ${title}`, async () => {
      assert.deepEqual(await lint(file, code), [])
    })
  }
})
