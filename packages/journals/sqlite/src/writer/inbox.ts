import type { Database } from 'libsql'
import type { InboxChange, Result } from '../protocol.js'
import { DELIVERY_COLUMNS, type DeliveryRow } from '../rows-mail.js'

export type InboxWriter = (change: InboxChange, now: number) => Result

/** What changes in the inbox; each inside the transaction that the caller has begun. */
export const prepareInbox = (database: Database): InboxWriter => {
  const keep = database.prepare(
    'INSERT INTO delivery (merchant, id, provider, key, payload, state, received_at, tries, next_try_at) ' +
      "VALUES (?, ?, ?, ?, ?, 'WAITING', ?, 1, ?) ON CONFLICT (merchant, provider, key) DO NOTHING",
  )
  const due = database
    .prepare(`SELECT ${DELIVERY_COLUMNS} FROM delivery WHERE next_try_at <= ? ORDER BY next_try_at LIMIT ?`)
    .raw()
  const claim = database.prepare('UPDATE delivery SET tries = tries + 1, next_try_at = ? WHERE seq = ?')
  const bySeq = database.prepare(`SELECT ${DELIVERY_COLUMNS} FROM delivery WHERE seq = ?`).raw()
  const settle = database.prepare(
    'UPDATE delivery SET state = ?, why = ?, next_try_at = ? WHERE merchant = ? AND id = ? AND tries = ?',
  )
  const forget = database.prepare(
    "UPDATE delivery SET payload = '' WHERE seq IN (SELECT seq FROM delivery WHERE payload <> '' " +
      "AND state <> 'WAITING' AND received_at < ? ORDER BY received_at LIMIT ?)",
  )
  const verdict = (changes: number): Result => [changes > 0 ? 'kept' : 'not_kept']
  return (change, now) => {
    if ('keep' in change) {
      const { merchant, id, provider, key, payload } = change.keep
      return verdict(keep.run([merchant, id, provider, key, payload, now, now + change.forMs]).changes)
    }
    if ('due' in change) {
      const { limit, forMs } = change.due
      const rows = (due.all([now, limit]) as DeliveryRow[]).map(([seq]) => {
        claim.run([now + forMs, seq])
        return bySeq.get([seq]) as DeliveryRow
      })
      return ['deliveries', rows]
    }
    if ('forget' in change) {
      return ['count', forget.run([change.forget.before, change.forget.limit]).changes]
    }
    const { merchant, id, tries, state, why, inMs = 0 } = change.settle
    return verdict(settle.run([state, why, state === 'WAITING' ? now + inMs : null, merchant, id, tries]).changes)
  }
}
