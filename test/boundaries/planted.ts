/** What is planted: files of an otherwise clean tree, and the one rule that has to catch the first of them. */
export interface Planted {
  readonly rule: string
  readonly title: string
  readonly files: Readonly<Record<string, string>>
}

const plant = (rule: string, title: string, files: Readonly<Record<string, string>>): Planted => ({
  rule,
  title,
  files,
})

const types = (name: string): string => `import type { value } from '${name}'\nexport type Taken = typeof value\n`

const value = (name: string): string => `export { value as taken } from '${name}'\n`

export const PLANTED: readonly Planted[] = [
  plant('core-imports-no-package-of-ours', 'core imports an adapter', {
    'packages/core/src/engine/a1.ts': value('@polyrail/palladium'),
  }),
  plant('core-imports-no-package-of-ours', 'core imports a type of a journal', {
    'packages/core/src/engine/a2.ts': types('@polyrail/journal-sqlite'),
  }),
  plant('adapters-import-core-only', 'an adapter imports another', {
    'packages/adapters/palladium/src/b1.ts': value('@polyrail/palomma'),
  }),
  plant('adapters-import-core-only', 'an adapter imports a type of the simulators', {
    'packages/adapters/palomma/src/b2.ts': types('@polyrail/simulators'),
  }),
  plant('journals-import-core-only', 'a journal imports the conformance suite', {
    'packages/journals/sqlite/src/c1.ts': value('@polyrail/conformance'),
  }),
  plant('conformance-imports-core-only', 'conformance imports the simulators', {
    'packages/conformance/src/d1.ts': value('@polyrail/simulators'),
  }),
  plant('simulators-import-nothing-of-ours', 'a simulator imports a type of core', {
    'packages/simulators/src/e1.ts': types('@polyrail/core'),
  }),
  plant('contract-and-errors-stand-alone', 'the contract imports another folder of core', {
    'packages/core/src/contract/f1.ts': types('../engine/clean.js'),
  }),
  plant('contract-and-errors-stand-alone', 'the contract imports a library', {
    'packages/core/src/contract/f2.ts': types('typebox'),
  }),
  plant('contract-and-errors-stand-alone', 'the errors import a module of Node', {
    'packages/core/src/errors/f3.ts': "export { inspect } from 'node:util'\n",
  }),
  plant('adapters-open-no-socket', 'an adapter imports node:https', {
    'packages/adapters/palladium/src/g1.ts': "export { request } from 'node:https'\n",
  }),
  plant('adapters-open-no-socket', 'an adapter imports timers/promises', {
    'packages/adapters/palladium/src/g2.ts': "export { setTimeout } from 'node:timers/promises'\n",
  }),
  plant('axios-has-one-home', 'the engine imports axios', { 'packages/core/src/engine/h1.ts': value('axios') }),
  plant('axios-has-one-home', 'the engine imports a type of axios', {
    'packages/core/src/engine/h2.ts': types('axios'),
  }),
  plant('axios-has-one-home', 'the engine imports axios when it runs', {
    'packages/core/src/engine/h3.ts': "export const late = await import('axios')\n",
  }),
  plant('lossless-json-has-one-home', 'an adapter imports lossless-json', {
    'packages/adapters/palladium/src/h5.ts': value('lossless-json'),
  }),
  plant('ajv-has-one-home', 'the neighbour of the file that knows ajv imports it', {
    'packages/core/src/schema/h6.ts': value('ajv'),
  }),
  plant('pino-has-one-home', 'the engine imports pino', { 'packages/core/src/engine/h8.ts': value('pino') }),
  plant('inversify-has-one-home', 'the facade imports inversify', {
    'packages/core/src/payments/h9.ts': types('inversify'),
  }),
  plant('inversify-has-one-home', 'an adapter imports inversify', {
    'packages/adapters/palladium/src/h10.ts': value('inversify'),
  }),
  plant('typebox-has-one-home', 'an adapter imports typebox instead of core', {
    'packages/adapters/palladium/src/h11.ts': value('typebox'),
  }),
  plant('libsql-has-one-home', 'core imports libsql', { 'packages/core/src/journal/h12.ts': value('libsql') }),
  plant('no-relative-path-across-packages', 'an adapter reaches into core', {
    'packages/adapters/palladium/src/i1.ts': value('../../../core/src/engine/clean.js'),
  }),
  plant('no-relative-path-across-packages', 'a test of a package reaches into another', {
    'packages/adapters/palladium/test/i2.test.ts': value('../../../core/src/index.js'),
  }),
  plant('no-relative-path-across-packages', 'a test of the workspace reaches into a package', {
    'test/i3.test.ts': types('../packages/core/src/engine/clean.js'),
  }),
  plant('no-cycles', 'two files import each other', {
    'packages/core/src/engine/j1.ts': value('./j2.js'),
    'packages/core/src/engine/j2.ts': value('./j1.js'),
  }),
  plant('no-cycles', 'two files import types of each other', {
    'packages/core/src/engine/j3.ts': types('./j4.js'),
    'packages/core/src/engine/j4.ts': types('./j3.js'),
  }),
  plant('no-tests-in-sources', 'a source imports a test', {
    'packages/core/src/engine/k1.ts': value('../../test/clean.js'),
  }),
  plant('libraries-are-declared', 'a library is imported that only another library asked for', {
    'packages/core/src/engine/l1.ts': value('transitive'),
  }),
  plant('libraries-are-declared', 'a test imports a library that only another library asked for', {
    'packages/core/test/l2.test.ts': value('transitive'),
  }),
  plant('no-dev-dependency-in-sources', 'a source imports a dev dependency of the workspace', {
    'packages/core/src/engine/m1.ts': value('mocha'),
  }),
  plant('imports-resolve', 'a package is entered beside its index', {
    'packages/adapters/palladium/src/n1.ts': value('@polyrail/core/src/engine/clean.js'),
  }),
  plant('own-packages-are-declared', 'the command line imports a package it does not declare', {
    'packages/cli/src/o1.ts': value('@polyrail/undeclared'),
  }),
  plant('own-packages-are-declared', 'a test imports a package of ours that is not declared', {
    'packages/core/test/o2.test.ts': value('@polyrail/undeclared'),
  }),
]

/** What has to be allowed: each file uses what a rule keeps from the others. */
export const ALLOWED: Readonly<Record<string, string>> = {
  'packages/core/src/transport/allowed.ts': value('axios') + types('lossless-json'),
  'packages/core/src/schema/compile.ts': value('ajv'),
  'packages/core/src/log/allowed.ts': value('pino'),
  'packages/core/src/container/allowed.ts': value('inversify'),
  'packages/core/src/adapter/provider.ts': value('inversify') + types('typebox'),
  'packages/core/src/errors/allowed.ts': types('../contract/clean.js'),
  'packages/core/src/contract/allowed.ts': types('../errors/clean.js'),
  'packages/journals/sqlite/src/allowed.ts': value('libsql') + types('@polyrail/core'),
  'packages/adapters/palladium/src/allowed.ts': value('@polyrail/core') + "export { createHmac } from 'node:crypto'\n",
  'packages/adapters/palladium/test/allowed.test.ts':
    value('@polyrail/simulators') + types('@polyrail/conformance') + types('mocha') + types('../src/index.js'),
  'packages/cli/src/allowed.ts': value('@polyrail/palladium') + types('@polyrail/simulators'),
  'test/allowed.test.ts': value('@polyrail/core') + types('mocha'),
}
