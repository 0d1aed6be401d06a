import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../errors.js'
import type { BeforeFault } from '../faults/fault.js'
import { accept } from './accept.js'
import type { Host } from './host.js'
import { masked } from './mask.js'
import { findEndpoint, readBody, readRequest } from './read.js'
import { respond } from './respond.js'

/** One request's way: find the endpoint, read, check, execute, answer. Faults may strike at every step. */
export async function exchange(host: Host, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { world, provider, faults, signal } = host
  const { method = '', url = '', headers } = request
  const record = host.log.open({ at: world.clock.now().toISOString(), method, path: url, headers })
  const endpoint = findEndpoint(provider, method, url)
  const route = endpoint instanceof Refusal ? undefined : endpoint.route
  if (route !== undefined) record.endpoint = route.name

  const early = route && faults.takeForHeaders(route)
  if (early?.before !== undefined && ends(early.before, request)) {
    record.verdict = 'not-accepted'
    return
  }

  const body = await readBody(request)
  if (body === 'aborted') {
    record.verdict = 'aborted'
    return
  }

  const read = endpoint instanceof Refusal ? endpoint : readRequest(provider, endpoint, { request, body })
  if (!(read instanceof Refusal)) {
    record.fields = masked({ ...Object.fromEntries(read.query), ...read.fields }, provider.maskFields)
    const reference = route?.referenceOf(read)
    if (reference !== undefined) record.reference = reference
  }

  const fault = route && faults.takeForRequest(route, record.reference)
  if (fault?.before !== undefined) {
    if (ends(fault.before, request)) {
      record.verdict = 'not-accepted'
      return
    }
    if ('delayMs' in fault.before) await sleep(fault.before.delayMs, undefined, { signal })
  }

  world.timeline.catchUp()
  // From here on nothing asks whether the client is still there: a provider that has read a request executes it.
  const passage = { host, record, fault, names: { ...provider.names, ...route?.names } }
  const result = endpoint instanceof Refusal ? endpoint : accept(passage, endpoint.route, read)
  await host.callbacks.early()
  await respond(passage, result, response)
}

/** Whether the fault ends the request here: reset, or left without an answer for ever. */
function ends(before: BeforeFault, { socket }: IncomingMessage): boolean {
  if ('reset' in before) socket.resetAndDestroy()
  return 'reset' in before || 'hang' in before
}
