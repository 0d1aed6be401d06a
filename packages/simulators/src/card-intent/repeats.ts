import { createHmac } from 'node:crypto'
import { Refusal } from '../kernel/errors.js'
import { isRecord, type Json } from '../kernel/json.js'
import type { Outcome, SimulatedRequest } from '../kernel/route.js'
import type { CardIntentState } from './state.js'

/** `execute` says whether it did anything: late or for a second time there may be nothing left to do. */
export interface Attempt {
  readonly body: Json
  readonly execute: () => boolean
}

/**
 * With `dedupe`, an external_id is executed once per endpoint. The pages call it the key of idempotency, but do not say
 * what a repeat gets: the same request gets the first result again, another one 409.
 */
export function once(state: CardIntentState, request: SimulatedRequest, prepare: () => Attempt): Outcome {
  const { external_id: reference } = request.fields
  if (state.options.dedupe !== true || typeof reference !== 'string') return prepare()
  const key = JSON.stringify([request.endpoint, reference])
  const fingerprint = fingerprintOf(state, request)
  const earlier = state.results.get(key)
  if (earlier !== undefined) {
    if (earlier.fingerprint === fingerprint) return { body: earlier.body }
    const details = { code: 'idempotency_conflict', field: 'external_id' }
    throw new Refusal(409, 'external_id was used for another request', details)
  }
  const { body, execute } = prepare()
  return {
    body,
    execute: () => {
      // Another request with this external_id may have overtaken a late one.
      if (!state.results.has(key) && execute()) state.results.set(key, { fingerprint, body })
    },
  }
}

/** Equal for the same content in any order of keys. Keyed, because a plain hash of a card number can be guessed. */
function fingerprintOf({ fingerprintKey }: CardIntentState, { params, fields }: SimulatedRequest): string {
  const canonical = JSON.stringify([[...params], fields], (_, value: unknown) =>
    isRecord(value)
      ? Object.fromEntries(
          Object.keys(value)
            .sort()
            .map((name) => [name, value[name]]),
        )
      : value,
  )
  return createHmac('sha256', fingerprintKey).update(canonical).digest('hex')
}
