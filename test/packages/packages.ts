import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..')

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly dependencies?: Readonly<Record<string, string>>
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

/** An empty project with the tarballs of all packages installed, and nothing that they do not declare. */
export const installPacked = (): { readonly project: string; readonly packages: readonly Packed[] } => {
  const project = mkdtempSync(join(tmpdir(), 'polyrail-packed-'))
  const packages = pack(project).map((packed) => install(project, packed))
  link(project, '@types/node', ROOT)
  return { project, packages }
}

const pack = (project: string): readonly PackedByNpm[] => {
  const args = ['pack', '--workspaces', '--json', '--silent', '--pack-destination', project]
  const output = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 })
  // By name since npm 12, a list before.
  return Object.values(JSON.parse(output) as Record<string, PackedByNpm>)
}

const install = (project: string, { name, filename, files }: PackedByNpm): Packed => {
  const tarball = join(project, filename)
  const folder = join(project, 'node_modules', name)
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'])
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
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
  symlinkSync(target, path)
}

const workspaceOf = (name: string): string => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly resolved?: string }>>
  }
  return packages[`node_modules/${name}`]?.resolved ?? '.'
}
