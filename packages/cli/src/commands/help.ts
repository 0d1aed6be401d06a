import type { Command } from '../command.js'
import { tableLines } from '../screen/table.js'

export const helpAbout = (others: readonly Command[]): Command => {
  const help: Command = {
    name: 'help',
    about: 'Show this.',
    options: {},
    run: async (_, screen) => {
      screen.line(helpText([...others, help]))
      return 0
    },
  }
  return help
}

/** What the commands do and take; the whole program, or one of them. */
export const helpText = (commands: readonly Command[]): string => {
  const [only] = commands
  const what = commands.length === 1 && only !== undefined ? only.name : '<command>'
  return [
    'polyrail: payments through many providers behind one interface',
    '',
    `Usage: polyrail ${what}${commands.length === 1 ? ` ${only?.operands ?? ''}`.trimEnd() : ''} [options]`,
    '',
    ...tableLines(commands.flatMap(rowsOf)),
    '',
    'Also: --help after any command, and --version.',
  ].join('\n')
}

const rowsOf = ({ name, about, options, operands }: Command) => [
  [{ text: `  ${name}${operands === undefined ? '' : ` ${operands}`}` }, { text: about }],
  ...Object.entries(options).map(([option, { placeholder, about: meaning }]) => [
    { text: `    --${option}${placeholder === undefined ? '' : ` ${placeholder}`}` },
    { text: meaning },
  ]),
]
