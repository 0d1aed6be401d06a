import type { IncomingHttpHeaders } from 'node:http'
import type { Announcer, CallbackStyle } from './callbacks/style.js'
import type { Clock } from './clock.js'
import type { Json, JsonObject } from './json.js'
import type { LedgerBook } from './ledger.js'
import type { WireNames } from './reply/names.js'
import type { Fields, Route } from './route.js'
import type { Timeline } from './timeline.js'

/** What every provider's simulation lives in. */
export interface World {
  readonly clock: Clock
  readonly timeline: Timeline
  readonly ledger: LedgerBook
  readonly callbacks: Announcer
}

export interface SimulatedProvider<Actions> {
  readonly basePath: string
  readonly routes: readonly Route[]
  readonly names: WireNames
  /** Whether a field is a secret, at any depth, that the request log must not hold; by default none is. */
  readonly maskFields?: (name: string, value: unknown) => boolean
  /** Throws a Refusal unless the headers carry an accepted key. */
  readonly authorize: (headers: IncomingHttpHeaders) => void
  /** Reads a body of the documented content type; throws a Refusal for any other. */
  readonly readBody: (contentType: string | undefined, body: Buffer) => Fields
  /** The status of a request with wrong fields. */
  readonly invalidStatus: number
  readonly errorBody: (status: number, message: string, details?: JsonObject) => Json
  /** What a list or query answers when its index holds everything twice. */
  readonly duplicate: (body: Json) => Json
  readonly actions: Actions
  /** The actions by name, for input that comes as JSON. */
  readonly controls: ReadonlyMap<string, (input: unknown) => Json>
}

/** One folder per provider exports one of these. */
export interface ProviderDefinition<Options, Actions> {
  readonly name: string
  /** Absent for a provider that has no callbacks. */
  readonly callbacks?: (options: Options) => CallbackStyle
  readonly create: (world: World, options: Options) => SimulatedProvider<Actions>
}
