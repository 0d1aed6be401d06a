import type { Capabilities, ProviderInformation } from '@polyrail/core'
import type { Screen } from '../screen/screen.js'
import { tableLines, type Cell } from '../screen/table.js'

type Ask = (capabilities: Capabilities) => boolean | 'in part' | 'some'

const some = (values: readonly boolean[]): boolean | 'some' =>
  values.every(Boolean) ? values.length > 0 : values.some(Boolean) ? 'some' : false

const reach = (able: readonly boolean[], partly: readonly boolean[]): boolean | 'in part' =>
  partly.some(Boolean) ? 'in part' : able.some(Boolean)

const payins = (capabilities: Capabilities) => Object.values(capabilities.payins)
const payouts = (capabilities: Capabilities) => Object.values(capabilities.payouts)

const ABILITIES: readonly (readonly [title: string, ask: Ask])[] = [
  [
    'capture of a payin',
    (can) =>
      reach(
        payins(can).map(({ capture }) => capture),
        payins(can).map((it) => it.partialCapture),
      ),
  ],
  [
    'cancel of a payin',
    (can) =>
      reach(
        payins(can).map(({ cancel }) => cancel),
        payins(can).map((it) => it.partialCancel),
      ),
  ],
  [
    'refund by the provider',
    (can) =>
      reach(
        payins(can).map(({ refund }) => refund),
        payins(can).map((it) => it.partialRefund),
      ),
  ],
  ['cancel of a payout', (can) => payouts(can).some(({ cancel }) => cancel)],
  ['lost answers looked up', (can) => some([...payins(can), ...payouts(can)].map(({ lookup }) => lookup))],
  ['customers', ({ customers }) => customers],
  ['balances', ({ balances }) => balances],
  ['statements', ({ statements }) => statements],
  ['list at the provider', ({ listAtProvider }) => listAtProvider],
]

/** What each provider can do, by what its adapter defines: nothing of it is written down twice. */
export const capabilityTable = (
  providers: readonly ProviderInformation[],
  screen: Pick<Screen, 'style'>,
): readonly string[] => {
  const kinds = (of: 'payins' | 'payouts' | 'tokens', title: string): readonly (readonly [string, Ask])[] =>
    [...new Set(providers.flatMap(({ capabilities }) => Object.keys(capabilities[of])))].map((type) => [
      `${title} ${type.replaceAll('_', ' ')}`,
      (can) => Object.hasOwn(can[of], type),
    ])
  const rows = [
    ...kinds('payins', 'payin:'),
    ...kinds('payouts', 'payout:'),
    ...kinds('tokens', 'stored:'),
    ...ABILITIES,
  ]
  const dim = (padded: string): string => screen.style('dim', padded)
  const head = ['', ...providers.map(({ name }) => name)].map((text): Cell => ({ text, paint: dim }))
  return tableLines([
    head,
    ...rows.map(([title, ask]) => [
      { text: title },
      ...providers.map(({ capabilities }) => answer(ask(capabilities), screen)),
    ]),
  ])
}

const answer = (able: ReturnType<Ask>, { style }: Pick<Screen, 'style'>): Cell => {
  const text = able === true ? '✓' : able === 'in part' ? '✓ also in part' : able === 'some' ? 'some' : '–'
  return { text, paint: (padded) => style(able === false ? 'dim' : 'green', padded) }
}
