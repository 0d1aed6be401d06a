export { sqliteJournal } from './journal.js'
export type { SqliteJournalOptions } from './options.js'
