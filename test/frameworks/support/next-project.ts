import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { eventually } from './merchant.js'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const OURS = ['@polyrail/core', '@polyrail/journal-sqlite', '@polyrail/palomma']
const THEIRS = ['next@16', 'react@19', 'react-dom@19', 'typescript@6', '@types/node@20', '@types/react@19']

const ROUTE = 'app/webhooks/[provider]/route.ts'

interface NextServer extends AsyncDisposable {
  readonly url: string
  readonly listeningAfterMs: number
  /** Everything that it has printed so far. */
  readonly output: () => string
}

export interface NextProject extends AsyncDisposable {
  readonly version: string
  readonly react: string
  readonly installedMs: number
  /** The route once more, changed, under another path. */
  copyRoute(path: string, change: (source: string) => string): Promise<void>
  /** How long it took, in milliseconds. */
  build(bundler: string): Promise<number>
  start(environment: Readonly<Record<string, string>>): Promise<NextServer>
  /** The path of a journal that is not there yet. */
  newJournal(): string
}

/** A project outside of the repository, so that it finds nothing but what it has installed. */
export const nextProject = async (source: URL): Promise<NextProject> => {
  const folder = await mkdtemp(join(tmpdir(), 'polyrail-next-'))
  const run = (args: readonly string[]) =>
    promisify(execFile)(process.execPath, args, { cwd: folder, env: environment({}), maxBuffer: 2 ** 26 })
  const next = join(folder, 'node_modules', 'next', 'dist', 'bin', 'next')
  const versionOf = async (name: string) =>
    (JSON.parse(await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8')) as Manifest).version
  await cp(fileURLToPath(source), folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const [, installedMs] = await timed(() => install(folder))
  let journals = 0
  return {
    version: await versionOf('next'),
    react: await versionOf('react'),
    installedMs,
    async copyRoute(path, change) {
      const copy = join(folder, ROUTE.replace('webhooks', path))
      const text = await readFile(join(folder, ROUTE), 'utf8')
      const changed = change(text)
      if (changed === text) throw new Error('nothing of the route has changed')
      await mkdir(dirname(copy), { recursive: true })
      await writeFile(copy, changed)
    },
    async build(bundler) {
      await rm(join(folder, '.next'), { recursive: true, force: true })
      const [, tookMs] = await timed(() => run([next, 'build', bundler]))
      return tookMs
    },
    start: (given) => start({ next, folder, given }),
    newJournal: () => join(folder, `payments-${String(++journals)}.db`),
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Manifest {
  readonly version: string
}

const environment = (given: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  NODE_ENV: 'production',
  PATH: process.env['PATH'],
  NEXT_TELEMETRY_DISABLED: '1',
  ...given,
})

/** Our packages as they would be published, and Next from the registry; no script of any package is run. */
const install = async (folder: string): Promise<void> => {
  const options = { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 } as const
  const pack = ['pack', '--workspaces', '--json', '--silent', '--pack-destination', folder]
  // By name since npm 12, a list before.
  const packed = Object.values(JSON.parse(execFileSync('npm', pack, options)) as Record<string, PackedByNpm>)
  const tarballs = packed.filter(({ name }) => OURS.includes(name)).map(({ filename }) => join(folder, filename))
  const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error']
  await promisify(execFile)('npm', ['install', ...quietly, ...THEIRS, ...tarballs], { cwd: folder })
}

interface PackedByNpm {
  readonly name: string
  readonly filename: string
}

const start = async ({
  next,
  folder,
  given,
}: {
  readonly next: string
  readonly folder: string
  readonly given: Readonly<Record<string, string>>
}): Promise<NextServer> => {
  const began = performance.now()
  const args = [next, 'start', '--port', '0', '--hostname', '127.0.0.1']
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: environment(given),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const ended = once(child, 'close')
  const end = async () => {
    child.kill('SIGKILL')
    await ended
  }
  const url = () => /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0]
  const isReady = async () => url() !== undefined && output.includes('Ready')
  await eventually(isReady).catch(async () => {
    await end()
    throw new Error(`Next does not listen: ${output}`)
  })
  const listeningAfterMs = performance.now() - began
  return { url: url() ?? '', listeningAfterMs, output: () => output, [Symbol.asyncDispose]: end }
}

const timed = async <T>(work: () => Promise<T>): Promise<readonly [T, number]> => {
  const began = performance.now()
  return [await work(), performance.now() - began]
}
