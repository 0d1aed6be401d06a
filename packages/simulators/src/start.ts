import type { BillonActions } from './billon/actions.js'
import { billon } from './billon/index.js'
import type { BillonOptions } from './billon/options.js'
import type { CardIntentActions } from './card-intent/actions.js'
import { cardIntent } from './card-intent/index.js'
import type { CardIntentOptions } from './card-intent/options.js'
import { SimulatorError } from './kernel/errors.js'
import { runSimulator } from './kernel/run.js'
import type { Simulator } from './kernel/simulator.js'
import type { PalladiumActions } from './palladium/actions.js'
import { palladium } from './palladium/index.js'
import type { PalladiumOptions } from './palladium/options.js'
import type { PalommaActions } from './palomma/actions.js'
import { palomma } from './palomma/index.js'
import type { PalommaOptions } from './palomma/options.js'

/** Every provider that can be simulated, with the types of its options and actions. */
export interface SimulatorTypes {
  readonly palladium: { readonly options: PalladiumOptions; readonly actions: PalladiumActions }
  readonly palomma: { readonly options: PalommaOptions; readonly actions: PalommaActions }
  readonly billon: { readonly options: BillonOptions; readonly actions: BillonActions }
  readonly 'card-intent': { readonly options: CardIntentOptions; readonly actions: CardIntentActions }
}

export type SimulatorName = keyof SimulatorTypes
export type SimulatorOptions<Name extends SimulatorName> = SimulatorTypes[Name]['options']
export type SimulatorOf<Name extends SimulatorName> = Simulator<SimulatorTypes[Name]['actions']>
export type PalladiumSimulator = SimulatorOf<'palladium'>
export type PalommaSimulator = SimulatorOf<'palomma'>
export type BillonSimulator = SimulatorOf<'billon'>
export type CardIntentSimulator = SimulatorOf<'card-intent'>

const starters: { readonly [Name in SimulatorName]: (options: SimulatorOptions<Name>) => Promise<SimulatorOf<Name>> } =
  {
    palladium: (options) => runSimulator(palladium, options),
    palomma: (options) => runSimulator(palomma, options),
    billon: (options) => runSimulator(billon, options),
    'card-intent': (options) => runSimulator(cardIntent, options),
  }

/**
 * Starts a faithful local server of a provider on 127.0.0.1, and a control server next to it.
 *
 * It executes what it accepts even when the client has gone, deduplicates nothing, and writes down in `ledger` what
 * really happened. Several may run in one process.
 *
 * @example
 * await using simulator = await startSimulator('palladium', { port: 0 })
 * const adapter = palladium({ baseUrl: simulator.url, apiKey: 'any' })
 *
 * @throws SimulatorError `unknown_simulator` for a name that is not in the list, `bad_option` for a used ledger file or a wrong URL;
 * the system's own error if a port is taken.
 */
export async function startSimulator<Name extends SimulatorName>(
  name: Name,
  options: SimulatorOptions<Name> = {},
): Promise<SimulatorOf<Name>> {
  if (!Object.hasOwn(starters, name)) {
    const known = Object.keys(starters).join(', ')
    throw new SimulatorError('unknown_simulator', `there is no simulator named "${name}"; known are: ${known}`)
  }
  return await starters[name](options)
}
