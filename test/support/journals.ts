import { memoryJournal, type Journal } from '@polyrail/core'
import { sqliteJournal } from '@polyrail/journal-sqlite'
import type { Folder } from './folder.js'

export const JOURNAL_NAMES = ['memory', 'sqlite'] as const
export type JournalName = (typeof JOURNAL_NAMES)[number]

interface JournalOptions {
  readonly clock?: { now(): number }
}

const OPEN: Readonly<Record<JournalName, (folder: Folder, options: JournalOptions) => Journal>> = {
  memory: (_, options) => memoryJournal(options),
  sqlite: (folder, options) => sqliteJournal({ path: folder.file('payments.db'), ...options }),
}

/** A journal of that kind; sqlite's file lies in the folder, so that another process can open it as well. */
export const journalIn = (name: JournalName, folder: Folder, options: JournalOptions = {}): Journal =>
  OPEN[name](folder, options)
