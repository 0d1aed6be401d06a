import type { Journal, JournalFacts } from '@polyrail/core'

/** What the author of a journal brings: a fresh store for every case. */
export interface JournalSubject {
  readonly capabilities: JournalCapabilities
  create(): Promise<JournalWorld>
}

/** What not every journal can; cases that need it are skipped where it is `false`. */
export interface JournalCapabilities {
  /** Several handles on one store, as several processes would have. */
  readonly reopen: boolean
}

export interface JournalWorld {
  /** Not open yet. */
  readonly journal: Journal
  /** Another handle on the same store, not open yet. */
  readonly reopen?: () => Promise<Journal>
  /** The journal's clock. */
  readonly clock: { advance(ms: number): void }
  /** Called after every handle was closed. */
  cleanup(): Promise<void>
}

/** What a case gets: open journals, and time. */
export interface JournalStage {
  readonly journal: Journal
  readonly facts: JournalFacts
  readonly advance: (ms: number) => void
  readonly reopen: () => Promise<{ readonly journal: Journal; readonly facts: JournalFacts }>
}

/** One promise of the port, as data. `run` rejects where the promise is broken. */
export interface JournalCase {
  readonly id: string
  readonly title: string
  readonly needs: readonly (keyof JournalCapabilities)[]
  readonly run: (stage: JournalStage) => Promise<void>
}
