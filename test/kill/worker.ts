import { sqliteJournal } from '@polyrail/journal-sqlite'
import { CREATIONS } from '../support/creations.js'
import { openPayments } from '../support/world.js'
import { fastClock, standing } from './clock.js'
import { TIMEOUT_MS, UNGUARDED, type Job, type Told } from './job.js'
import { suicidal } from './points.js'
import { broken } from './policies.js'

// A merchant's process: it calls, looks after what is open, and is killed at some moment.

const AT_ONCE = 8

const { journal: path, urls, calls, suicide, policy } = JSON.parse(process.argv[2] ?? '') as Job
const clock = fastClock()
const plain = sqliteJournal({ path, clock })
const wrapped = policy === undefined ? plain : broken(plain, policy)
const journal = suicide === undefined ? wrapped : suicidal(wrapped, suicide)

const payments = await openPayments({
  journal,
  urls,
  timeoutMs: TIMEOUT_MS,
  clock: policy === UNGUARDED ? standing(clock) : clock,
  // Who is stopped is not to hold the journal's lock meanwhile.
  recovery: suicide?.stops === true ? false : { everyMs: 100 },
})
const tell = (told: Told | 'ready'): void => void process.send?.(told)
tell('ready')

const call = async ({ creation, reference }: Job['calls'][number]): Promise<void> => {
  // A reference that is thought up anew in every life names another payment each time.
  const name = policy === 'random references' ? `${reference}.${String(process.pid)}` : reference
  try {
    const { status } = (await CREATIONS[creation]?.create(payments, name)) ?? {}
    tell({ reference, ...(status === undefined ? {} : { status }) })
  } catch (error) {
    tell({ reference, error: String((error as { readonly code?: unknown }).code) })
  }
}

const waiting = [...calls]
const work = async (): Promise<void> => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await call(next)
}
await Promise.all(Array.from({ length: AT_ONCE }, work))
// Whoever is through goes on finding out until the end comes.
await new Promise(() => setInterval(() => undefined, 1_000))
