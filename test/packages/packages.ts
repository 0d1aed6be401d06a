import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..')

type Versions = Readonly<Record<string, string>>

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly bin?: string | Versions
  readonly dependencies?: Versions
  readonly devDependencies?: Versions
}

export interface Packed {
  readonly name: string
  readonly tarball: string
  readonly files: readonly string[]
  /** Where it is installed, as a consumer has it. */
  readonly folder: string
  readonly manifest: Manifest
}

/** What `npm pack --json` says of one package. */
interface PackedByNpm {
  readonly name: string
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

const OURS = /^(@polyrail\/|polyrail$)/

let packing: { readonly folder: string; readonly packages: readonly PackedByNpm[] } | undefined

/** The tarballs of all packages, packed once for all tests of a run. */
const packed = (): NonNullable<typeof packing> => (packing ??= pack())

const pack = (): NonNullable<typeof packing> => {
  const folder = mkdtempSync(join(tmpdir(), 'polyrail-tarballs-'))
  process.once('exit', () => rmSync(folder, { recursive: true }))
  const args = ['pack', '--workspaces', '--json', '--silent', '--pack-destination', folder]
  const output = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 })
  // By name since npm 12, a list before.
  return { folder, packages: Object.values(JSON.parse(output) as Record<string, PackedByNpm>) }
}

/** An empty project with the tarballs of all packages installed, and nothing that they do not declare. */
export const installPacked = (): { readonly project: string; readonly packages: readonly Packed[] } => {
  const project = mkdtempSync(join(tmpdir(), 'polyrail-packed-'))
  const packages = packed().packages.map((each) => install(project, each))
  link(project, '@types/node', ROOT)
  return { project, packages }
}

/**
 * What `npm install` does in a project, without a network: what its package.json declares is installed, our packages
 * from their tarballs, with those that they need, and other libraries as links to the ones of this repository. Throws
 * for what is not to be had, or not in the version that is asked for.
 */
export const installDeclared = (project: string): void => {
  const { dependencies, devDependencies } = manifestIn(project)
  const wanted = Object.entries({ ...dependencies, ...devDependencies })
  for (const [name, range] of wanted) {
    if (OURS.test(name)) installOurs(project, name)
    else link(project, name, ROOT)
    const folder = join(project, 'node_modules', name)
    const manifest = manifestIn(folder)
    if (!isWithin(manifest.version, range)) throw new Error(`${name} ${manifest.version} is not ${range}`)
    linkCommands(project, { folder, manifest })
  }
}

/** The command line of its tarball, installed with all that it needs. */
export const packedCommand = (): string => {
  const { folder } = packed()
  installOurs(folder, 'polyrail')
  return join(folder, 'node_modules', 'polyrail', 'dist', 'main.js')
}

const installOurs = (project: string, name: string): void => {
  if (existsSync(join(project, 'node_modules', name))) return
  const found = packed().packages.find((each) => each.name === name)
  if (found === undefined) throw new Error(`${name} is no package of ours`)
  const { manifest } = install(project, found)
  for (const needed of Object.keys(manifest.dependencies ?? {})) if (OURS.test(needed)) installOurs(project, needed)
}

/** What can be called by its name in the project's scripts. */
const linkCommands = (project: string, { folder, manifest }: Pick<Packed, 'folder' | 'manifest'>): void => {
  const { name, bin = {} } = manifest
  const commands = join(project, 'node_modules', '.bin')
  mkdirSync(commands, { recursive: true })
  for (const [command, path] of Object.entries(typeof bin === 'string' ? { [name]: bin } : bin)) {
    if (existsSync(join(commands, command))) continue
    if (OURS.test(name)) chmodSync(join(folder, path), 0o755)
    symlinkSync(join(folder, path), join(commands, command))
  }
}

/** Of the ranges that npm knows, those that we write: `^1.2.3`, and `*`. */
const isWithin = (version: string, range: string): boolean => {
  if (range === '*') return true
  const [have = [], least = []] = [version, range.replace(/^\^/, '')].map((text) => text.split('.').map(Number))
  const fixed = least.findIndex((part) => part > 0)
  if (!range.startsWith('^') || have.slice(0, fixed + 1).join() !== least.slice(0, fixed + 1).join()) return false
  const place = have.findIndex((part, index) => part !== least[index])
  return place === -1 || (have[place] ?? 0) > (least[place] ?? 0)
}

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

const install = (project: string, { name, filename, files }: PackedByNpm): Packed => {
  const tarball = join(packed().folder, filename)
  const folder = join(project, 'node_modules', name)
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'])
  const manifest = manifestIn(folder)
  // Under each package by itself, so that what it does not declare cannot be found.
  const libraries = Object.keys(manifest.dependencies ?? {}).filter((library) => !OURS.test(library))
  for (const library of libraries) link(folder, library, join(ROOT, workspaceOf(name)))
  return { name, tarball, files: files.map(({ path }) => path), folder, manifest }
}

/** Links a library as npm installed it for one of our packages. */
const link = (project: string, library: string, from: string): void => {
  const target = [join(from, 'node_modules', library), join(ROOT, 'node_modules', library)].find(existsSync)
  if (target === undefined) throw new Error(`${library} is declared and not installed`)
  const path = join(project, 'node_modules', library)
  mkdirSync(dirname(path), { recursive: true })
  if (!existsSync(path)) symlinkSync(target, path)
}

const workspaceOf = (name: string): string => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly resolved?: string }>>
  }
  return packages[`node_modules/${name}`]?.resolved ?? '.'
}
