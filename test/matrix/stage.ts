import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock, Journal, JournalFacts } from '@polyrail/core'
import { journalIn, type JournalName } from '../support/journals.js'
import { openPayments, startWorld, type TestPayments, type World } from '../support/world.js'
import { wrappedJournal } from '../support/wrapped-journal.js'

type Opening = Partial<Parameters<typeof openPayments>[0]>

/** Providers, one journal, and any number of processes' libraries on it, which agree on a time that can be moved. */
export interface Stage extends AsyncDisposable {
  readonly world: World
  readonly journal: Journal
  /** The one that nothing happens to. */
  readonly payments: TestPayments
  readonly open: (changes?: Opening) => Promise<TestPayments>
  /** Lets so much time pass for everybody but the providers. */
  readonly pass: (ms: number) => void
  /** Ends it with the stage. */
  readonly use: <Resource extends AsyncDisposable>(resource: Resource) => Resource
}

/** Where no answer is to be missed, the machine may be as busy as it likes. */
const PATIENT_MS = 20_000

/** Faults on purpose, and as many calls at once as there are. */
const LIMITS = { circuit: false, unresolved: 1_000_000, reads: 1_000, writes: 1_000 } as const

/** What makes of the library something else, by what it writes down. */
export type Spoil = (journal: Journal) => Journal

export const startStage = async (name: JournalName, spoil: Spoil = (journal) => journal): Promise<Stage> => {
  const world = await startWorld({ journal: 'memory', recovery: false })
  let ahead = 0
  // Pauses between reads are shorter than they would be.
  const clock: Clock = {
    now: () => Date.now() + ahead,
    monotonic: () => performance.now(),
    sleep: (ms) => sleep(ms / 10),
  }
  const used: AsyncDisposable[] = []
  const own = spoil(journalIn(name, world.folder))
  let facts: Promise<JournalFacts> | undefined
  const journal = wrappedJournal(own, {
    open: (options) => (facts ??= own.open(options)),
    // It is everybody's: one that closes must not close it for the others.
    close: () => Promise.resolve(),
  })
  const open = (changes: Opening = {}): Promise<TestPayments> =>
    openPayments({
      journal,
      urls: world.urls,
      clock,
      recovery: false,
      timeoutMs: PATIENT_MS,
      limits: LIMITS,
      ...changes,
    })
  return {
    world,
    journal,
    payments: await open(),
    open,
    pass: (ms) => void (ahead += ms),
    use(resource) {
      used.push(resource)
      return resource
    },
    async [Symbol.asyncDispose]() {
      // What was abandoned on purpose never ends, so nobody waits for it.
      await world[Symbol.asyncDispose]()
      await Promise.all(used.map((resource) => resource[Symbol.asyncDispose]()))
      await own.close()
    },
  }
}
