import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../errors.js'
import type { BodyReply, ReplyFault, StatusReply, WireReply } from '../faults/fault.js'
import type { Json } from '../json.js'
import type { SimulatedProvider } from '../provider.js'
import { jsonAnswer, replace, type Answer } from '../reply/answer.js'
import { deliver, deliverBroken } from '../reply/deliver.js'
import { distort } from '../reply/distort.js'
import type { WireNames } from '../reply/names.js'
import type { Passage } from './host.js'

/** Puts the result on the wire, as it is or as the fault wants it. */
export async function respond(
  { host: { provider, signal }, record, fault: { reply: fault } = {}, names }: Passage,
  result: Json | Refusal,
  response: ServerResponse,
): Promise<void> {
  if (result instanceof Refusal) record.verdict = 'refused'
  const status = result instanceof Refusal ? result.status : 200
  const body = result instanceof Refusal ? provider.errorBody(status, result.message, result.details) : result
  const right = jsonAnswer(status, JSON.stringify(body))

  if (fault?.delayMs !== undefined) await sleep(fault.delayMs, undefined, { signal })
  if (fault !== undefined && isWire(fault)) {
    const { socket } = response
    if (socket === null) return
    if (!isSilent(fault)) record.status = status
    await deliverBroken(right, fault, { socket, signal })
    return
  }
  const answer = fault === undefined ? right : wrong({ provider, names, right, body }, fault)
  record.status = answer.status
  deliver(answer, response)
}

interface Right {
  readonly provider: SimulatedProvider<unknown>
  readonly names: WireNames
  readonly right: Answer
  readonly body: Json
}

function wrong({ provider, names, right, body }: Right, fault: StatusReply | BodyReply): Answer {
  if (!isStatus(fault)) return { ...right, body: distort(body, fault, names) }
  return replace(right, fault, (status, message) => JSON.stringify(provider.errorBody(status, message)))
}

const WIRE: ReadonlySet<string> = new Set<WireReply['kind']>(['stall', 'reset', 'close', 'truncated', 'drip'])
const STATUS: ReadonlySet<string> = new Set<StatusReply['kind']>([
  'ok',
  'error',
  'html',
  'redirect',
  'empty',
  'content-type',
])

const isWire = (fault: ReplyFault): fault is ReplyFault & WireReply => WIRE.has(fault.kind)
const isStatus = (fault: StatusReply | BodyReply): fault is StatusReply => STATUS.has(fault.kind)

/** Not even a status line goes out. */
const isSilent = (fault: WireReply): boolean =>
  fault.kind === 'close' || ((fault.kind === 'stall' || fault.kind === 'reset') && fault.afterBytes === undefined)
