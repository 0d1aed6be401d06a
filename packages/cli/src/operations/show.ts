import type { Operation, OperationHistory } from '@polyrail/core'
import type { Screen } from '../screen/screen.js'
import { tableLines } from '../screen/table.js'

/** A table of operations, for a terminal. */
export const listLines = (operations: readonly Operation[], screen: Screen): readonly string[] => {
  if (operations.length === 0) return []
  const bold = (text: string): string => screen.style('bold', text)
  const head = ['Operation', 'Status', 'Kind', 'Provider', 'Reference', 'Amount', 'Since', 'Waits for']
  return tableLines([
    head.map((text) => ({ text, paint: bold })),
    ...operations.map((operation) =>
      [
        operation.id,
        operation.status,
        operation.kind,
        operation.provider,
        operation.reference,
        amountOf(operation),
        operation.updatedAt,
        waitsFor(operation),
      ].map((text) => ({ text })),
    ),
  ])
}

const amountOf = ({ search }: Operation): string =>
  search?.amount === undefined ? '' : `${search.amount.amount} ${search.amount.currency}`

const waitsFor = ({ status, resolution, nextCheckAt }: Operation): string => {
  if (status !== 'unknown') return ''
  if (nextCheckAt !== undefined && resolution === 'lookup') return `a look-up at ${nextCheckAt}`
  return resolution === 'webhook' ? 'a webhook, or a person' : 'a person'
}

/** Everything about one operation, and what to look for while nobody knows. */
export const operationLines = (operation: Operation, screen: Screen): readonly string[] => {
  const { search, tried, ...facts } = operation
  const rows = Object.entries(facts).map(([name, value]) => [{ text: name }, { text: String(value) }])
  const told = tried.map(({ provider, code }) => [{ text: 'tried' }, { text: `${provider}: ${code}` }])
  if (search === undefined) return tableLines([...rows, ...told])
  const recipient = Object.entries(search.recipient ?? {}).map(([name, value]) => `${name} ${value}`)
  return [
    ...tableLines([...rows, ...told]),
    '',
    screen.style('bold', 'What to look for'),
    `  ${search.where}`,
    ...tableLines([
      [{ text: '  reference' }, { text: search.reference }],
      ...(search.amount === undefined ? [] : [[{ text: '  amount' }, { text: amountOf(operation) }]]),
      ...(recipient.length === 0 ? [] : [[{ text: '  recipient' }, { text: recipient.join(', ') }]]),
      [{ text: '  between' }, { text: search.sentBetween.join(' and ') }],
    ]),
    '',
    'Then: polyrail operations settle ' + operation.id,
    '        --outcome succeeded|not_executed --evidence "what shows it" --by "your name"',
  ]
}

export const historyLines = ({ entries, intact }: OperationHistory, screen: Screen): readonly string[] => [
  screen.style('bold', 'History'),
  ...tableLines(
    entries.map(({ at, from = '', to, cause, by, evidence }) => [
      { text: `  ${at}` },
      { text: from === '' ? to : `${from} → ${to}` },
      { text: cause },
      { text: by === undefined ? '' : `${by}: ${evidence ?? ''}` },
    ]),
  ),
  intact
    ? '  Every line follows from the one before.'
    : '  A line was changed or taken out: do not trust this history.',
]
