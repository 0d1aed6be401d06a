import type { CallbackDesk } from '../callbacks/desk.js'
import type { FaultBook } from '../faults/book.js'
import type { Fault } from '../faults/fault.js'
import type { SimulatedProvider, World } from '../provider.js'
import type { WireNames } from '../reply/names.js'
import type { OpenRecord, RequestLog } from '../request-log.js'

/** What one request needs to know of its simulator. */
export interface Host {
  readonly world: World
  readonly provider: SimulatedProvider<unknown>
  readonly faults: FaultBook
  readonly log: RequestLog
  readonly callbacks: CallbackDesk
  /** Aborted when the simulator closes. */
  readonly signal: AbortSignal
}

/** One request that has been read: what is noted about it, and the fault that it meets. */
export interface Passage {
  readonly host: Host
  readonly record: OpenRecord
  readonly fault: Fault | undefined
  /** The names in the answer. */
  readonly names: WireNames
}
