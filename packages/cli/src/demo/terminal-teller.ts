import { renderUnicodeCompact } from 'uqr'
import { shownMoney } from '../screen/money.js'
import type { Screen } from '../screen/screen.js'
import { wrapped } from '../screen/table.js'
import type { Chapter, Moment } from './chapter.js'
import type { Teller } from './play.js'
import { capabilityTable } from './capabilities.js'
import { comparison } from './comparison.js'
import { paintStatus } from './status-paint.js'
import { verdictOf } from './verdict.js'

const WIDTH = 96

/** The story as it happens, at most 100 characters wide. */
export const terminalTeller = (screen: Screen): Teller => {
  const { line, style, progress } = screen
  let part = ''
  introduce(screen)
  return {
    begin: ({ title }) => progress(style('dim', `   … ${title}`)),
    tell: (chapter) => {
      if (chapter.part !== part) line(`\n${style('bold', chapter.part)}`)
      part = chapter.part
      line()
      line(headOf(chapter, screen))
      for (const moment of chapter.moments) show(moment, screen)
    },
    end: ({ agreement, providers, folder }) => {
      line(`\n${style('bold', 'What each of them can do')}`)
      line()
      for (const text of capabilityTable(providers, screen)) line(`  ${text}`)
      line(`\n${style('bold', 'Both sides of the books')}`)
      line()
      for (const text of comparison(agreement, screen)) line(`  ${text}`)
      line()
      const [sign, colour] = agreement.agrees ? (['✓', 'green'] as const) : (['✗', 'red'] as const)
      const verdict = wrapped(verdictOf(agreement), WIDTH - 4)
      for (const [index, text] of verdict.entries()) line(`  ${style(colour, index === 0 ? sign : ' ')} ${text}`)
      if (folder !== undefined) line(`\n  Kept in ${folder}`)
    },
  }
}

const introduce = ({ line, style }: Screen): void => {
  line(style('bold', 'polyrail demo'))
  line()
  line('Four payment providers, simulated on this machine: Palladium in Indonesia, Palomma in Colombia,')
  line('a card-intent API, and the payout panel of Billon.')
  line('No real money, no account, no internet. polyrail writes every payment into its journal, a file,')
  line('before it sends it. The providers keep books of their own; at the end both are compared.')
}

const headOf = ({ title, reference, amount }: Chapter, { style }: Screen): string => {
  const left = amount === undefined ? title : `${title}: ${shownMoney(amount)}`
  const right = reference === undefined ? '' : reference.padStart(WIDTH - 2 - left.length)
  return `  ${style('bold', left)}${style('dim', right)}`
}

const show = ({ text, status = '', qrCode }: Moment, screen: Screen): void => {
  const gap = ' '.repeat(Math.max(1, WIDTH - 4 - text.length - status.length))
  screen.line(`    ${text}${status === '' ? '' : gap}${paintStatus(status, screen)}`)
  if (qrCode === undefined) return
  // White on black whatever the terminal's own colours are: a scanner wants it that way round.
  for (const row of renderUnicodeCompact(qrCode).split('\n')) {
    screen.line(`      ${screen.style(['whiteBright', 'bgBlack'], row)}`)
  }
}
