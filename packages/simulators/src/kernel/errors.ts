import type { JsonObject } from './json.js'

export type SimulatorErrorCode =
  'unknown_simulator' | 'bad_option' | 'bad_fault' | 'bad_action' | 'bad_control_request' | 'closed'

/** A mistake of the test that drives a simulator, never of the request that a simulator receives. */
export class SimulatorError extends Error {
  override readonly name = 'SimulatorError'
  readonly code: SimulatorErrorCode

  constructor(code: SimulatorErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** A request that the provider answers with an error. Checks throw it; one place turns it into an answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly details: JsonObject | undefined

  constructor(status: number, message: string, details?: JsonObject) {
    super(message)
    this.status = status
    this.details = details
  }
}

/** The value, or the Refusal that was thrown on the way to it. */
export function refusable<Value>(run: () => Value): Value | Refusal {
  try {
    return run()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
