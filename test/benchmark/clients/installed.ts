import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/** A library in the version that a package of ours uses: the benchmark depends on none of its own. */
export const installedWith = (owner: string, library: string): unknown =>
  createRequire(import.meta.resolve(owner))(library)

/** Makes sure that what is measured is what is published, and says where it is. */
export const builtFileOf = (name: string): string => {
  const file = fileURLToPath(import.meta.resolve(name))
  if (!/[\\/]dist[\\/]index\.js$/.test(file)) throw new Error(`${name} is ${file}, not what was built of it`)
  return file
}
