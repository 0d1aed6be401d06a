import { ENDED, LEGAL_EDGES, REPLACEABLE, SHREDDED, type OperationState } from '@polyrail/core'
import { guard } from './guard.js'
import { MAIL } from './schema-mail.js'

/** `poly` in ASCII: tells a journal from any other SQLite database. */
export const APPLICATION_ID = 0x706f6c79

const list = (states: readonly OperationState[]): string => states.map((state) => `'${state}'`).join(', ')

const legalEdge = Object.entries(LEGAL_EDGES)
  .filter(([, targets]) => targets.length > 0)
  .map(([from, targets]) => `(OLD.state = '${from}' AND NEW.state IN (${list(targets)}))`)
  .join('\n    OR ')

const TABLES = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE operation (
  seq INTEGER PRIMARY KEY,
  state TEXT NOT NULL,
  cause TEXT NOT NULL,
  version INTEGER NOT NULL,
  fence INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  provider_id TEXT,
  error TEXT,
  steps TEXT NOT NULL,
  lease_until INTEGER,
  updated_at INTEGER NOT NULL,
  merchant TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  reference TEXT NOT NULL,
  generation INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  provider TEXT NOT NULL,
  provider_reference TEXT NOT NULL,
  supersedes TEXT,
  tried TEXT NOT NULL,
  request TEXT NOT NULL,
  step TEXT NOT NULL,
  owner TEXT NOT NULL,
  armed_at INTEGER NOT NULL,
  object TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (merchant, kind, reference, generation),
  UNIQUE (merchant, id),
  CHECK ((state = 'SENDING') = (lease_until IS NOT NULL)),
  CHECK (generation >= 1 AND (generation = 1) = (supersedes IS NULL))
) STRICT;
CREATE INDEX operation_by_state ON operation (state, merchant, created_at);
CREATE INDEX operation_by_provider_reference ON operation (provider, kind, provider_reference);

