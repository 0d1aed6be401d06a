import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createPayments, type Payments } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { CliError, usageError } from '../command.js'

interface Where {
  readonly journal: string | undefined
  readonly config: string | undefined
}

/** The platform's payments, to be looked at: nothing is done in the background. */
export const opened = async ({ journal, config }: Where): Promise<Payments> => {
  if ((journal === undefined) === (config === undefined)) throw usageError('operations: expected --journal or --config')
  try {
    if (config !== undefined) return await configured(config)
    // A journal that does not exist would be made, and that is not what was meant.
    if (!existsSync(journal as string)) throw new CliError(`there is no journal at ${String(journal)}`, { exitCode: 1 })
    return await create({ journal: sqliteJournal({ path: journal as string }), providers: [] })
  } catch (error) {
    if (error instanceof CliError || !(error instanceof Error)) throw error
    throw new CliError(error.message, { exitCode: 1, cause: error })
  }
}

type Options = Parameters<typeof createPayments>[0]

const create = (options: Options): Promise<Payments> =>
  createPayments({ ...options, recovery: false, retention: false })

const configured = async (path: string): Promise<Payments> => {
  const file = resolve(path)
  if (!existsSync(file)) throw new CliError(`there is no file ${path}`, { exitCode: 1 })
  const { default: exported } = (await import(pathToFileURL(file).href)) as { readonly default?: unknown }
  const given: unknown = typeof exported === 'function' ? await (exported as () => unknown)() : await exported
  if (isPayments(given)) return given
  if (typeof given === 'object' && given !== null && 'journal' in given) return create(given as Options)
  throw new CliError(`${path} must export the options of createPayments, or a Payments, as its default`, {
    exitCode: 1,
  })
}

const isPayments = (given: unknown): given is Payments =>
  typeof given === 'object' && given !== null && 'operations' in given && 'payins' in given
