// Cases and their pictures: rows of ciphertext under a key of the case's own. It begins no transaction.
import { randomBytes } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { caseStateSchema, type CaseState } from '#core/case/case-state.ts';
import type { BankCaseState } from '#core/contract/bank/packet.ts';
import type { CaseId, EvidenceId } from '#core/kernel/brand.ts';
import type { Instant } from '#core/kernel/instant.ts';
import { releaseBytes } from '#core/kernel/release-bytes.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { CaseChange, StoredCase, StoreFailure } from '../../port/case-store.ts';
import { openField, sealField, type Place } from './seal-field.ts';
import { fieldKey, identityTag, type StoreKeys } from './store-keys.ts';

interface CaseKey {
  readonly keyId: string;
  readonly key: Buffer;
}

interface KeyRow {
  readonly key_id: string;
  readonly master_key_id: string;
  readonly wrapped: Buffer;
}

interface CaseRow extends KeyRow {
  readonly case_id: CaseId;
  readonly revision: number;
  readonly sealed_state: Buffer;
}

export interface CaseTable {
  /** Null when there is no such case. */
  revision(caseId: CaseId): number | null;
  /** Writes the state and the pictures of a change; its revision is already checked. */
  write(change: CaseChange, revision: number): Result<null, StoreFailure>;
  erasePictures(caseId: CaseId, at: Instant): Result<null, StoreFailure>;
  load(caseId: CaseId): Result<StoredCase, StoreFailure>;
  list(limit: number): StoredCase[];
  evidence(caseId: CaseId, evidenceId: EvidenceId): Result<Uint8Array, StoreFailure>;
  sealedWithIdentity(identityHash: string, except: CaseId): boolean;
  countInBankState(bankState: BankCaseState): number;
  /** In the order they were begun. */
  inBankStates(bankStates: readonly BankCaseState[]): CaseId[];
}

const unreadable = (detail: string): Result<never, StoreFailure> => err({ kind: 'database-damaged', detail });

