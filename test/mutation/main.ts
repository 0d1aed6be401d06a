/**
 * How many faults in an adapter's own source the conformance suite sees: `npm run test:mutation -- [adapter …]`. A part of
 * it, while it is being mended: `npm run test:mutation -- palomma --file links.ts --file payins.ts:20-60`.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'
import { countsOf, surviving, type Counts } from './counts.js'

const ADAPTERS = ['billon', 'palladium', 'palomma', 'card-intent'] as const
const AIM = 90
const ROOT = join(import.meta.dirname, '..', '..')
const FOLDER = join(ROOT, 'temp', 'mutation')

/**
 * Not mutated: what is generated or only collects, settings, descriptions of the wire, and reads that move nothing.
 */
const LEFT_OUT = [
  'generated/**',
  'index.ts',
  'schemas.ts',
  'config.ts',
  'endpoints.ts',
  'provider.ts',
  'wire.ts',
  'balances.ts',
  'statements.ts',
]

// Its levels are an enum that exists in the types alone.
const QUIET: object = { allowConsoleColors: false, logLevel: 'error', warnings: false }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    concurrency: { type: 'string', default: String(availableParallelism()) },
    file: { type: 'string', multiple: true, default: ['**/*.ts'] },
  },
})
process.chdir(ROOT)
await mkdir(FOLDER, { recursive: true })
const all: Counts[] = []
for (const adapter of positionals.length === 0 ? ADAPTERS : positionals) {
  const folder = `packages/adapters/${adapter}`
  const startedAt = performance.now()
  const stryker = new Stryker({
    mutate: [
      ...values.file.map((name) => `${folder}/src/${name}`),
      ...LEFT_OUT.map((name) => `!${folder}/src/${name}`),
    ],
    testRunner: 'conformance',
    plugins: ['runner.ts', 'schemas.ts'].map((file) => join(import.meta.dirname, file)),
    ignorers: ['schemas'],
    subject: `${folder}/test/subject.ts`,
    // The sandbox holds this adapter alone; everything else is found through node_modules.
    ignorePatterns: ['**', `!${folder}/**`, '!package.json', '!tsconfig*.json', `${folder}/dist`],
    testRunnerNodeArgs: ['--import=tsx', '--conditions=@polyrail/source'],
    concurrency: Number(values.concurrency),
    timeoutMS: 20_000,
    reporters: ['progress-append-only'],
    tempDirName: join('temp', 'mutation', 'sandbox'),
    ...QUIET,
  })
  const results = await stryker.runMutationTest()
  const counts = countsOf(adapter, results)
  const file = join(FOLDER, `${adapter}.txt`)
  await writeFile(file, surviving(results))
  const minutes = (performance.now() - startedAt) / 60_000
  console.log(
    `${adapter}: ${counts.seen} of ${counts.all} mutants seen, ${counts.score.toFixed(1)} %, ${minutes.toFixed(1)} min`,
  )
  console.log(`  the others: temp/mutation/${adapter}.txt`)
  all.push(counts)
}
const failed = all.filter(({ score }) => score < AIM)
console.log(failed.length === 0 ? `\nAll are at ${AIM} % or better.` : '\nfailed')
process.exitCode = failed.length === 0 ? 0 : 1
