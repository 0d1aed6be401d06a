/**
 * The house rules on imports. `import type` counts like any other import. test/boundaries plants a violation of every
 * rule, expects it to be caught by that rule alone, and expects none in the real tree.
 */
const { existsSync, readFileSync, readdirSync } = require('node:fs')

const SOURCE = '^packages/.+/src/'

const forbidden = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const onlyIn = (library, home) =>
  forbidden(
    `${library}-has-one-home`,
    `${library} can be replaced, because nothing outside ${home} knows it`,
    { path: SOURCE, pathNot: `^${home}` },
    { path: `(^|/)node_modules/${library}/` },
  )

const folders = ['packages', 'packages/adapters', 'packages/journals']
  .filter((parent) => existsSync(parent))
  .flatMap((parent) => readdirSync(parent).map((name) => `${parent}/${name}`))
  .filter((folder) => existsSync(`${folder}/package.json`))

const manifests = folders.map((folder) => ({ folder, ...JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) }))

const foldersOf = (names) => manifests.filter(({ name }) => names.includes(name)).map(({ folder }) => `^${folder}/`)

/** Workspaces are linked whether they are declared or not, so npm's own complaint would come after publishing only. */
const declared = manifests.flatMap(({ folder, dependencies = {}, devDependencies = {} }) =>
  [
    { part: 'src', names: Object.keys(dependencies) },
    { part: 'test', names: Object.keys({ ...dependencies, ...devDependencies }) },
  ].map(({ part, names }) =>
    forbidden(
      'own-packages-are-declared',
      'a package of ours that is imported is in package.json (in devDependencies, when only tests import it)',
      { path: `^${folder}/${part}/` },
      { path: '^packages/', pathNot: [`^${folder}/`, ...foldersOf(names)], dependencyTypes: ['aliased-workspace'] },
    ),
  ),
)

module.exports = {
  forbidden: [
    forbidden(
      'core-imports-no-package-of-ours',
      'everything rests on core',
      { path: '^packages/core/src/' },
      { path: '^packages/', pathNot: '^packages/core/' },
    ),
    forbidden(
      'adapters-import-core-only',
      'providers stay independent',
      { path: '^(packages/adapters/[^/]+/)src/' },
      { path: '^packages/', pathNot: ['^packages/core/', '^$1'] },
    ),
    forbidden(
      'journals-import-core-only',
      'journals stay independent',
      { path: '^(packages/journals/[^/]+/)src/' },
      { path: '^packages/', pathNot: ['^packages/core/', '^$1'] },
    ),
    forbidden(
      'conformance-imports-core-only',
      'the judge is independent of the accused',
      { path: '^packages/conformance/src/' },
      { path: '^packages/', pathNot: '^packages/(core|conformance)/' },
    ),
    forbidden(
      'simulators-import-nothing-of-ours',
      'the witness is independent: a simulator that shares a schema with an adapter repeats its mistakes',
      { path: '^packages/simulators/src/' },
      { path: '^packages/', pathNot: '^packages/simulators/' },
    ),
    forbidden(
      'contract-and-errors-stand-alone',
      'the contract is readable without libraries',
      { path: '^packages/core/src/(contract|errors)/' },
      { pathNot: '^packages/core/src/(contract|errors)/' },
    ),
    forbidden(
      'adapters-open-no-socket',
      'adapters are data and pure functions: no network, no files, no timers',
      { path: '^packages/adapters/[^/]+/src/' },
      { path: '^(node:)?(net|tls|http|https|http2|dgram|dns|fs|child_process|worker_threads|timers)(/|$)' },
    ),
    onlyIn('axios', 'packages/core/src/transport/'),
    onlyIn('lossless-json', 'packages/core/src/transport/'),
    onlyIn('ajv', 'packages/core/src/schema/compile.ts'),
    onlyIn('pino', 'packages/core/src/log/'),
    onlyIn('inversify', 'packages/core/src/(container/|adapter/provider.ts)'),
    onlyIn('typebox', 'packages/core/src/'),
    onlyIn('libsql', 'packages/journals/sqlite/src/'),
    forbidden(
      'no-relative-path-across-packages',
      'packages are entered by name, at their index',
      { path: '^(packages/(?:(?:adapters|journals)/)?[^/]+/|test/)' },
      { path: '^packages/', pathNot: '^$1', dependencyTypesNot: ['aliased-workspace'] },
    ),
    forbidden('no-cycles', 'a cycle has no first file to read', {}, { circular: true }),
    forbidden('no-tests-in-sources', 'tests are not published', { path: SOURCE }, { path: '(/test/|\\.test\\.ts$)' }),
    forbidden(
      'libraries-are-declared',
      'what is imported is in package.json',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    forbidden(
      'no-dev-dependency-in-sources',
      'a dev dependency is not there after publishing',
      { path: SOURCE },
      // A package may declare for itself what the repository's tools need too.
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm'] },
    ),
    forbidden(
      'imports-resolve',
      'also catches paths below a package that its exports do not offer',
      {},
      { couldNotResolve: true },
    ),
    ...declared,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What is laid over another template has its neighbours there only.
    exclude: { path: '^(packages/.*/dist|packages/cli/templates/workspace|coverage)/' },
    tsPreCompilationDeps: true,
    // Tests use the dev dependencies of the workspace; for sources the rules above refuse them.
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@polyrail/source', 'import', 'require', 'node', 'default', 'types'],
    },
  },
}
