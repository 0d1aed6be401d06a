import type { Callbacks } from './callbacks/callback.js'
import type { Clock } from './clock.js'
import type { Faults } from './faults/fault.js'
import type { Ledger } from './ledger.js'
import type { RequestRecord } from './request-log.js'

export interface CommonOptions {
  /** TCP port on 127.0.0.1; 0 (the default) lets the system choose. */
  readonly port?: number
  /** TCP port of the control server; 0 by default. */
  readonly controlPort?: number
  /** The only key that is accepted; by default any non-empty key is. */
  readonly apiKey?: string
  /** A new file that receives the ledger as JSON lines, each flushed to the disk before any reply. */
  readonly ledgerPath?: string
}

/** A running provider. */
export interface Simulator<Actions = unknown> extends AsyncDisposable {
  readonly name: string
  /** The base URL an adapter is given, with the API prefix. */
  readonly url: string
  /** The same controls for other processes, as JSON over HTTP. */
  readonly controlUrl: string
  readonly ledger: Ledger
  /** Requests in the order of their arrival, newest last; only the latest 10,000 or more are kept. */
  readonly requests: readonly RequestRecord[]
  readonly faults: Faults
  readonly clock: Clock
  /** What the provider tells by itself. */
  readonly callbacks: Callbacks
  /** What people do at the provider: pay, settle, expire, … */
  readonly actions: Actions
  /** From now on a connection is refused, as if the process were down; idle kept-alive connections end. */
  refuseConnections(): Promise<void>
  /** Listens again, on the same port. */
  allowConnections(): Promise<void>
  /** Ends both servers and every connection; executions (`lateMs`) and callbacks that still wait do not happen. */
  close(): Promise<void>
}
