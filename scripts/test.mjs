/**
 * Set-up, then mocha, then one last line: `N passed, M failed`. `--coverage` measures and checks coverage on the way;
 * files and folders that are named with a slash run instead of all; other arguments are mocha's. M is 0 exactly when
 * the exit code is.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SetupFailed, root, setup } from './setup.mjs'

const COVERAGE = '--coverage'

const runTests = (args) => {
  const folder = mkdtempSync(join(tmpdir(), 'polyrail-tests-'))
  const summary = join(folder, 'summary.json')
  const files = args.filter((arg) => arg.includes('/') && existsSync(join(root, arg)))
  const options = [
    '--fail-zero',
    '--reporter',
    'scripts/summary-reporter.cjs',
    '--reporter-option',
    `summary=${summary}`,
  ]
  const config = files.length === 0 ? [] : ['--config', configFor(files, folder)]
  const covered = args.includes(COVERAGE) ? ['node_modules/c8/bin/c8.js', process.execPath] : []
  const rest = args.filter((arg) => arg !== COVERAGE && !files.includes(arg))
  const command = [...covered, 'node_modules/mocha/bin/mocha.js', ...options, ...config, ...rest]
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  // No summary: a test file did not load, or the process ended before its time.
  const { passed, failed } = existsSync(summary) ? JSON.parse(readFileSync(summary, 'utf8')) : { passed: 0, failed: 1 }
  rmSync(folder, { recursive: true })
  // No test failed, and yet it is not good: no test ran, or coverage is too low.
  return { passed, failed: status !== 0 && failed === 0 ? 1 : failed }
}

/** mocha adds the files of its configuration to those of the command line, so they are replaced there. */
const configFor = (files, folder) => {
  const config = join(folder, 'mocharc.json')
  const all = JSON.parse(readFileSync(join(root, '.mocharc.json'), 'utf8'))
  const spec = files.map((file) => (statSync(join(root, file)).isDirectory() ? `${file}/**/*.test.ts` : file))
  writeFileSync(config, JSON.stringify({ ...all, spec }))
  return config
}

const ready = () => {
  try {
    setup()
    return true
  } catch (error) {
    if (!(error instanceof SetupFailed)) throw error
    console.error(`polyrail: ${error.message}`)
    return false
  }
}

const { passed, failed } = ready() ? runTests(process.argv.slice(2)) : { passed: 0, failed: 1 }
process.exitCode = failed === 0 ? 0 : 1
console.log(`${passed} passed, ${failed} failed`)