export function createCaseTable(db: Database, keys: StoreKeys): CaseTable {
  const revisionOf = db.prepare<[string], { revision: number }>(
    'SELECT revision FROM cases WHERE case_id = ?',
  );
  const writeCase = db.prepare(
    `INSERT INTO cases (case_id, status, at_step, revision, started_at, identity_tag, bank_state, sealed_state,
       changed_at, erased_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (case_id) DO UPDATE SET status = excluded.status, at_step = excluded.at_step,
       revision = excluded.revision, identity_tag = excluded.identity_tag, bank_state = excluded.bank_state,
       sealed_state = excluded.sealed_state, changed_at = excluded.changed_at, erased_at = excluded.erased_at`,
  );
  const keyOf = db.prepare<[string], KeyRow>(
    'SELECT key_id, master_key_id, wrapped FROM case_keys WHERE case_id = ?',
  );
  const addKey = db.prepare(
    'INSERT INTO case_keys (case_id, key_id, master_key_id, wrapped) VALUES (?, ?, ?, ?)',
  );
  const destroyKey = db.prepare('DELETE FROM case_keys WHERE case_id = ?');
  const addEvidence = db.prepare('INSERT INTO evidence (evidence_id, case_id, sealed) VALUES (?, ?, ?)');
  const dropEvidence = db.prepare('DELETE FROM evidence WHERE case_id = ? AND evidence_id = ?');
  const dropAllEvidence = db.prepare('DELETE FROM evidence WHERE case_id = ?');
  const readEvidence = db.prepare<[string, string], { sealed: Buffer }>(
    'SELECT sealed FROM evidence WHERE case_id = ? AND evidence_id = ?',
  );
  const columns = 'case_id, revision, sealed_state, key_id, master_key_id, wrapped';
  const one = db.prepare<[string], CaseRow>(
    `SELECT ${columns} FROM cases JOIN case_keys USING (case_id) WHERE case_id = ?`,
  );
  const listed = db.prepare<[number], CaseRow>(
    `SELECT ${columns} FROM cases JOIN case_keys USING (case_id)
     WHERE status <> 'abandoned' AND erased_at IS NULL ORDER BY cases.rowid DESC LIMIT ?`,
  );
  const sameIdentity = db.prepare<[Buffer, string], { found: number }>(
    `SELECT 1 AS found FROM cases
     WHERE identity_tag = ? AND case_id <> ? AND status = 'sealed' AND identity_tag IS NOT NULL LIMIT 1`,
  );

  const writeErasure = db.prepare(
    'UPDATE cases SET sealed_state = ?, pictures_erased_at = ? WHERE case_id = ?',
  );
  const holdsPictures = db.prepare('UPDATE cases SET pictures_erased_at = NULL WHERE case_id = ?');
  const inBankState = db.prepare<[string], { n: number }>(
    'SELECT count(*) AS n FROM cases WHERE bank_state = ?',
  );

  const ofBankStates = db.prepare<[string], { case_id: CaseId }>(
    `SELECT case_id FROM cases WHERE bank_state IS NOT NULL AND bank_state IN (SELECT value FROM json_each(?))
     ORDER BY rowid`,
  );

  const wrapPlace = (caseId: CaseId, keyId: string): Place => [
    caseId,
    `case key under ${keys.masterKeyId}`,
    keyId,
  ];

  function makeKey(caseId: CaseId): CaseKey {
    const keyId = randomBytes(16).toString('hex');
    const key = randomBytes(32);
    addKey.run(caseId, keyId, keys.masterKeyId, sealField(keys.caseWrap, wrapPlace(caseId, keyId), key));
    return { keyId, key };
  }

  function openKey(caseId: CaseId, row: KeyRow): CaseKey | null {
    const key = openField(keys.caseWrap, wrapPlace(caseId, row.key_id), row.wrapped);
    return key && { keyId: row.key_id, key: Buffer.from(key.buffer, key.byteOffset, key.byteLength) };
  }

  /** Runs with the key of one field, overwritten after; the case's own key too. */
  function withFieldKey<T>(caseKey: CaseKey, kind: 'state' | 'evidence', use: (key: Buffer) => T): T {
    const key = fieldKey(caseKey.key, kind);
    const result = use(key);
    key.fill(0);
    return result;
  }

  function openState(row: CaseRow): Result<StoredCase, StoreFailure> {
    const caseKey = openKey(row.case_id, row);
    if (!caseKey) return unreadable('case-key');
    const bytes = withFieldKey(caseKey, 'state', (key) =>
      openField(key, [row.case_id, 'state', caseKey.keyId], row.sealed_state),
    );
    caseKey.key.fill(0);
    if (!bytes) return unreadable('case-state');
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    bytes.fill(0);
    const parsed = caseStateSchema.safeParse(JSON.parse(text));
    return parsed.success ? ok({ state: parsed.data, revision: row.revision }) : unreadable('case-state');
  }

  function sealState(state: CaseState, caseKey: CaseKey): Buffer {
    const bytes = Buffer.from(JSON.stringify(state), 'utf8');
    const sealed = withFieldKey(caseKey, 'state', (key) =>
      sealField(key, [state.caseId, 'state', caseKey.keyId], bytes),
    );
    bytes.fill(0);
    return sealed;
  }

  function writeEvidence(caseId: CaseId, caseKey: CaseKey, pictures: CaseChange['addEvidence']): void {
    withFieldKey(caseKey, 'evidence', (key) => {
      for (const { evidenceId, bytes } of pictures) {
        const sealed = sealField(key, [caseId, `evidence ${evidenceId}`, caseKey.keyId], bytes);
        addEvidence.run(evidenceId, caseId, sealed);
        releaseBytes(sealed);
      }
    });
  }

  function write(change: CaseChange, revision: number): Result<null, StoreFailure> {
    const { state } = change;
    const { caseId } = state;
    if (change.wipe) {
      dropAllEvidence.run(caseId);
      destroyKey.run(caseId);
    }
    const row = keyOf.get(caseId);
    const caseKey = row ? openKey(caseId, row) : makeKey(caseId);
    if (!caseKey) return unreadable('case-key');
    const hash = state.reading?.identity.identityHash;
    writeCase.run(
      caseId,
      state.status,
      state.at,
      revision,
      state.startedAt,
      hash === undefined ? null : identityTag(keys, hash),
      state.bank?.state ?? null,
      sealState(state, caseKey),
      change.audit.at,
      state.erased?.at ?? null,
    );
    // A corrected case has pictures and a packet again, and with them their age.
    if (change.packet || change.addEvidence.length > 0) holdsPictures.run(caseId);
    for (const evidenceId of change.dropEvidence) dropEvidence.run(caseId, evidenceId);
    if (change.addEvidence.length > 0) writeEvidence(caseId, caseKey, change.addEvidence);
    caseKey.key.fill(0);
    return ok(null);
  }

  /** The pictures go, and with them the key they were sealed with: a copy of the file from before opens nothing new. */
  function erasePictures(caseId: CaseId, at: Instant): Result<null, StoreFailure> {
    const row = one.get(caseId);
    if (!row) return err({ kind: 'case-not-found' });
    const opened = openState(row);
    if (!opened.ok) return opened;
    dropAllEvidence.run(caseId);
    destroyKey.run(caseId);
    const caseKey = makeKey(caseId);
    writeErasure.run(sealState(opened.value.state, caseKey), at, caseId);
    caseKey.key.fill(0);
    return ok(null);
  }

  return {
    erasePictures,
    revision: (caseId) => revisionOf.get(caseId)?.revision ?? null,
    write,
    load: (caseId) => {
      const row = one.get(caseId);
      return row ? openState(row) : err({ kind: 'case-not-found' });
    },
    // One case that cannot be read hides itself, not the others; asked for by its id it says why.
    list: (limit) =>
      listed.all(limit).flatMap((row) => {
        const opened = openState(row);
        return opened.ok ? [opened.value] : [];
      }),
    evidence: (caseId, evidenceId) => {
      const keyRow = keyOf.get(caseId);
      const row = readEvidence.get(caseId, evidenceId);
      if (!keyRow || !row) return err({ kind: 'case-not-found' });
      const caseKey = openKey(caseId, keyRow);
      if (!caseKey) return unreadable('case-key');
      const bytes = withFieldKey(caseKey, 'evidence', (key) =>
        openField(key, [caseId, `evidence ${evidenceId}`, caseKey.keyId], row.sealed),
      );
      caseKey.key.fill(0);
      releaseBytes(row.sealed);
      return bytes ? ok(bytes) : unreadable('evidence');
    },
    sealedWithIdentity: (identityHash, except) =>
      sameIdentity.get(identityTag(keys, identityHash), except) !== undefined,
    inBankStates: (bankStates) => ofBankStates.all(JSON.stringify(bankStates)).map((row) => row.case_id),
    countInBankState: (bankState) => inBankState.get(bankState)?.n ?? 0,
  };
}
