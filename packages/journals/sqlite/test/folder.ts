import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of its own for each test; call `removeFolders` after each. */
const folders: string[] = []

export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'polyrail-journal-'))
  folders.push(folder)
  return folder
}

export const removeFolders = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}
