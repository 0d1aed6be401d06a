import { installedWith } from '../clients/installed.js'

export type Value = string | number | null
export type Row = Readonly<Record<string, Value>>

/** What the benchmark uses of libsql. */
export interface Database {
  prepare(sql: string): { get(values: readonly Value[]): Row; run(values: readonly Value[]): void }
  exec(sql: string): void
  pragma(source: string): unknown
  close(): void
}

/** The library of the journal itself, with the settings that make its commits durable. */
export const openDatabase = (path: string): Database => {
  const Database = installedWith('@polyrail/journal-sqlite', 'libsql') as new (path: string) => Database
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  return database
}
