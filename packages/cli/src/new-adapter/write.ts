import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { CliError } from '../command.js'
import type { Files } from './templates.js'

/** Writes a folder that is not there yet: whole, or not at all. */
export const writeFolder = (folder: string, files: Files): void => {
  if (existsSync(folder)) {
    throw new CliError(`${folder} is there already. Choose another name, or move it away`, { exitCode: 1 })
  }
  const parent = dirname(resolve(folder))
  if (!existsSync(parent)) throw new CliError(`there is no folder ${dirname(folder)}`, { exitCode: 1 })
  const beside = mkdtempSync(join(parent, `.${basename(folder)}-`))
  try {
    const whole = join(beside, 'whole')
    for (const [path, text] of files) {
      mkdirSync(dirname(join(whole, path)), { recursive: true })
      writeFileSync(join(whole, path), text)
    }
    renameSync(whole, folder)
  } finally {
    rmSync(beside, { recursive: true })
  }
}
