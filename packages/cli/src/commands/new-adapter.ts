import { usageError, type Command } from '../command.js'
import { aloneFiles, checkedName, workspaceFiles } from '../new-adapter/templates.js'
import { licenceOfWorkspace, withBuildOf } from '../new-adapter/workspace.js'
import { writeFolder } from '../new-adapter/write.js'
import type { Screen } from '../screen/screen.js'

const TUTORIAL = 'docs/guides/new-adapter.md'

export const newAdapter: Command = {
  name: 'new-adapter',
  operands: 'NAME',
  about: 'Write an adapter with a simulator of its provider and tests that pass.',
  options: {
    folder: { type: 'string', placeholder: 'FOLDER', about: 'Where; polyrail-NAME if absent.' },
    workspace: { type: 'boolean', about: 'In the repository of polyrail: as one of its packages.' },
  },
  run: async ({ folder, workspace }, screen, [given, ...others]) => {
    if (others.length > 0) throw usageError(`new-adapter: unexpected argument '${others.join(' ')}'`)
    const name = checkedName(given)
    if (workspace !== true) return alone(name, { folder: folder?.toString() ?? `polyrail-${name}`, screen })
    if (folder !== undefined) throw usageError('new-adapter: the repository has a folder for adapters: no --folder')
    return inWorkspace(name, screen)
  },
}

const alone = (name: string, { folder, screen }: { readonly folder: string; readonly screen: Screen }): number => {
  writeFolder(folder, aloneFiles(name))
  screen.line(`${folder}: an adapter, a simulator of its provider, and tests. Next:`)
  for (const line of ['', `  cd ${folder}`, '  npm install', '  npm test', '']) screen.line(line)
  screen.line(`How it becomes an adapter for a real provider: ${TUTORIAL} in the repository of polyrail.`)
  return 0
}

const inWorkspace = (name: string, screen: Screen): number => {
  const files = workspaceFiles(name, licenceOfWorkspace())
  const folder = `packages/adapters/${name}`
  const build = withBuildOf(name)
  writeFolder(folder, files)
  build.write()
  screen.line(
    `${folder}: an adapter, a simulator of its provider, and tests; and its line in tsconfig.build.json. Next:`,
  )
  for (const line of ['', '  npm install', `  npm test -- ${folder}/`, '  npm run api:update', '  npm run docs', ''])
    screen.line(line)
  screen.line(`How it becomes an adapter for a real provider: ${TUTORIAL}.`)
  return 0
}
