import type { Journal } from '../../src/index.js'

/** Whoever decides when a call of the journal is stored, when its caller hears of it, and whether it fails. */
export interface StoreHand {
  /** Resolves when it may go on: never, once nothing comes of it any more. */
  reach(call: {
    readonly process: string
    readonly stage: 'store' | 'stored' | 'look'
    readonly what: string
  }): Promise<void>
  /** Whether the store refuses this call; then nothing is stored. */
  storeFails(process: string): boolean
}

const WRITES = ['arm', 'record', 'observe', 'reap', 'due', 'postpone'] as const
const READS = ['findOperation', 'operation', 'operations', 'object', 'objects', 'history'] as const
type Call = (...given: unknown[]) => Promise<unknown>

const SECOND = 1_000
const MINUTE = 60 * SECOND
const PLANNED = [
  5 * SECOND,
  15 * SECOND,
  45 * SECOND,
  2 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  60 * MINUTE,
  24 * 60 * MINUTE,
]

/**
 * The journal as one process has it. A write is not stored before its turn comes, and whoever wrote hears of it at a turn
 * of its own: between the two a process may die, and a write that is under way then may still be stored.
 */
export const storeOf = (journal: Journal, process: string, hand: StoreHand): Journal => {
  const wrapped = (names: readonly (keyof Journal)[], around: (name: string, call: Call) => Call) =>
    Object.fromEntries(names.map((name) => [name, around(name, (journal[name] as Call).bind(journal))]))
  const write = (name: string, call: Call): Call => {
    return async (given) => {
      await hand.reach({ process, stage: 'store', what: name })
      if (hand.storeFails(process)) throw new Error('the disk is full')
      const answer = await call(withoutJitter(given))
      await hand.reach({ process, stage: 'stored', what: name })
      return answer
    }
  }
  const read = (name: string, call: Call): Call => {
    return async (...given) => {
      await hand.reach({ process, stage: 'look', what: name })
      if (hand.storeFails(process)) throw new Error('the disk cannot be read')
      return call(...given)
    }
  }
  return { ...journal, ...wrapped(WRITES, write), ...wrapped(READS, read) }
}

// Core spreads its checks by the machine's randomness, and a run has to be the same whenever it is repeated.
const withoutJitter = (given: unknown): unknown => {
  if (typeof given !== 'object' || given === null) return given
  const { nextCheckInMs, inMs }: { nextCheckInMs?: unknown; inMs?: unknown } = given
  return {
    ...given,
    ...(typeof nextCheckInMs === 'number' ? { nextCheckInMs: planned(nextCheckInMs) } : {}),
    ...(typeof inMs === 'number' ? { inMs: planned(inMs) } : {}),
  }
}

const planned = (ms: number): number => PLANNED.find((pause) => ms >= pause * 0.79 && ms <= pause * 1.21) ?? ms
