import type { BillonSimulator, CardIntentSimulator, PalladiumSimulator, PalommaSimulator } from '@polyrail/simulators'
import type { Screen } from '../screen/screen.js'
import { tableLines } from '../screen/table.js'

interface Running {
  readonly palladium: PalladiumSimulator
  readonly palomma: PalommaSimulator
  readonly cards: CardIntentSimulator
  readonly panel: BillonSimulator
}

/** What somebody who develops against the simulators wants to know first. */
export const guideLines = (
  { palladium, palomma, cards, panel }: Running,
  { style }: Pick<Screen, 'style'>,
): readonly string[] => [
  style('bold', 'Simulated providers are running. Ctrl-C stops them and forgets everything.'),
  '',
  ...tableLines([
    [{ text: '' }, { text: '  API' }, { text: 'controls' }],
    ...[palladium, palomma, cards, panel].map(({ name, url, controlUrl }) => [
      { text: `  ${name}` },
      { text: `  ${url}` },
      { text: controlUrl },
    ]),
  ]),
  '',
  style('bold', 'Use them from polyrail (any key, secret or password will do)'),
  '',
  '  const payments = await createPayments({',
  "    journal: sqliteJournal({ path: 'payments.db' }),",
  '    providers: [',
  `      palladium({ apiKey: 'any', baseUrl: '${palladium.url}' }),`,
  `      palomma({ apiKey: 'any', baseUrl: '${palomma.url}' }),`,
  `      cardIntent({ clientId: 'any', clientSecret: 'any', baseUrl: '${cards.url}' }),`,
  `      billon({ password: 'any', baseUrl: '${panel.url}' }),`,
  '    ],',
  '  })',
  '',
  style('bold', 'Be the payer of order-124, and have the bank settle it at once'),
  '',
  ...post(palladium, 'actions/settle', '{"reference":"order-124"}'),
  '',
  '  Left alone, it pays itself after a minute and settles in five more, as in the QA environment.',
  '',
  style('bold', 'Lose the answer to the next payout, which is executed all the same'),
  '',
  ...post(palladium, 'faults', '{"on":"create-disbursement","reply":{"kind":"reset"}}'),
  '',
  style('bold', 'See what was really executed'),
  '',
  `  curl -s ${palladium.controlUrl}/ledger`,
  '',
]

const post = ({ controlUrl }: { readonly controlUrl: string }, control: string, body: string): readonly string[] => [
  `  curl -s ${controlUrl}/${control} \\`,
  `    -H 'content-type: application/json' -d '${body}'`,
]
