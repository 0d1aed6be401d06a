import { guard } from './guard.js'

// Since version 4: what providers have sent, and what subscribers are to be told.

const TABLES = `
CREATE TABLE delivery (
  seq INTEGER PRIMARY KEY,
  merchant TEXT NOT NULL,
  id TEXT NOT NULL,
  provider TEXT NOT NULL,
  key TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('WAITING', 'DONE', 'POISON')),
  received_at INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  next_try_at INTEGER,
  why TEXT,
  UNIQUE (merchant, provider, key),
  UNIQUE (merchant, id),
  CHECK ((state = 'WAITING') = (next_try_at IS NOT NULL))
) STRICT;
CREATE INDEX delivery_due ON delivery (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX delivery_kept ON delivery (received_at) WHERE payload <> '' AND state <> 'WAITING';

CREATE TABLE subscriber (
  name TEXT NOT NULL,
  merchant TEXT NOT NULL,
  position INTEGER NOT NULL,
  owner TEXT NOT NULL,
  owned_until INTEGER NOT NULL,
  PRIMARY KEY (name, merchant)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  merchant TEXT NOT NULL,
  type TEXT NOT NULL,
  object TEXT NOT NULL,
  status TEXT NOT NULL,
  body TEXT NOT NULL,
  operation TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX event_by_time ON event (at);

CREATE TABLE aside (
  name TEXT NOT NULL,
  merchant TEXT NOT NULL,
  seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE CASCADE,
  tries INTEGER NOT NULL,
  next_try_at INTEGER,
  why TEXT NOT NULL,
  PRIMARY KEY (name, merchant, seq),
  FOREIGN KEY (name, merchant) REFERENCES subscriber (name, merchant) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX aside_by_event ON aside (seq);

DROP TRIGGER object_growth;
ALTER TABLE object ADD COLUMN told TEXT;
ALTER TABLE object ADD COLUMN told_at INTEGER;
UPDATE object SET told = status WHERE status <> 'unknown';
CREATE TRIGGER object_told AFTER UPDATE OF told ON object
WHEN NEW.told IS NOT OLD.told AND EXISTS (SELECT 1 FROM subscriber)
BEGIN
  INSERT INTO event (merchant, type, object, status, body, operation, created_at, at)
  VALUES (NEW.merchant, NEW.type, NEW.id, NEW.status, NEW.body, NEW.operation, NEW.created_at, NEW.told_at);
END;
`

const GUARDS = [
  guard('object_growth', {
    when: `UPDATE OF merchant, id, type, provider, provider_id, reference, status, body, operation, created_at, updated_at,
    version, parent ON object WHEN NEW.version <> OLD.version + 1 OR NEW.parent IS NOT OLD.parent`,
    refuses: 'a write must count up the version, and an object stays with its parent',
  }),
  guard('delivery_identity', {
    when: 'UPDATE OF merchant, id, provider, key, received_at ON delivery',
    refuses: 'what identifies a delivery never changes',
  }),
  guard('delivery_kept', { when: 'DELETE ON delivery', refuses: 'the keys of deliveries are kept' }),
  guard('event_fixed', { when: 'UPDATE ON event', refuses: 'what happened never changes' }),
].join('\n')

export const MAIL = `${TABLES}\n${GUARDS}`
