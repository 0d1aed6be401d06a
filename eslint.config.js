import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const SECRET = '/(secret|token|signature|digest|password)$/i'
const sides = ['left', 'right']

/** `===` between two values of which one is named like a secret; literals, `undefined` and `typeof` are harmless. */
const neverCompareSecrets = [
  {
    selector: [
      'BinaryExpression[operator=/^[!=]==?$/]',
      `:matches(${sides.flatMap((side) => [`[${side}.name=${SECRET}]`, `[${side}.property.name=${SECRET}]`]).join()})`,
      `:not(${sides.flatMap((side) => [`[${side}.type="Literal"]`, `[${side}.name=/^undefined$/]`]).join()})`,
    ].join(''),
    message: 'Compare secrets, tokens, signatures and digests with timingSafeEqual.',
  },
]

const noClock = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Time is an argument: take a clock.',
  },
  {
    selector: 'MemberExpression[object.name="Date"][property.name="now"]',
    message: 'Time is an argument: take a clock.',
  },
]

const noRandomness = [
  {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: 'Randomness is an argument; keys are never invented.',
  },
]

const noDefaultExport = [{ selector: 'ExportDefaultDeclaration', message: 'Exports have names.' }]

const noEnvironment = [
  {
    selector: 'MemberExpression[object.name="process"][property.name="env"]',
    message: 'Configuration comes in by the front door.',
  },
]

const everywhere = [...neverCompareSecrets, ...noRandomness, ...noDefaultExport]

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/generated/',
    'coverage/',
    '**/temp/',
    '**/fixtures/',
    'packages/cli/templates/workspace/',
  ]),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'max-params': ['error', { max: 3 }],
      'no-restricted-syntax': ['error', ...everywhere],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // An arrow that only calls something that returns nothing is clearer without braces.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Behind a port that returns promises, `async` without `await` turns a throw into a rejection.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allow: ['URL', 'URLSearchParams'] },
      ],
      // `const { left, out, ...rest }` is how a field is left out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
    },
  },
  {
    files: ['packages/*/src/**/*.ts', 'packages/*/*/src/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 300 }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...everywhere, ...noEnvironment],
    },
  },
  {
    files: ['packages/core/src/**/*.ts', 'packages/adapters/*/src/**/*.ts'],
    ignores: ['packages/core/src/clock/**'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, ...noEnvironment, ...noClock] },
  },
  {
    files: ['packages/cli/src/**/*.ts'],
    rules: { 'no-console': 'off', 'no-restricted-syntax': ['error', ...everywhere] },
  },
  {
    files: ['**/test/**/*.ts'],
    rules: {
      // Property tests draw random numbers from fast-check, and literal expectations name tokens.
      'no-restricted-syntax': ['error', ...noDefaultExport],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['test/frameworks/nest/*.ts'],
    rules: {
      // Nest declares the type of its options as a class.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
)
