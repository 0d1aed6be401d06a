import type { PaymentError, Payments } from '@polyrail/core'
import { CliError, usageError, type Command, type Values } from '../command.js'
import type { Screen } from '../screen/screen.js'
import { opened, type Opened } from './open.js'

/** What a verb has to work with. */
export interface Asked extends Opened {
  /** Of the merchant that --merchant names; else of the default one, and the events of all. */
  readonly payments: Payments
  readonly operands: readonly string[]
  readonly values: Values
  readonly screen: Screen
}

interface Verb {
  /** What comes after it, each in words. */
  readonly operands?: readonly string[]
  /** Its options, beside those that all of them have. */
  readonly options?: readonly string[]
  /** Those of them that must be given, with what they hold. */
  readonly requires?: Readonly<Record<string, string>>
  /** What it does that needs the accounts, and so --config. */
  readonly asks?: string
  readonly run: (asked: Asked) => Promise<void>
}

interface Description extends Omit<Command, 'run'> {
  readonly verbs: Readonly<Record<string, Verb>>
}

/** A command with verbs that looks after a platform's journal. */
export const platformCommand = ({ verbs, options, ...rest }: Description): Command => ({
  ...rest,
  options: { ...PLACE, ...options, json: { type: 'boolean', about: 'One JSON object per line, for programs.' } },
  run: async (values, screen, given) => {
    const { verb, operands } = wanted(rest.name, verbs, { given, values })
    const [journal, config, mark] = ['journal', 'config', 'mark'].map((name) => text(values, name))
    const { payments: all, quarantine } = await opened({ journal, config, mark })
    await using payments = all
    const merchant = text(values, 'merchant')
    try {
      const theirs = merchant === undefined ? payments : payments.for(merchant)
      await verb.run({ payments: theirs, quarantine, operands, values, screen })
      return 0
    } catch (error) {
      if (!isPaymentError(error)) throw error
      throw new CliError(error.message, { exitCode: 1, cause: error })
    }
  },
})

const PLACE: Command['options'] = {
  journal: { type: 'string', placeholder: 'FILE', about: 'The SQLite journal of the platform.' },
  config: {
    type: 'string',
    placeholder: 'FILE',
    about:
      'Or a module whose default export gives the options of createPayments, or a Payments. To ask providers, and for keys.',
  },
}

interface Given {
  readonly given: readonly string[]
  readonly values: Values
}

/** The verb with what comes after it; everything is checked before the journal is opened. */
const wanted = (
  command: string,
  verbs: Description['verbs'],
  { given: [name = '', ...operands], values }: Given,
): { readonly verb: Verb; readonly operands: readonly string[] } => {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (verb === undefined) throw usageError(`${command}: expected one of ${Object.keys(verbs).join(', ')}`)
  const problem = operandProblem(verb, operands) ?? optionProblem(name, verbs, values) ?? placeProblem(verb, values)
  if (problem !== undefined) throw usageError(`${command} ${name}: ${problem}`)
  return { verb, operands }
}

const operandProblem = ({ operands: wanted = [] }: Verb, operands: readonly string[]): string | undefined => {
  if (operands.length > wanted.length) return 'too many arguments'
  const missing = wanted[operands.length]
  return missing === undefined ? undefined : `expected ${missing}`
}

const optionProblem = (name: string, verbs: Description['verbs'], values: Values): string | undefined => {
  const { options = [], requires = {} } = verbs[name] ?? {}
  for (const option of Object.keys(values)) {
    const owners = Object.keys(verbs).filter((other) => verbs[other]?.options?.includes(option))
    if (owners.length > 0 && !options.includes(option)) return `--${option} is an option of ${owners.join(' and ')}`
  }
  const [missing] = Object.entries(requires).filter(([option]) => (text(values, option) ?? '').trim() === '')
  return missing === undefined ? undefined : `expected --${missing[0]} with ${missing[1]}`
}

const placeProblem = ({ asks }: Verb, values: Values): string | undefined => {
  const [journal, config, mark] = ['journal', 'config', 'mark'].map((name) => text(values, name))
  if (journal !== undefined && config !== undefined) return 'expected --journal or --config, not both'
  if (asks !== undefined && config === undefined) return `${asks}, so it needs --config with the accounts`
  if (journal === undefined && config === undefined) return 'expected --journal or --config'
  return mark !== undefined && config !== undefined ? '--mark goes with --journal; a module gives markPath' : undefined
}

/** The value of an option that has one. */
export const text = (values: Values, name: string): string | undefined => {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

// By its form: the module of --config may have a copy of core of its own.
const isPaymentError = (error: unknown): error is PaymentError =>
  error instanceof Error && 'retryable' in error && 'code' in error
