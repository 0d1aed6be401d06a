import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createPayments, type Journal, type JournalFacts, type Payments } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import { CliError } from '../command.js'

interface Where {
  readonly journal: string | undefined
  readonly config: string | undefined
  /** The mark of the journal; without it the journal is opened without its mark. */
  readonly mark: string | undefined
}

type Quarantine = NonNullable<JournalFacts['quarantine']>

export interface Opened {
  readonly payments: Payments
  /** `unheard`: the module has opened the journal itself. */
  readonly quarantine: Quarantine | undefined | 'unheard'
}

/** The platform's payments, to be looked at: nothing is done in the background. */
export const opened = async ({ journal, config, mark }: Where): Promise<Opened> => {
  try {
    if (config !== undefined) return await configured(config)
    const path = existing('journal', journal ?? '')
    // No command sends anything. So none needs the mark, and none can be wrong about where it is.
    const markPath = mark === undefined ? false : existing('mark', mark)
    return await create({ journal: sqliteJournal({ path, markPath }), providers: [] })
  } catch (error) {
    if (error instanceof CliError || !(error instanceof Error)) throw error
    throw new CliError(error.message, { exitCode: 1, cause: error })
  }
}

/** What does not exist would be made, and that is not what was meant. */
const existing = (what: string, path: string): string => {
  if (existsSync(path)) return path
  throw new CliError(`there is no ${what} at ${path}`, { exitCode: 1 })
}

type Options = Parameters<typeof createPayments>[0]

const create = async (options: Options): Promise<Opened> => {
  let facts: JournalFacts | undefined
  const journal = overheard(options.journal, (told) => (facts = told))
  const payments = await createPayments({ ...options, journal, recovery: false, retention: false })
  return { payments, quarantine: facts?.quarantine }
}

/** The same journal; what it says when it is opened is told here too. It is opened once, so that it cannot be asked. */
const overheard = (journal: Journal, hear: (facts: JournalFacts) => void): Journal => {
  const given: unknown = journal
  // What is no journal is refused by createPayments, in its words.
  if (typeof given !== 'object' || given === null || typeof journal.open !== 'function') return journal
  const open: Journal['open'] = async (options) => {
    const facts = await journal.open(options)
    hear(facts)
    return facts
  }
  return new Proxy({} as Journal, {
    get: (_, name) => {
      if (name === 'open') return open
      const value: unknown = Reflect.get(journal, name)
      return typeof value === 'function' ? (value.bind(journal) as unknown) : value
    },
  })
}

const configured = async (path: string): Promise<Opened> => {
  const file = resolve(path)
  if (!existsSync(file)) throw new CliError(`there is no file ${path}`, { exitCode: 1 })
  const { default: exported } = (await import(pathToFileURL(file).href)) as { readonly default?: unknown }
  const given: unknown = typeof exported === 'function' ? await (exported as () => unknown)() : await exported
  if (isPayments(given)) return { payments: given, quarantine: 'unheard' }
  if (typeof given === 'object' && given !== null && 'journal' in given) return create(given as Options)
  throw new CliError(`${path} must export the options of createPayments, or a Payments, as its default`, {
    exitCode: 1,
  })
}

const isPayments = (given: unknown): given is Payments =>
  typeof given === 'object' && given !== null && 'operations' in given && 'payins' in given
