import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AdapterSubject } from '@polyrail/conformance'
import { packageFolders, root } from './setup.mjs'

/** Every adapter of the repository by its name; each keeps what the suite is given in `test/subject.ts`. */
export const adapters = (): Promise<readonly (readonly [string, AdapterSubject])[]> =>
  Promise.all(
    packageFolders()
      .filter((folder) => folder.startsWith('packages/adapters/'))
      .map(async (folder) => {
        const { name } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as {
          readonly name: string
        }
        const { subject } = (await import(pathToFileURL(join(root, folder, 'test', 'subject.ts')).href)) as {
          readonly subject: AdapterSubject
        }
        return [name, subject] as const
      }),
  )