CREATE TABLE transition (
  operation INTEGER NOT NULL REFERENCES operation (seq),
  seq INTEGER NOT NULL,
  from_state TEXT,
  to_state TEXT NOT NULL,
  cause TEXT NOT NULL,
  at INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  fence INTEGER NOT NULL,
  PRIMARY KEY (operation, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE object (
  seq INTEGER PRIMARY KEY,
  merchant TEXT NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  provider TEXT NOT NULL,
  provider_id TEXT,
  reference TEXT NOT NULL,
  status TEXT NOT NULL,
  body TEXT NOT NULL,
  operation TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (merchant, id),
  FOREIGN KEY (merchant, operation) REFERENCES operation (merchant, id)
) STRICT;
CREATE INDEX object_by_time ON object (merchant, type, created_at);
CREATE INDEX object_by_reference ON object (merchant, type, reference);
CREATE INDEX object_by_provider_id ON object (merchant, type, provider, provider_id) WHERE provider_id IS NOT NULL;
`

const taken = 'another payment at this provider has the same provider reference'

// Not a unique index: the operations of one payment, one after the other, do share it.
const takenElsewhere = `EXISTS (
    SELECT 1 FROM operation other WHERE other.provider = NEW.provider AND other.kind = NEW.kind
    AND other.provider_reference = NEW.provider_reference
    AND (other.merchant <> NEW.merchant OR other.reference <> NEW.reference))`

// A mistake in our own code must not be able to send twice either: what the rules forbid, the database refuses.
const GUARDS = [
  guard('operation_birth', {
    when: `INSERT ON operation WHEN NEW.state NOT IN ('CREATED', 'SENDING')`,
    refuses: 'illegal first state',
  }),
  guard('operation_edge', {
    when: `UPDATE OF state ON operation WHEN OLD.state <> NEW.state AND NOT (\n    ${legalEdge})`,
    refuses: 'illegal change of state',
  }),
  guard('operation_growth', {
    when: `UPDATE ON operation
  WHEN NEW.version <> OLD.version + 1 OR NEW.fence < OLD.fence OR NEW.attempt < OLD.attempt`,
    refuses: 'a change must count up the version, and neither fence nor attempt goes back',
  }),
  guard('operation_claim', {
    when: `UPDATE OF state ON operation WHEN NEW.state = 'SENDING' AND (
    NEW.fence <= OLD.fence OR NEW.attempt <= OLD.attempt OR EXISTS (
      SELECT 1 FROM operation later WHERE later.merchant = NEW.merchant AND later.kind = NEW.kind
      AND later.reference = NEW.reference AND later.generation > NEW.generation))`,
    refuses: 'a claim needs a new fence and attempt, and must be of the latest operation',
  }),
  guard('operation_succession', {
    when: `INSERT ON operation WHEN NEW.generation > 1 AND NOT EXISTS (
    SELECT 1 FROM operation earlier WHERE earlier.merchant = NEW.merchant AND earlier.kind = NEW.kind
    AND earlier.reference = NEW.reference AND earlier.generation = NEW.generation - 1
    AND earlier.id = NEW.supersedes AND earlier.state IN (${list(REPLACEABLE)}))`,
    refuses: 'only an operation that executed nothing may be superseded',
  }),
  guard('operation_provider_reference_new', { when: `INSERT ON operation WHEN ${takenElsewhere}`, refuses: taken }),
  guard('operation_provider_reference_moved', {
    when: `UPDATE OF provider, provider_reference ON operation WHEN ${takenElsewhere}`,
    refuses: taken,
  }),
  guard('operation_identity', {
    when: 'UPDATE OF seq, merchant, id, kind, reference, generation, supersedes, created_at ON operation',
    refuses: 'the identity of an operation never changes',
  }),
  guard('operation_kept', { when: 'DELETE ON operation', refuses: 'operations are kept' }),
  guard('transition_fixed', { when: 'UPDATE ON transition', refuses: 'the history is append-only' }),
  guard('transition_kept', { when: 'DELETE ON transition', refuses: 'the history is append-only' }),
].join('\n')

const HISTORY = `
CREATE TRIGGER operation_born AFTER INSERT ON operation BEGIN
  INSERT INTO transition (operation, seq, from_state, to_state, cause, at, attempt, fence)
  VALUES (NEW.seq, NEW.version, NULL, NEW.state, NEW.cause, NEW.updated_at, NEW.attempt, NEW.fence);
END;
CREATE TRIGGER operation_changed AFTER UPDATE ON operation BEGIN
  INSERT INTO transition (operation, seq, from_state, to_state, cause, at, attempt, fence)
  VALUES (NEW.seq, NEW.version, OLD.state, NEW.state, NEW.cause, NEW.updated_at, NEW.attempt, NEW.fence);
END;
`

// Since version 2: objects that are changed after they were made, and lanes for what only one may be about.
const CHANGES = `
ALTER TABLE operation ADD COLUMN lanes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE object ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE object ADD COLUMN children INTEGER NOT NULL DEFAULT 0;
ALTER TABLE object ADD COLUMN parent TEXT;
CREATE INDEX object_by_parent ON object (merchant, type, parent, created_at) WHERE parent IS NOT NULL;

CREATE TABLE lane (
  merchant TEXT NOT NULL,
  name TEXT NOT NULL,
  operation TEXT NOT NULL,
  PRIMARY KEY (merchant, name),
  FOREIGN KEY (merchant, operation) REFERENCES operation (merchant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX lane_by_operation ON lane (merchant, operation);

CREATE TABLE token (
  name TEXT PRIMARY KEY,
  sealed TEXT,
  generation INTEGER NOT NULL DEFAULT 0,
  refresh_at INTEGER NOT NULL DEFAULT 0,
  expires_at INTEGER NOT NULL DEFAULT 0,
  claimed INTEGER NOT NULL DEFAULT -1,
  claimed_until INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TRIGGER operation_released AFTER UPDATE OF state ON operation
WHEN NEW.lanes <> '[]' AND NEW.state NOT IN ('SENDING', 'UNKNOWN', 'MANUAL')
BEGIN DELETE FROM lane WHERE merchant = NEW.merchant AND operation = NEW.id; END;
`

const CHANGE_GUARDS = [
  guard('lane_held', {
    when: `DELETE ON lane WHEN EXISTS (SELECT 1 FROM operation WHERE merchant = OLD.merchant AND id = OLD.operation
    AND state IN ('SENDING', 'UNKNOWN', 'MANUAL'))`,
    refuses: 'a lane is held while its operation is unresolved',
  }),
  guard('lane_fixed', { when: 'UPDATE ON lane', refuses: 'a lane is held until it is let go' }),
  guard('object_growth', {
    when: `UPDATE ON object WHEN NEW.version <> OLD.version + 1 OR NEW.parent IS NOT OLD.parent`,
    refuses: 'a write must count up the version, and an object stays with its parent',
  }),
].join('\n')

// Since version 3: the schedule of checks, a hashed history, lanes that several hold who know of each other, and a
// count of sends, by which an older copy of the journal is told.
const CHECKS = `
ALTER TABLE operation ADD COLUMN next_check_at INTEGER;
ALTER TABLE operation ADD COLUMN checks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE operation ADD COLUMN absences INTEGER NOT NULL DEFAULT 0;
ALTER TABLE operation ADD COLUMN absent_since INTEGER;
CREATE INDEX operation_due ON operation (next_check_at) WHERE next_check_at IS NOT NULL;
CREATE INDEX operation_kept_whole ON operation (updated_at)
  WHERE request <> '${SHREDDED}' AND state IN (${list(ENDED)});
UPDATE operation SET version = version + 1, cause = 'migrated', next_check_at = 0 WHERE state IN ('UNKNOWN', 'PENDING');

ALTER TABLE transition ADD COLUMN actor TEXT;
ALTER TABLE transition ADD COLUMN evidence TEXT;
ALTER TABLE transition ADD COLUMN hash TEXT;

DROP TRIGGER operation_released;
CREATE TABLE lane_held_by (
  merchant TEXT NOT NULL,
  name TEXT NOT NULL,
  operation TEXT NOT NULL,
  PRIMARY KEY (merchant, name, operation),
  FOREIGN KEY (merchant, operation) REFERENCES operation (merchant, id)
) STRICT, WITHOUT ROWID;
INSERT INTO lane_held_by SELECT merchant, name, operation FROM lane;
DROP TABLE lane;
ALTER TABLE lane_held_by RENAME TO lane;
CREATE INDEX lane_by_operation ON lane (merchant, operation);
CREATE TRIGGER operation_released AFTER UPDATE OF state ON operation
WHEN NEW.lanes <> '[]' AND NEW.state NOT IN ('SENDING', 'UNKNOWN', 'MANUAL')
BEGIN DELETE FROM lane WHERE merchant = NEW.merchant AND operation = NEW.id; END;

CREATE TABLE mark (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  journal TEXT NOT NULL,
  sends INTEGER NOT NULL,
  marked INTEGER NOT NULL DEFAULT 0,
  quarantined_at INTEGER,
  quarantine TEXT,
  released TEXT
) STRICT;
INSERT INTO mark (one, journal, sends)
SELECT 1, lower(hex(randomblob(16))), coalesce(sum(attempt), 0) FROM operation;
DROP TRIGGER operation_growth;
DROP TRIGGER operation_changed;
CREATE TRIGGER operation_changed AFTER UPDATE OF version ON operation BEGIN
  INSERT INTO transition (operation, seq, from_state, to_state, cause, at, attempt, fence)
  VALUES (NEW.seq, NEW.version, OLD.state, NEW.state, NEW.cause, NEW.updated_at, NEW.attempt, NEW.fence);
END;
DROP TRIGGER transition_fixed;
`

// All but the schedule, which is no part of what is known of an operation.
const UNSCHEDULED = (
  'state, cause, version, fence, attempt, provider_id, error, steps, lease_until, updated_at, fingerprint, provider, ' +
  'provider_reference, tried, request, step, owner, armed_at, object, lanes, absences, absent_since'
).split(', ')

const CHECK_GUARDS = [
  guard('operation_growth', {
    when: `UPDATE OF ${UNSCHEDULED.join(', ')} ON operation
  WHEN NEW.version <> OLD.version + 1 OR NEW.fence < OLD.fence OR NEW.attempt < OLD.attempt`,
    refuses: 'a change must count up the version, and neither fence nor attempt goes back',
  }),
  guard('lane_held', {
    when: `DELETE ON lane WHEN EXISTS (SELECT 1 FROM operation WHERE merchant = OLD.merchant AND id = OLD.operation
    AND state IN ('SENDING', 'UNKNOWN', 'MANUAL'))`,
    refuses: 'a lane is held while its operation is unresolved',
  }),
  guard('lane_fixed', { when: 'UPDATE ON lane', refuses: 'a lane is held until it is let go' }),
  guard('transition_fixed', {
    when: `UPDATE ON transition WHEN OLD.hash IS NOT NULL OR NEW.hash IS NULL OR NEW.operation <> OLD.operation
    OR NEW.seq <> OLD.seq OR NEW.from_state IS NOT OLD.from_state OR NEW.to_state <> OLD.to_state
    OR NEW.cause <> OLD.cause OR NEW.at <> OLD.at OR NEW.attempt <> OLD.attempt OR NEW.fence <> OLD.fence`,
    refuses: 'the history is append-only',
  }),
].join('\n')

/** The step from version n to n + 1 is entry n. A released entry never changes; a test holds their fingerprints. */
export const MIGRATIONS: readonly string[] = [
  `${TABLES}\n${GUARDS}\n${HISTORY}`,
  `${CHANGES}\n${CHANGE_GUARDS}`,
  `${CHECKS}\n${CHECK_GUARDS}`,
  MAIL,
]
