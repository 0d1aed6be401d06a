import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { CliError } from '../command.js'

/** What of the repository has to be told of a new package: the order in which packages are built. */
const BUILD = 'tsconfig.build.json'

/** The text of the repository's licence. Throws outside of the repository. */
export const licenceOfWorkspace = (): string => {
  if (!existsSync('lerna.json') || !existsSync('packages/adapters')) {
    throw new CliError('--workspace is for the root of the repository of polyrail', { exitCode: 1 })
  }
  return readFileSync('LICENSE', 'utf8')
}

/** The build's list with an adapter in its place, to be written when the adapter is there. */
export const withBuildOf = (name: string): { readonly write: () => void } => {
  const lines = readFileSync(BUILD, 'utf8').split('\n')
  const line = lineOf(name)
  const others = lines.filter((each) => /^ *\{ "path": "packages\/adapters\//.test(each))
  const [last] = others.slice(-1)
  if (last === undefined) throw new CliError(`${BUILD} lists no adapters`, { exitCode: 1 })
  const next = others.find((each) => each > line)
  const at = next === undefined ? lines.indexOf(last) + 1 : lines.indexOf(next)
  const text = lines.toSpliced(at, 0, line).join('\n')
  return {
    write: () => {
      writeFileSync(`${BUILD}.new`, text)
      renameSync(`${BUILD}.new`, BUILD)
    },
  }
}

const lineOf = (name: string): string => `    { "path": "packages/adapters/${name}" },`
