import { readFileSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { version } from '../version.js'
import { checkName, renamed, wordsIn } from './names.js'

/** Texts by their path. */
export type Files = ReadonlyMap<string, string>

const FOLDER = fileURLToPath(new URL('../../templates', import.meta.url))

/** What a package needs only where it stands alone: the repository has its own. */
const ALONE = /^(?:[^/]*ignore|\.mocharc\.json|tsconfig\.build\.json|test\/evidence\.ts)$/

/** The version in the templates stands for that of the packages that are written against. */
const VERSION = '0.0.0'

/** A name that an adapter can have; throws what has to be put right. */
export const checkedName = (given: string | undefined): string => {
  const words = [...read('adapter')].filter(([path]) => path.endsWith('.ts')).flatMap(([, text]) => wordsIn(text))
  return checkName(given, new Set(words))
}

/** The files of a package that stands alone. */
export const aloneFiles = (name: string): Files => filled(read('adapter'), name)

/** The files of a package of the repository, which keeps one licence for all of them. */
export const workspaceFiles = (name: string, licence: string): Files => {
  const shared = [...read('adapter')].filter(([path]) => !ALONE.test(path))
  return new Map([...filled(new Map([...shared, ...read('workspace')]), name), ['LICENSE', licence]])
}

const read = (template: string): Files => {
  const folder = join(FOLDER, template)
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  return new Map(paths.map((path) => [path.split(sep).join('/'), readFileSync(join(folder, path), 'utf8')]))
}

const filled = (files: Files, name: string): Files =>
  new Map(
    [...files].map(([path, text]) => [
      // npm publishes no file of that name.
      path === 'gitignore' ? '.gitignore' : path,
      renamed(text, name).replaceAll(VERSION, version()),
    ]),
  )
