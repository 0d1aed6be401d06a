import { createHash } from 'node:crypto'
import type { Database } from 'libsql'
import { prepareStatements, type Statements } from './statements.js'

// Positions in the rows.
const ACTOR = 7
const HASH = 9

interface Sealed {
  readonly seq: number
  readonly id: string
  readonly version: number
  readonly actor?: string
  readonly evidence?: string
}

/** Chains the line of the history that the database has just written to the one before it. */
export const seal = (statements: Statements, { seq, id, version, actor, evidence }: Sealed): void => {
  const line = statements.transition(seq, version)
  if (line === undefined) throw new Error(`The history of ${id} lacks its line ${version}`)
  const before = statements.transition(seq, version - 1)?.[HASH] ?? ''
  const decided = [actor ?? null, evidence ?? null] as const
  const text = JSON.stringify([before, id, ...line.slice(0, ACTOR), ...decided])
  statements.seal([createHash('sha256').update(text).digest('hex'), ...decided, seq, version])
}

/** Hashes what was written before lines were hashed, so that no line is without a hash. */
export const hashHistory = (database: Database): void => {
  const statements = prepareStatements(database)
  const rows = database
    .prepare(
      'SELECT o.seq, o.id, t.seq FROM transition t JOIN operation o ON o.seq = t.operation ORDER BY o.seq, t.seq',
    )
    .raw()
    .all([]) as (readonly [seq: number, id: string, version: number])[]
  for (const [seq, id, version] of rows) seal(statements, { seq, id, version })
}
