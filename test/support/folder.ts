import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Folder extends AsyncDisposable {
  readonly path: string
  readonly file: (name: string) => string
}

/** A temporary folder of the test's own, removed at its end. */
export const temporaryFolder = async (): Promise<Folder> => {
  const path = await mkdtemp(join(tmpdir(), 'polyrail-e2e-'))
  return {
    path,
    file: (name) => join(path, name),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

/** Everything that the files in it hold, byte by byte. */
export const bytesIn = async ({ path, file }: Folder): Promise<string> =>
  (await Promise.all((await readdir(path)).map((name) => readFile(file(name), 'latin1')))).join('\n')
