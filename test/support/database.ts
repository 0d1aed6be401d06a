import { createRequire } from 'node:module'

interface Database {
  exec(sql: string): void
  prepare(sql: string): { get(parameters: readonly unknown[]): Readonly<Record<string, unknown>> }
  close(): void
}

// The journal's own driver: the workspace has no other reason to depend on it.
const Driver = createRequire(import.meta.resolve('@polyrail/journal-sqlite/package.json'))('libsql') as new (
  path: string,
) => Database

/** The database file beside its journal, for what no journal of ours would do to it. */
export const openDatabase = (path: string): Database => new Driver(path)

/** How many rows a table of the journal has. */
export const rowsIn = (path: string, table: 'object' | 'operation' | 'transition'): number => {
  const database = openDatabase(path)
  try {
    return Number(database.prepare(`SELECT count(*) AS rows FROM ${table}`).get([])['rows'])
  } finally {
    database.close()
  }
}
