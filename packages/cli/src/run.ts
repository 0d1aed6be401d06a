import { parseArgs } from 'node:util'
import { CliError, usageError, type Command, type Values } from './command.js'
import { commands } from './commands/table.js'
import { helpText } from './commands/help.js'
import type { Screen } from './screen/screen.js'
import { version } from './version.js'

const COMMON = { help: { type: 'boolean', short: 'h' } } as const

/** Runs one command line and gives its exit code: 0 done, 1 not done, 2 not understood. */
export const run = async (args: readonly string[], screen: Screen, errors: Screen): Promise<number> => {
  try {
    return await runCommand(args, screen)
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    errors.line(`polyrail: ${error.message}`)
    return error.exitCode
  }
}

const runCommand = async ([first, ...rest]: readonly string[], screen: Screen): Promise<number> => {
  if (first === '--version' || first === '-v') {
    screen.line(version())
    return 0
  }
  if (first === undefined || first === '--help' || first === '-h') {
    screen.line(helpText(commands))
    return 0
  }
  if (first.startsWith('-')) throw usageError(`there is no option ${first} before a command`)
  const command = commands.find(({ name }) => name === first)
  if (command === undefined) throw usageError(`there is no command "${first}"`)
  const { values, positionals } = read(command, rest)
  if (values['help'] === true) {
    screen.line(helpText([command]))
    return 0
  }
  return command.run(values, screen, positionals)
}

const read = (
  { name, options, operands }: Command,
  args: readonly string[],
): { readonly values: Values; readonly positionals: readonly string[] } => {
  try {
    const allowPositionals = operands !== undefined
    return parseArgs({ args: [...args], options: { ...options, ...COMMON }, strict: true, allowPositionals })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    // The first sentence says what is wrong; the second explains a way out that no command of ours has.
    const [problem = ''] = error.message.split('. ')
    throw usageError(`${name}: ${problem.charAt(0).toLowerCase()}${problem.slice(1)}`, error)
  }
}
