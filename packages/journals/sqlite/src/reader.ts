import Database from 'libsql'
import {
  ENDED,
  LEGAL_EDGES,
  SHREDDED,
  type Journal,
  type ObjectQuery,
  type ObjectRecord,
  type ObjectSelector,
  type OperationKey,
  type OperationQuery,
  type OperationRecord,
  type OperationState,
  type Page,
  type ProviderKey,
  type StoredToken,
  type Transition,
} from '@polyrail/core'
import { MailReader } from './mail.js'
import { pageOf, positionFrom, type Listed } from './pages.js'
import {
  OBJECT_COLUMNS,
  OPERATION_COLUMNS,
  TRANSITION_COLUMNS,
  objectFrom,
  operationFrom,
  transitionFrom,
  type ObjectRow,
  type OperationRow,
  type TransitionRow,
} from './rows.js'

const STATES = Object.keys(LEGAL_EDGES) as OperationState[]

/** Reads on a connection of its own, in the thread of the caller: in WAL mode no reader waits for the writer. */
export class Reader {
  readonly #database: Database.Database
  readonly #operations: ReturnType<typeof selectOperations>
  readonly #objects: ReturnType<typeof selectObjects>
  readonly #token: ReturnType<typeof selectToken>
  readonly mail: MailReader

  constructor(path: string, busyTimeoutMs: number) {
    this.#database = new Database(path)
    this.#database.pragma(`busy_timeout = ${busyTimeoutMs}`)
    this.#database.pragma('query_only = ON')
    this.#operations = selectOperations(this.#database)
    this.#objects = selectObjects(this.#database)
    this.#token = selectToken(this.#database)
    this.mail = new MailReader(this.#database)
  }

  close(): void {
    this.#database.close()
  }

  findOperation(key: OperationKey | ProviderKey, now: number): OperationRecord | undefined {
    const { merchant, kind } = key
    const { latest, latestAt } = this.#operations
    const row =
      'reference' in key
        ? latest.get([merchant, kind, key.reference])
        : latestAt.get([key.provider, kind, key.providerReference, merchant])
    return operationOf(row, now)
  }

  operation(merchant: string, id: string, now: number): OperationRecord | undefined {
    return operationOf(this.#operations.byId.get([merchant, id]), now)
  }

  operations(query: OperationQuery, now: number): Page<OperationRecord> {
    const { merchant, states = STATES, kinds, provider = null, newestFirst = false, limit } = query
    const kindList = kinds === undefined ? null : JSON.stringify(kinds)
    const { createdAt, seq } = positionFrom(query.after, newestFirst)
    const { inState, inStateNewest, ofAll, ofAllNewest } = this.#operations
    const select = newestFirst ? [ofAllNewest, inStateNewest] : [ofAll, inState]
    const direction = newestFirst ? -1 : 1
    // State by state, each in the order of its index: a query over several would sort all that match for each page.
    const rows = [...new Set(states)]
      .flatMap((state) => {
        const values = [createdAt, seq, provider, provider, kindList, kindList, limit + 1]
        return (
          merchant === undefined ? select[0]?.all([state, ...values]) : select[1]?.all([state, merchant, ...values])
        ) as OperationRow[]
      })
      .map((row) => listedOperation(row, now))
      .sort((one, other) => direction * (one.at - other.at || one.seq - other.seq))
    return pageOf(rows, limit)
  }

  history(merchant: string, id: string): readonly Transition[] {
    return (this.#operations.history.all([merchant, id]) as TransitionRow[]).map(transitionFrom)
  }

  forgettable({ before, limit }: Parameters<Journal['forgettable']>[0], now: number): readonly OperationRecord[] {
    const rows = this.#operations.forgettable.all([before, limit]) as OperationRow[]
    return rows.map((row) => operationFrom(row, now))
  }

  token(name: string): StoredToken | undefined {
    const row = this.#token.get([name]) as readonly [string, number, number, number] | undefined
    if (row === undefined) return undefined
    const [sealed, generation, refreshAt, expiresAt] = row
    return { sealed, generation, refreshAt, expiresAt }
  }

  object(selector: ObjectSelector): ObjectRecord | undefined {
    const { merchant, type } = selector
    if ('id' in selector) return objectOf(this.#objects.byId.get([merchant, selector.id, type]))
    if ('reference' in selector) return objectOf(this.#objects.byReference.get([merchant, type, selector.reference]))
    return objectOf(this.#objects.byProviderId.get([merchant, type, selector.provider, selector.providerId]))
  }

  objects(query: ObjectQuery): Page<ObjectRecord> {
    const { merchant, type, parent, provider = null, status = null, createdFrom = 0, createdTo = null, limit } = query
    const { createdAt, seq } = positionFrom(query.after)
    const between = [createdFrom, createdTo, createdTo]
    const values = [createdAt, seq, ...between, provider, provider, status, status, limit + 1]
    const { listed, ofParent } = this.#objects
    const found =
      parent === undefined ? listed.all([merchant, type, ...values]) : ofParent.all([merchant, type, parent, ...values])
    const rows = found as ObjectRow[]
    return pageOf(
      rows.map((row) => ({ seq: row[0], at: row[10], record: objectFrom(row) })),
      limit,
    )
  }
}

const CHOSEN = 'AND (? IS NULL OR provider = ?) AND (? IS NULL OR kind IN (SELECT value FROM json_each(?)))'
const OLDEST_FIRST = `(created_at, seq) > (?, ?) ${CHOSEN} ORDER BY created_at, seq LIMIT ?`
const NEWEST_FIRST = `(created_at, seq) < (?, ?) ${CHOSEN} ORDER BY created_at DESC, seq DESC LIMIT ?`

const selectToken = (database: Database.Database) =>
  database
    .prepare('SELECT sealed, generation, refresh_at, expires_at FROM token WHERE name = ? AND sealed IS NOT NULL')
    .raw()

const selectOperations = (database: Database.Database) => {
  const select = (condition: string) =>
    database.prepare(`SELECT ${OPERATION_COLUMNS} FROM operation WHERE ${condition}`).raw()
  return {
    latest: select('merchant = ? AND kind = ? AND reference = ? ORDER BY generation DESC LIMIT 1'),
    latestAt: select(
      'provider = ? AND kind = ? AND provider_reference = ? AND merchant = ? ORDER BY generation DESC LIMIT 1',
    ),
    byId: select('merchant = ? AND id = ?'),
    inState: select(`state = ? AND merchant = ? AND ${OLDEST_FIRST}`),
    inStateNewest: select(`state = ? AND merchant = ? AND ${NEWEST_FIRST}`),
    ofAll: select(`state = ? AND ${OLDEST_FIRST}`),
    ofAllNewest: select(`state = ? AND ${NEWEST_FIRST}`),
    forgettable: select(
      `request <> '${SHREDDED}' AND state IN (${ENDED.map((state) => `'${state}'`).join()}) AND updated_at < ? ` +
        'ORDER BY updated_at LIMIT ?',
    ),
    history: database
      .prepare(
        `SELECT ${TRANSITION_COLUMNS} FROM transition t JOIN operation o ON o.seq = t.operation ` +
          'WHERE o.merchant = ? AND o.id = ? ORDER BY t.seq',
      )
      .raw(),
  }
}

const selectObjects = (database: Database.Database) => {
  const select = (condition: string) =>
    database.prepare(`SELECT ${OBJECT_COLUMNS} FROM object WHERE ${condition}`).raw()
  return {
    byId: select('merchant = ? AND id = ? AND type = ?'),
    byReference: select('merchant = ? AND type = ? AND reference = ? ORDER BY seq DESC LIMIT 1'),
    byProviderId: select('merchant = ? AND type = ? AND provider = ? AND provider_id = ? ORDER BY seq DESC LIMIT 1'),
    listed: select(`merchant = ? AND type = ? AND ${FILTERED}`),
    ofParent: select(`merchant = ? AND type = ? AND parent = ? AND ${FILTERED}`),
  }
}

const FILTERED =
  '(created_at, seq) > (?, ?) AND created_at >= ? AND (? IS NULL OR created_at < ?) ' +
  'AND (? IS NULL OR provider = ?) AND (? IS NULL OR status = ?) ORDER BY created_at, seq LIMIT ?'

const operationOf = (row: unknown, now: number): OperationRecord | undefined =>
  row === undefined ? undefined : operationFrom(row as OperationRow, now)

const objectOf = (row: unknown): ObjectRecord | undefined =>
  row === undefined ? undefined : objectFrom(row as ObjectRow)

const listedOperation = (row: OperationRow, now: number): Listed<OperationRecord> => {
  const record = operationFrom(row, now)
  return { seq: row[0], at: record.createdAt, record }
}
