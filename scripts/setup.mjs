/**
 * Makes a clone ready: checks Node, installs when the lockfile asks for it, builds when sources changed. Takes no
 * input, needs nothing installed, and writes to stderr only, so that the output of what runs next stays clean.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const STAMP = join(root, 'node_modules', '.cache', 'polyrail', 'built')

export const setup = () => {
  requireNode()
  if (!isInstalled()) {
    say('installing dependencies (npm ci)')
    install()
  }
  const sources = digestOfSources()
  if (readIfThere(STAMP) === sources && outputsAreThere()) return
  say('building')
  build()
  mkdirSync(dirname(STAMP), { recursive: true })
  writeFileSync(STAMP, sources)
}

export class SetupFailed extends Error {}

const say = (text) => process.stderr.write(`polyrail: ${text}\n`)

const requireNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number)
  // What mocha 12 and require() of ES modules ask for; odd versions in between have neither.
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return
  throw new SetupFailed(`needs Node 20.19 or newer, or 22.12 or newer; this is ${process.versions.node}`)
}

/** npm writes what it installed into node_modules when it has finished: no stamp of our own is needed. */
const isInstalled = () => {
  const installed = readIfThere(join(root, 'node_modules', '.package-lock.json'))
  if (installed === undefined) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const found = JSON.parse(installed).packages
  return Object.entries(wanted).every(([path, { version, optional, integrity }]) => {
    if (!path.includes('node_modules/')) return true
    if (found[path] === undefined) return optional === true
    return found[path].version === version && found[path].integrity === integrity
  })
}

const install = () => {
  // No dependency needs its install script (esbuild and nx have one that only saves time), so none is run.
  const options = ['ci', '--ignore-scripts', '--include=dev', '--no-progress', '--loglevel=error']
  const npm = process.env.npm_execpath ?? ''
  const isNpm = basename(npm) === 'npm-cli.js'
  const done = isNpm
    ? run(process.execPath, [npm, ...options])
    : run('npm', options, { shell: process.platform === 'win32' })
  if (!done) throw new SetupFailed('npm ci failed; the lines above say why')
}

const build = () => {
  const validators = ['--import', 'tsx', '--conditions=@polyrail/source', 'scripts/compile-validators.ts']
  if (!run(process.execPath, validators)) throw new SetupFailed('the schemas could not be compiled')
  // tsc trusts its own notes, also when the output they speak of was deleted.
  const force = outputsAreThere() ? [] : ['--force']
  const compile = ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.build.json', ...force]
  if (!run(process.execPath, compile)) throw new SetupFailed('the sources do not compile')
  packageFolders()
    .flatMap(leftovers)
    .forEach((file) => rmSync(join(root, file)))
}

/** What was built from sources that are gone: tsc leaves it there, and it would be published. */
const leftovers = (folder) =>
  filesUnder(`${folder}/dist`).filter((file) => {
    const source = file.slice(`${folder}/dist/`.length).replace(/\.(d\.ts|js)(\.map)?$/, '.ts')
    return !existsSync(join(root, folder, 'src', source))
  })

const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options }).status === 0

/** @returns {string[]} */
export const packageFolders = () =>
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    .workspaces.flatMap((pattern) =>
      pattern.endsWith('/*')
        ? readdirSync(join(root, pattern.slice(0, -2))).map((name) => `${pattern.slice(0, -2)}/${name}`)
        : [pattern],
    )
    .filter((folder) => existsSync(join(root, folder, 'package.json')))

const outputsAreThere = () =>
  packageFolders().every(
    (folder) =>
      existsSync(join(root, folder, 'dist', 'index.js')) &&
      (!existsSync(join(root, folder, 'src', 'schemas.ts')) ||
        existsSync(join(root, folder, 'src', 'generated', 'validators.ts'))),
  )

const digestOfSources = () => {
  const digest = createHash('sha256')
  const add = (file) =>
    digest
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  const shared = ['package-lock.json', 'tsconfig.base.json', 'tsconfig.build.json', 'scripts/compile-validators.ts']
  shared.forEach(add)
  for (const folder of packageFolders()) {
    add(`${folder}/package.json`)
    add(`${folder}/tsconfig.json`)
    filesUnder(`${folder}/src`).forEach(add)
  }
  return digest.digest('hex')
}

const filesUnder = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .filter(({ name }) => name !== 'generated')
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      return entry.isDirectory() ? filesUnder(path) : [path]
    })

const readIfThere = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined)

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    setup()
  } catch (error) {
    if (!(error instanceof SetupFailed)) throw error
    say(error.message)
    process.exitCode = 1
  }
}
