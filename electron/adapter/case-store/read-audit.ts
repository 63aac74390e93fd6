// The audit for somebody who only looks: opens the database to read, beside a running kiosk too. It changes, repairs and moves nothing.
import type { AuditRow } from '#core/audit/audit-row.ts';
import type { CheckpointWord } from '#core/audit/audit-checkpoint.ts';
import { ok, type Result } from '#core/kernel/result.ts';
import type { StoreFailure } from '../../port/case-store.ts';
import { createAuditLog } from './audit-log.ts';
import { createSignatureCheck } from './audit-signer.ts';
import { openToRead } from './open-database.ts';
import { createSettingTable, enrolmentSchema } from './setting-table.ts';
import { headsOf, readWitnessed } from './witnessed.ts';
import { deriveStoreKeys, forgetStoreKeys } from './store-keys.ts';

export interface AuditTrail {
  /** All of them, in order, read as they are asked for. */
  rows(): Iterable<AuditRow>;
  /** Judges a checkpoint's signature; null before the kiosk is enrolled. */
  readonly isSigned: ((word: CheckpointWord) => boolean) | null;
  readonly kioskId: string | null;
  /** Heads that the bank has witnessed, as its word kept here has them: a whole audit holds each. */
  readonly witnessed: readonly string[];
  close(): void;
}

const rowsAtOnce = 500;

export function readAudit(options: {
  readonly dataDir: string;
  readonly masterKey: Uint8Array;
}): Result<AuditTrail, StoreFailure> {
  const keys = deriveStoreKeys(options.masterKey);
  const opened = openToRead(options.dataDir, keys);
  if (!opened.ok) {
    forgetStoreKeys(keys);
    return opened;
  }
  const db = opened.value;
  const log = createAuditLog(db);
  const settings = createSettingTable(db, keys);
  const enrolment = settings.read('enrolment', enrolmentSchema);
  const witnessed = headsOf(readWitnessed(settings));
  return ok({
    *rows() {
      for (let after = 0; ;) {
        const page = log.rows(after, rowsAtOnce);
        yield* page;
        const last = page.at(-1);
        if (!last || page.length < rowsAtOnce) return;
        after = last.seq;
      }
    },
    isSigned: enrolment && createSignatureCheck(enrolment),
    kioskId: enrolment?.kioskId ?? null,
    witnessed,
    close() {
      db.close();
      forgetStoreKeys(keys);
    },
  });
}
