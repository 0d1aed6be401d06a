export { startSimulator } from './start.js'
export type {
  BillonSimulator,
  CardIntentSimulator,
  PalladiumSimulator,
  PalommaSimulator,
  SimulatorName,
  SimulatorOf,
  SimulatorOptions,
  SimulatorTypes,
} from './start.js'
export type { CardIntentActions, CardIntentTarget } from './card-intent/actions.js'
export type { CardIntentOptions } from './card-intent/options.js'
export type { CardIntentTestCard } from './card-intent/test-cards.js'
export type { CallbackAttempt, CallbackMatch, CallbackOptions, Callbacks } from './kernel/callbacks/callback.js'
export type { Clock } from './kernel/clock.js'
export { SimulatorError, type SimulatorErrorCode } from './kernel/errors.js'
export type {
  AcceptFault,
  ActiveFault,
  BeforeFault,
  BodyReply,
  CallbackFault,
  Fault,
  Faults,
  LookupFault,
  ReplyFault,
  Stage,
  StatusReply,
  WireReply,
} from './kernel/faults/fault.js'
export type { Json, JsonObject } from './kernel/json.js'
export type { Ledger, LedgerEntry, LedgerEntryType, LedgerMatch } from './kernel/ledger.js'
export type { RequestRecord, Verdict } from './kernel/request-log.js'
export type { CommonOptions, Simulator } from './kernel/simulator.js'
export type { PalladiumActions, PalladiumTarget } from './palladium/actions.js'
export type { PalladiumCallbackOptions, PalladiumOptions } from './palladium/options.js'
export type { PalommaActions } from './palomma/actions.js'
export type { PalommaCallbackOptions, PalommaOptions } from './palomma/options.js'
export type { PayinMethod, StatusMessage } from './palomma/vocabulary.js'
export type { BillonActions, BillonFunds, BillonTarget } from './billon/actions.js'
export type { BillonOptions } from './billon/options.js'
export type { PalommaTarget } from './palomma/targets.js'
