// The tables, as an ordered list of steps; `user_version` counts those done. A step once shipped is never edited, only followed.
import type { Database } from 'better-sqlite3';

export const migrations: readonly string[] = [
  `
  -- What stands outside the sealed state is what lists and queues are sorted by; nothing of the customer.
  CREATE TABLE cases (
    case_id TEXT PRIMARY KEY,
    status TEXT NOT NULL CHECK (status IN ('draft', 'sealed', 'abandoned')),
    at_step TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    started_at TEXT NOT NULL,
    identity_tag BLOB,
    bank_state TEXT,
    sealed_state BLOB NOT NULL
  ) STRICT;
  CREATE INDEX cases_listed ON cases (started_at, case_id) WHERE status <> 'abandoned';
  CREATE INDEX cases_identity ON cases (identity_tag, case_id)
    WHERE status = 'sealed' AND identity_tag IS NOT NULL;
  CREATE INDEX cases_by_bank_state ON cases (bank_state) WHERE bank_state IS NOT NULL;

  -- One random key a case, wrapped by the master key. Without its row the case cannot be read by anyone.
  CREATE TABLE case_keys (
    case_id TEXT PRIMARY KEY REFERENCES cases (case_id) DEFERRABLE INITIALLY DEFERRED,
    key_id TEXT NOT NULL UNIQUE,
    master_key_id TEXT NOT NULL,
    wrapped BLOB NOT NULL
  ) STRICT;

  -- Apart from the cases, so that a list never walks over pictures.
  CREATE TABLE evidence (
    evidence_id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (case_id),
    sealed BLOB NOT NULL
  ) STRICT;
  CREATE INDEX evidence_of_case ON evidence (case_id);

  CREATE TABLE packets (
    packet_id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (case_id),
    idempotency_key TEXT NOT NULL UNIQUE,
    sequence INTEGER NOT NULL UNIQUE CHECK (sequence > 0),
    manifest TEXT NOT NULL,
    sealed_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX packets_of_case ON packets (case_id, sequence);

  -- Ciphertext as it leaves: sealed to the bank's key, which the kiosk cannot open either.
  CREATE TABLE packet_parts (
    packet_id TEXT NOT NULL REFERENCES packets (packet_id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    enc TEXT NOT NULL,
    ciphertext BLOB NOT NULL,
    PRIMARY KEY (packet_id, position)
  ) STRICT;

  CREATE TABLE deliveries (
    packet_id TEXT PRIMARY KEY REFERENCES packets (packet_id),
    case_id TEXT NOT NULL,
    sequence INTEGER NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'accepted', 'parked')),
    reason TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    not_before TEXT,
    receipt TEXT,
    CHECK (receipt IS NOT NULL OR state <> 'accepted')
  ) STRICT;
  -- "Next to send" walks the first from its beginning and stops at once; the second tells whether anything is due at all.
  CREATE INDEX deliveries_in_order ON deliveries (sequence, not_before) WHERE state = 'waiting';
  CREATE INDEX deliveries_by_time ON deliveries (coalesce(not_before, '')) WHERE state = 'waiting';
  CREATE INDEX deliveries_open ON deliveries (state) WHERE state IN ('sending', 'parked');
  CREATE INDEX deliveries_of_case ON deliveries (case_id, sequence);

  -- Kept apart from the packets: a number once given is not given again, whatever is erased later.
  CREATE TABLE outbox_counter (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    last_sequence INTEGER NOT NULL
  ) STRICT;
  INSERT INTO outbox_counter VALUES (1, 0);

  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    act TEXT NOT NULL,
    officer_id TEXT,
    case_id TEXT,
    at TEXT NOT NULL,
    facts TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_of_case ON audit (case_id, seq) WHERE case_id IS NOT NULL;
  CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
    BEGIN SELECT raise(ABORT, 'audit rows are not changed'); END;
  CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
    BEGIN SELECT raise(ABORT, 'audit rows are not deleted'); END;

  CREATE TABLE settings (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
  `,
  `
  -- "The last signature" is asked for with every row.
  CREATE INDEX audit_checkpoints ON audit (seq) WHERE act = 'audit.checkpoint';
  -- What the audit last said of a wait, and how often the same came again without being said.
  ALTER TABLE deliveries ADD COLUMN told_reason TEXT;
  ALTER TABLE deliveries ADD COLUMN told_at TEXT;
  ALTER TABLE deliveries ADD COLUMN untold INTEGER NOT NULL DEFAULT 0;
  `,
  `
  CREATE TABLE time_mark (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    ticks INTEGER NOT NULL,
    seen_at TEXT,
    proved_at TEXT,
    standing TEXT NOT NULL CHECK (standing IN ('trusted', 'clock-set-back', 'clock-set-forward'))
  ) STRICT;
  INSERT INTO time_mark VALUES (1, 0, NULL, NULL, 'trusted');
  -- Lists follow the order in which cases were begun, which is that of their row ids (rows are never deleted, the file
  -- is never vacuumed): a clock set back must not put a new case below old ones.
  DROP INDEX cases_listed;
  `,
  `
  -- What retention goes by.
  ALTER TABLE cases ADD COLUMN changed_at TEXT;
  UPDATE cases SET changed_at = started_at;
  ALTER TABLE cases ADD COLUMN pictures_erased_at TEXT;
  ALTER TABLE cases ADD COLUMN erased_at TEXT;
  CREATE INDEX cases_drafts ON cases (changed_at) WHERE status = 'draft';
  -- When the bank says it received it. Of receipts kept before this, time begins now: nothing is deleted early.
  ALTER TABLE deliveries ADD COLUMN accepted_at TEXT;
  UPDATE deliveries SET accepted_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE state = 'accepted';
  CREATE INDEX deliveries_accepted ON deliveries (accepted_at) WHERE state = 'accepted';
  `,
  `
  -- A parked packet whose case was corrected and sealed again: kept as it is, and nobody's to do any more.
  ALTER TABLE deliveries ADD COLUMN superseded_by TEXT;
  -- Consents taken back of which the bank must hear: the kiosk's signed word, and the bank's receipt once it is there.
  CREATE TABLE withdrawals (
    case_id TEXT PRIMARY KEY REFERENCES cases (case_id),
    withdrawal_id TEXT NOT NULL UNIQUE,
    word TEXT NOT NULL,
    receipt TEXT
  ) STRICT;
  CREATE INDEX withdrawals_open ON withdrawals (case_id) WHERE receipt IS NULL;
  `,
  `
  -- What staff ask of the kiosk itself: keys changed, files saved.
  CREATE INDEX audit_of_kiosk ON audit (act, seq) WHERE case_id IS NULL;
  `,
];

/** False when a newer program made this database: it may hold what this one would lose. */
export function migrate(db: Database): boolean {
  const done = Number(db.pragma('user_version', { simple: true }));
  if (done > migrations.length) return false;
  for (const [index, step] of migrations.entries()) {
    if (index < done) continue;
    // The version rises in the same transaction, so a step is done wholly or not at all.
    db.transaction(() => {
      db.exec(step);
      db.pragma(`user_version = ${index + 1}`);
    }).immediate();
  }
  return true;
}
