import { shownMoney } from '../screen/money.js'
import type { Screen } from '../screen/screen.js'
import { tableLines, type Cell } from '../screen/table.js'
import type { Agreement, Row } from './agreement.js'
import { paintStatus } from './status-paint.js'

const HEAD = ['Reference', 'Kind', 'Amount', 'Journal says', 'Provider did', 'Agree']

/** The journal and the providers' ledgers side by side. */
export const comparison = ({ rows }: Agreement, screen: Pick<Screen, 'style'>): readonly string[] => {
  const dim = (padded: string): string => screen.style('dim', padded)
  const head = HEAD.map((text): Cell => ({ text, paint: dim, ...(text === 'Amount' ? { align: 'right' } : {}) }))
  return tableLines([head, ...rows.map((row) => cellsOf(row, screen))])
}

const cellsOf = (row: Row, screen: Pick<Screen, 'style'>): readonly Cell[] => [
  { text: row.reference },
  { text: row.kind },
  { text: row.amount === undefined ? '' : shownMoney(row.amount), align: 'right' },
  { text: row.journal ?? '–', paint: (padded) => paintStatus(padded, screen) },
  { text: atProvider(row) },
  {
    text: row.agrees ? '✓' : `✗ ${row.problem ?? ''}`,
    paint: (padded) => screen.style(row.agrees ? 'green' : 'red', padded),
  },
]

const atProvider = ({ executed, paid }: Row): string => {
  if (executed + paid === 0) return 'nothing'
  return paid === 0 ? times(executed) : `${times(executed)}, paid${paid === 1 ? '' : ` ${times(paid)}`}`
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)
