import type { Database } from 'libsql'
import type { OutboxChange, Result } from '../protocol.js'

export type OutboxWriter = (change: OutboxChange, now: number) => Result

/** What changes in the outbox; each inside the transaction that the caller has begun. */
export const prepareOutbox = (database: Database): OutboxWriter => {
  const claim = database
    .prepare(
      'INSERT INTO subscriber (name, merchant, position, owner, owned_until) ' +
        'VALUES (?, ?, (SELECT coalesce(max(seq), 0) FROM event), ?, ?) ' +
        'ON CONFLICT (name, merchant) DO UPDATE SET owner = excluded.owner, owned_until = excluded.owned_until ' +
        'WHERE owner = excluded.owner OR owned_until <= ? RETURNING position',
    )
    .raw()
  const advance = database.prepare(
    'UPDATE subscriber SET position = max(position, ?) WHERE name = ? AND merchant = ? AND owner = ? AND owned_until > ?',
  )
  const told = database.prepare('DELETE FROM aside WHERE name = ? AND merchant = ? AND seq = ?')
  const putAside = database.prepare(
    'INSERT INTO aside (name, merchant, seq, tries, next_try_at, why) VALUES (?, ?, ?, ?, ?, ?) ' +
      'ON CONFLICT (name, merchant, seq) DO UPDATE SET tries = excluded.tries, next_try_at = excluded.next_try_at, ' +
      'why = excluded.why',
  )
  const retry = database.prepare(
    'UPDATE aside SET tries = 0, next_try_at = ? WHERE name = ? AND merchant = ? AND seq = ?',
  )
  const drop = database.prepare(
    'DELETE FROM event WHERE seq <= (SELECT coalesce(min(position), 9223372036854775807) FROM subscriber) ' +
      'AND NOT EXISTS (SELECT 1 FROM aside WHERE aside.seq = event.seq)',
  )
  const release = database.prepare(
    'UPDATE subscriber SET owned_until = 0 WHERE name = ? AND merchant = ? AND owner = ?',
  )
  const unsubscribe = database.prepare('DELETE FROM subscriber WHERE name = ? AND merchant = ?')
  const forget = database.prepare('DELETE FROM event WHERE at < ?')
  return (change, now) => {
    if ('forget' in change) return ['count', forget.run([change.forget.before]).changes]
    const key = [change.subscriber, change.merchant ?? '']
    if ('claim' in change) {
      const { owner, forMs } = change.claim
      const row = claim.get([...key, owner, now + forMs, now]) as readonly [number] | undefined
      return row === undefined ? ['not_kept'] : ['count', row[0]]
    }
    if ('retry' in change) {
      retry.run([now, ...key, change.retry])
      return ['kept']
    }
    if ('release' in change) {
      release.run([...key, change.release])
      return ['kept']
    }
    if ('unsubscribe' in change) {
      unsubscribe.run(key)
      drop.run([])
      return ['kept']
    }
    const { owner, position, told: done, aside } = change.advance
    if (advance.run([position, ...key, owner, now]).changes === 0) return ['not_kept']
    for (const seq of done) told.run([...key, seq])
    for (const { seq, tries, inMs, why } of aside) {
      putAside.run([...key, seq, tries, inMs === undefined ? null : now + inMs, why])
    }
    drop.run([])
    return ['kept']
  }
}
