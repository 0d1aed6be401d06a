import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal, refusable } from '../errors.js'
import type { LookupFault } from '../faults/fault.js'
import type { Json } from '../json.js'
import type { Route, SimulatedRequest } from '../route.js'
import type { Host, Passage } from './host.js'

/** Checks a request and executes it as often, and when, its fault says: by default once and now. */
export function accept(
  { host, record, fault }: Passage,
  route: Route,
  request: SimulatedRequest | Refusal,
): Json | Refusal {
  const { lookup, accept: how = 'yes' } = fault ?? {}
  if (lookup === 'down') return new Refusal(500, 'Server Error')
  if (request instanceof Refusal) return request
  const seen = { ...request, sees: sight(host, lookup) }
  const outcome = refusable(() => route.prepare(seen))
  if (outcome instanceof Refusal) return outcome

  if (outcome.execute === undefined || how === 'yes' || how === 'twice') {
    record.verdict = 'accepted'
    outcome.execute?.()
    if (how === 'twice') refusable(() => route.prepare(seen).execute?.())
  } else if (how === 'no') {
    record.verdict = 'not-accepted'
  } else {
    record.verdict = 'late'
    // Only the simulator's own end keeps it from happening.
    void sleep(how.lateMs, undefined, { signal: host.signal }).then(
      () => {
        host.world.timeline.catchUp()
        outcome.execute?.()
        // Its reply is long gone, and no other one should wait.
        void host.callbacks.early()
      },
      () => undefined,
    )
  }
  return lookup === 'duplicates' ? host.provider.duplicate(outcome.body) : outcome.body
}

function sight({ world }: Host, lookup: LookupFault | undefined): (executedAt: number) => boolean {
  if (lookup === 'missing') return () => false
  if (typeof lookup !== 'object') return () => true
  const newest = world.clock.now().getTime() - lookup.lagMs
  return (executedAt) => executedAt <= newest
}
