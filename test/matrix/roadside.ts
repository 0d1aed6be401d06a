import { executions, nameAt, stepOf, type Creation } from '../support/creations.js'
import { until } from '../support/until.js'
import { everywhere, type TestPayments } from '../support/world.js'
import { wrappedJournal } from '../support/wrapped-journal.js'
import type { Means } from './faults.js'
import { overhear, type Overheard } from './overheard.js'
import { HOSTS, startHost, startRoad } from './road.js'
import type { Stage } from './stage.js'

type Unwritten = Extract<Means, { by: 'door' | 'host' | 'break' }>
type Call = (payments: TestPayments) => Promise<unknown>

/** Processes whose way to the provider fails before a request is written; one call at a time. */
export interface Roadside extends AsyncDisposable {
  /** Makes the call in such a process, and tells what core took the failure for. */
  strike(means: Unwritten, reference: string, call: Call): Promise<string>
}

export type BadHost = Extract<Means, { by: 'host' }>['host'] | 'closed' | 'reset'

/** A host that treats every connection badly, or is not there, and a process whose providers are all there. */
export const startElsewhere = async (stage: Stage, host: BadHost) => {
  const server = host === 'unknown' || host === 'closed' ? undefined : await startHost(HOSTS[host])
  const heard = overhear()
  const payments = await stage.open({ urls: everywhere(urlOf(host, server?.port)), logger: heard.logger })
  return { payments, heard, [Symbol.asyncDispose]: async () => server?.[Symbol.asyncDispose]() }
}

/** No system gives this port by itself, and no service of today has it. */
const NOBODY = 1

const urlOf = (host: BadHost, port = NOBODY): string => {
  if (host === 'unknown') return 'https://provider.invalid/api'
  return `${host === 'reset' || host === 'closed' ? 'http' : 'https'}://127.0.0.1:${String(port)}/api`
}

export const startRoadside = async (stage: Stage, creation: Creation): Promise<Roadside> => {
  const { world, journal } = stage
  const road = await startRoad(world[creation.at].url)
  const heard = overhear()
  let breaksAt: string | undefined
  const breaking = wrappedJournal(journal, {
    arm: async (intent) => {
      const armed = await journal.arm(intent)
      if (intent.reference !== breaksAt || intent.step !== stepOf(creation)) return armed
      const calls = heard.outcomes.length
      road.breakAll()
      // The permission to write comes when the break has been seen.
      await until(() => heard.outcomes.length > calls)
      return armed
    },
  })
  const urls = { ...world.urls, [creation.at]: road.url }
  const payments = await stage.open({ journal: breaking, urls, logger: heard.logger })
  const before = await requestsBefore(stage, creation, payments)

  const atClosedDoor = async (call: Call): Promise<void> => {
    road.closeAfter(before)
    await call(payments)
    await road.open()
  }
  const elsewhere = async (host: Extract<Means, { by: 'host' }>['host'], call: Call): Promise<Overheard> => {
    // What comes first can only come from where the provider is.
    if (before > 0) await atClosedDoor((there) => call(there).catch(() => undefined))
    await using away = await startElsewhere(stage, host)
    await call(away.payments)
    return away.heard
  }
  return {
    async strike(means, reference, call) {
      if (means.by === 'host') return last(await elsewhere(means.host, call))
      if (means.by === 'door') await atClosedDoor(call)
      else {
        breaksAt = reference
        await call(payments)
      }
      return last(heard)
    },
    async [Symbol.asyncDispose]() {
      await payments.close()
      await road[Symbol.asyncDispose]()
    },
  }
}

const last = ({ outcomes }: Overheard): string => outcomes.at(-1) ?? 'no call'

/** How many requests come before the one that is struck, when there is a token already. */
const requestsBefore = async ({ world }: Stage, creation: Creation, payments: TestPayments): Promise<number> => {
  const { at, endpoint } = creation
  await creation.create(payments, 'dry-1')
  const { length } = world[at].requests
  await creation.create(payments, 'dry-2')
  const before = world[at].requests
    .slice(length)
    .findIndex((request) => request.endpoint === endpoint && request.reference === nameAt(at, 'dry-2'))
  if (before < 0 || executions(world, creation, 'dry-2') !== 1)
    throw new Error(`${creation.title} does not reach ${endpoint}`)
  return before
}
