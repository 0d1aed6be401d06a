import { SimulatorError } from '../errors.js'
import { after } from '../sequence.js'
import type { Callbacks } from './callback.js'

type Control = (input: Readonly<Record<string, unknown>>, query: URLSearchParams) => unknown

/** The callbacks' part of the control server; nothing for a provider without them. */
export function callbackControls(callbacks: Callbacks): readonly (readonly [name: string, Control])[] {
  if (callbacks.events.length === 0) return []
  return [
    ['GET /callbacks', (_, query) => after(callbacks.delivered, query)],
    ['POST /callbacks/send-to', (input) => callbacks.sendTo(readUrl(input))],
    ['POST /callbacks/idle', async () => await callbacks.idle()],
    ['POST /callbacks/release', () => callbacks.release()],
    ['POST /callbacks/resend', (input) => ({ count: callbacks.resend(input) })],
  ]
}

/** `null` ends it; a field that is missing or misspelt must not. */
function readUrl({ url }: Readonly<Record<string, unknown>>): string | undefined {
  if (url === null) return undefined
  if (typeof url === 'string') return url
  throw new SimulatorError('bad_control_request', 'url must be a string, or null for nowhere')
}
