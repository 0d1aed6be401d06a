import type { Fault } from '@polyrail/simulators'
import { CREATIONS } from '../support/creations.js'
import type { World } from '../support/world.js'

type Trouble = Omit<Fault, 'on' | 'reference' | 'times'>

/** How providers leave us in the dark, or refuse honestly. The worst are those that execute what nobody waits for. */
const TROUBLES: readonly Trouble[] = [
  { before: { reset: 'headers' } },
  { before: { reset: 'body' } },
  { before: { hang: 'body' } },
  { before: { delayMs: 60 } },
  { reply: { kind: 'stall' } },
  { reply: { kind: 'reset' } },
  { reply: { kind: 'close' } },
  { accept: { lateMs: 400 }, reply: { kind: 'stall' } },
  { accept: { lateMs: 100 }, reply: { kind: 'reset' } },
  { accept: { lateMs: 900 }, reply: { kind: 'error', status: 500 } },
  { reply: { kind: 'truncated', framing: 'content-length' } },
  { reply: { kind: 'truncated', framing: 'close' } },
  { reply: { kind: 'error', status: 500 } },
  { reply: { kind: 'html', status: 502 } },
  { reply: { kind: 'error', status: 409 } },
  { reply: { kind: 'wrong-reference' } },
  { reply: { kind: 'missing-id' } },
  { accept: 'no', reply: { kind: 'error', status: 400 } },
  { accept: 'no', reply: { kind: 'error', status: 503 } },
]

/** A token that is not taken any more, where there are tokens. */
const STALE_TOKEN: Trouble = { accept: 'no', reply: { kind: 'error', status: 401 } }

/** How look-ups mislead. */
const BLIND: readonly Trouble[] = [{ lookup: 'missing' }, { lookup: 'down' }, { lookup: { lagMs: 1_000 } }]

/** Keeps some trouble waiting at every provider; about one request in three meets it. */
export const makeMischief = (world: World, random: () => number): (() => void) => {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const timer = setInterval(() => {
    for (const { at, endpoint } of CREATIONS) {
      if (world[at].faults.active.length > 6 || random() > 0.3) continue
      world[at].faults.add({ on: endpoint, ...pick(TROUBLES) })
    }
    if (random() < 0.1) world.billon.faults.add({ on: 'create-payment', ...STALE_TOKEN })
    if (random() < 0.1) world['card-intent'].faults.add({ on: 'create-transaction', ...STALE_TOKEN })
    if (random() < 0.2) world.palomma.faults.add({ ...pick(BLIND) })
    if (random() < 0.2) world['card-intent'].faults.add({ ...pick(BLIND) })
  }, 20)
  return () => {
    clearInterval(timer)
    for (const at of ['palladium', 'palomma', 'billon', 'card-intent'] as const) world[at].faults.clear()
  }
}
