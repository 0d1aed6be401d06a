import type { Screen } from './screen/screen.js'

export type Values = Readonly<Record<string, string | boolean | undefined>>

interface Option {
  readonly type: 'boolean' | 'string'
  /** What stands for the value in the help, for an option that has one. */
  readonly placeholder?: string
  readonly about: string
}

/** One command: a row of the table that help, parsing and running share. */
export interface Command {
  readonly name: string
  readonly about: string
  readonly options: Readonly<Record<string, Option>>
  /** What comes after the name without dashes, as the help shows it; absent where nothing does. */
  readonly operands?: string
  /** Gives the exit code. */
  readonly run: (values: Values, screen: Screen, operands: readonly string[]) => Promise<number>
}

/** Something the caller can put right: shown as one line, without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exitCode: number

  constructor(message: string, { exitCode, cause }: { readonly exitCode: number; readonly cause?: unknown }) {
    super(message, { cause })
    this.exitCode = exitCode
  }
}

/** The command line was not understood. */
export const usageError = (problem: string, cause?: unknown): CliError =>
  new CliError(`${problem}. Run "polyrail help" to see what there is.`, { exitCode: 2, cause })
