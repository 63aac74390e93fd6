// The case store on one encrypted file: every change and its audit row are one transaction, durable when the call returns.
import { closeSync, existsSync, fsyncSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { instantSchema, type Instant } from '#core/kernel/instant.ts';
import type { OfficerId, PacketId } from '#core/kernel/brand.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { isOnlineOnlyBytes, isOnlineOnlyText } from '#core/evidence/online-only.ts';
import type {
  AuditAct,
  CaseChange,
  CaseStore,
  DeliveryRecord,
  Enrolment,
  StoreFailure,
} from '../../port/case-store.ts';
import type { Clock } from '../../port/clock.ts';
import { createAgeTable } from './age-table.ts';
import { createAuditLog } from './audit-log.ts';
import { createAuditSigner, type AuditSigner } from './audit-signer.ts';
import { createCaseTable } from './case-table.ts';
import { busyTimeoutMs, databaseFileName, logAtMostBytes, openDatabase } from './open-database.ts';
import { createOutboxTable, type DeliveryChange, type ToldWait } from './outbox-table.ts';
import { createQueueView } from './queue-view.ts';
import { cachedOfficerSchema, createSettingTable, enrolmentSchema } from './setting-table.ts';
import { createLogMark } from './log-mark.ts';
import { folderToSalvage, salvage } from './salvage.ts';
import { storeFailureOf } from './store-failure.ts';
import { createWithdrawalTable } from './withdrawal-table.ts';
import { createTimeTable, provedByReceipt } from './time-table.ts';
import { keepWitnessed, readWitnessed } from './witnessed.ts';
import { deriveStoreKeys, forgetStoreKeys, type StoreKeys } from './store-keys.ts';

export interface CaseStoreOptions {
  readonly dataDir: string;
  readonly masterKey: Uint8Array;
  /** Dates the audit rows of acts that bring no moment of their own. */
  readonly clock?: Clock;
  /** How large the database may grow; beyond it, `disk-full`. Unset: as large as the disk. */
  readonly limitBytes?: number;
}

const masterDataSeenSchema = z.object({ at: instantSchema });
const systemClock: Clock = { now: () => instantSchema.parse(new Date().toISOString()) };

export function openCaseStore(options: CaseStoreOptions): Result<CaseStore, StoreFailure> {
  const keys = deriveStoreKeys(options.masterKey);
  const saved = saveDamaged(options, keys);
  if (!saved.ok) {
    forgetStoreKeys(keys);
    return saved;
  }
  const opened = openDatabase(options.dataDir, keys, { limitBytes: options.limitBytes });
  if (!opened.ok) {
    forgetStoreKeys(keys);
    return opened;
  }
  const { db, created } = opened.value;
  const built = build(db, keys, options);
  const begun = built.begin(created);
  if (begun.ok) return ok(built.store);
  built.store.close();
  return begun;
}

/** A file moved aside at the start before: what is readable in it becomes the new one. */
function saveDamaged(options: CaseStoreOptions, keys: StoreKeys): Result<null, StoreFailure> {
  const folder = folderToSalvage(options.dataDir);
  if (folder === null) return ok(null);
  try {
    return salvage(options.dataDir, folder, keys, options.clock ?? systemClock);
  } catch (error) {
    const failure = storeFailureOf(error, options.dataDir);
    if (failure === null) throw error;
    return err(failure);
  }
}

interface BuiltStore {
  readonly store: CaseStore;
  begin(created: boolean): Result<null, StoreFailure>;
}

function build(db: Database.Database, keys: StoreKeys, options: CaseStoreOptions): BuiltStore {
  const clock = options.clock ?? systemClock;
  /** Made of the enrolment when first wanted; null asks again. */
  let signer: AuditSigner | null = null;
  const audit = createAuditLog(db, () => (signer ??= signerOf(settings.read('enrolment', enrolmentSchema))));
  const cases = createCaseTable(db, keys);
  const outbox = createOutboxTable(db);
  const queue = createQueueView(db);
  const withdrawals = createWithdrawalTable(db);
  const settings = createSettingTable(db, keys);
  const time = createTimeTable(db);
  const ages = createAgeTable(db);
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const mark = createLogMark(db, join(options.dataDir, databaseFileName), () => ({
    acts: audit.count(),
    sequence: outbox.lastSequence(),
  }));
  /** Null: not looked at since it may have changed. */
  let isBroken: boolean | null = null;
  /** True while the log may still hold pages of a wiped case. */
  let truncationOwed = false;

  /** All of it or nothing: a failure told, like one thrown, undoes what was written before it. */
  function transact<T>(work: () => Result<T, StoreFailure>): Result<T, StoreFailure> {
    let result: Result<T, StoreFailure>;
    try {
      begin.run();
      result = work();
      if (result.ok) commit.run();
    } catch (error) {
      // A full disk may already have undone it.
      if (db.inTransaction) rollback.run();
      const failure = storeFailureOf(error, options.dataDir);
      if (failure === null) throw error;
      return err(failure);
    }
    if (result.ok) mark.note();
    else rollback.run();
    if (truncationOwed) truncateLog();
    return result;
  }

  function attempt<T>(work: () => Result<T, StoreFailure>): Result<T, StoreFailure> {
    try {
      return work();
    } catch (error) {
      const failure = storeFailureOf(error, options.dataDir);
      if (failure === null) throw error;
      return err(failure);
    }
  }

  /** Writes the log back and cuts it to nothing. Another reader can prevent it: then the next change tries again. */
  function truncateLog(): void {
    try {
      // Nobody waits at a screen for this.
      db.pragma('busy_timeout = 0');
      const [row] = z.array(z.object({ busy: z.number() })).parse(db.pragma('wal_checkpoint(TRUNCATE)'));
      const isCut = row?.busy === 0;
      // SQLite leaves it to the disk when the cut becomes durable: a wiped case could come back with the power.
      if (isCut) syncLog();
      truncationOwed = !isCut;
    } catch (error) {
      // The change itself is durable in the log: what failed is only clearing up after it, and stays owed.
      if (storeFailureOf(error, options.dataDir) === null) throw error;
    } finally {
      db.pragma(`busy_timeout = ${busyTimeoutMs}`);
    }
  }

  function syncLog(): void {
    const path = join(options.dataDir, `${databaseFileName}-wal`);
    if (!existsSync(path)) return;
    const log = openSync(path, 'r+');
    fsyncSync(log);
    closeSync(log);
  }

  function writeChange(change: CaseChange): Result<{ revision: number }, StoreFailure> {
    refuseMistakes(change);
    if (holdsOnlineOnly(change)) return err({ kind: 'online-only' });
    const { caseId } = change.state;
    const present = cases.revision(caseId);
    if (present === null && change.expectedRevision !== null) return err({ kind: 'case-not-found' });
    if (present !== change.expectedRevision) return err({ kind: 'revision-conflict' });
    // Two sealings at once drew the same number: the later one draws again.
    if (change.packet && change.packet.sequence !== outbox.lastSequence() + 1) {
      return err({ kind: 'revision-conflict' });
    }
    const revision = (present ?? 0) + 1;
    if (change.wipe) outbox.erase(caseId);
    const written = cases.write(change, revision);
    if (!written.ok) return written;
    if (change.packet) outbox.add(change.packet);
    if (change.withdrawal) withdrawals.add(change.withdrawal);
    audit.append(change.audit);
    // What leaves the kiosk is witnessed elsewhere soon: from here on its past is signed.
    if (change.packet) audit.checkpoint(change.audit.at);
    if (change.wipe) truncationOwed = true;
    return ok({ revision });
  }

  /** A step of a delivery; what the bank has accepted stays accepted, whatever arrives late. `act` null: not told again. */
  function deliver(
    packetId: PacketId,
    from: readonly DeliveryRecord['state'][],
    change: DeliveryChange,
    act: (record: DeliveryRecord, told: ToldWait) => AuditAct | null,
  ): Result<null, StoreFailure> {
    const record = outbox.ofPacket(packetId);
    if (!record) return err({ kind: 'case-not-found' });
    if (!from.includes(record.state)) return err({ kind: 'revision-conflict' });
    const told = outbox.told(packetId);
    outbox.change(packetId, change);
    const row = act(record, told);
    // A sending is no news of its own: its outcome decides whether the audit says something.
    const isOutcome = change.state !== 'sending';
    if (row) {
      const repeats = told.untold > 0 ? { repeats: told.untold } : {};
      audit.append({ ...row, facts: { ...row.facts, ...repeats } });
      const wait = change.state === 'waiting' ? { reason: change.reason, at: row.at } : nothingTold;
      if (isOutcome) outbox.tell(packetId, { ...wait, untold: 0 });
    } else if (isOutcome) outbox.tell(packetId, { ...told, untold: told.untold + 1 });
    return ok(null);
  }

  const actOf =
    (act: string, facts: AuditAct['facts'] = {}, at: Instant = clock.now()) =>
    (record: DeliveryRecord): AuditAct => ({
      act,
      officerId: null,
      caseId: record.caseId,
      at,
      facts: { packetId: record.packetId, sequence: record.sequence, ...facts },
    });

  function saveSetting(name: string, value: unknown, act: AuditAct): Result<null, StoreFailure> {
    return transact(() => {
      settings.write(name, value);
      audit.append(act);
      return ok(null);
    });
  }

  const officerSetting = (officerId: OfficerId): string => `officer/${officerId}`;

  const store: CaseStore = {
    save: (change) => transact(() => writeChange(change)),
    load: (caseId) => attempt(() => cases.load(caseId)),
    list: (limit) => cases.list(limit),
    evidence: (caseId, evidenceId) => attempt(() => cases.evidence(caseId, evidenceId)),
    sealedWithIdentity: (identityHash, except) => cases.sealedWithIdentity(identityHash, except),
    auditHead: () => audit.head(),
    auditRows: () => audit.count(),
    noteWitnessed: (witnessed, at) =>
      transact(() => {
        const act = keepWitnessed(settings, audit, witnessed, at);
        if (act) audit.append(act);
        isBroken = null;
        return ok(null);
      }),
    auditBroken() {
      if (isBroken !== null) return isBroken;
      const witnessed = readWitnessed(settings);
      isBroken = witnessed !== null && (witnessed.missing !== null || witnessed.last.flagged);
      return isBroken;
    },
    audit: (act) =>
      transact(() => {
        audit.append(act);
        return ok(null);
      }),

    kioskActs: (act, limit) => audit.ofKiosk(act, limit),
    signAudit: () =>
      transact(() => {
        audit.checkpoint(clock.now());
        return ok(null);
      }),

    dueForErasure: (kind, before, limit) => ages.due(kind, before, limit),
    erasePictures: (caseId, act) =>
      transact(() => {
        const erased = cases.erasePictures(caseId, act.at);
        if (!erased.ok) return erased;
        outbox.erase(caseId);
        audit.append(act);
        truncationOwed = true;
        return ok(null);
      }),

    boundLog: () =>
      attempt(() => {
        const log = statSync(join(options.dataDir, `${databaseFileName}-wal`), { throwIfNoEntry: false });
        if ((log?.size ?? 0) > logAtMostBytes) truncateLog();
        return ok(null);
      }),

    timeMark: () => time.mark(),
    noteTime: (mark, act) =>
      transact(() => {
        time.note(mark);
        if (act) audit.append(act);
        return ok(null);
      }),

    nextSequence: () => outbox.lastSequence() + 1,
    nextToSend: (now) => outbox.next(now),
    packet: (packetId) => attempt(() => outbox.packet(packetId)),
    delivery: (caseId) => outbox.ofCase(caseId),
    markSending: (packetId) =>
      transact(() => {
        const act = actOf('packet.sending');
        const change: DeliveryChange = { ...plain, state: 'sending' };
        return deliver(packetId, ['waiting'], change, (record, told) =>
          told.reason === null ? act(record) : null,
        );
      }),
    markWaiting: (packetId, { reason, notBefore, countsAsTry }) =>
      transact(() =>
        deliver(
          packetId,
          ['waiting', 'sending', 'parked'],
          { ...plain, state: 'waiting', reason, notBefore, countsAsTry },
          (record, told) => {
            const row = actOf('packet.waiting', { reason, notBefore, countsAsTry })(record);
            return isSameWait(told, reason, row.at) ? null : row;
          },
        ),
      ),
    markAccepted: (packetId, receipt, change) =>
      transact(() => {
        const delivered = deliver(
          packetId,
          ['waiting', 'sending', 'parked'],
          { ...plain, state: 'accepted', countsAsTry: true, receipt },
          actOf('packet.accepted', {}, change.audit.at),
        );
        if (!delivered.ok) return delivered;
        const provedAt = provedByReceipt(receipt);
        if (provedAt !== null) time.prove(provedAt);
        outbox.noteAccepted(packetId, provedAt ?? change.audit.at);
        const written = writeChange(change);
        return written.ok ? ok(null) : written;
      }),
    markParked: (packetId, reason, act) =>
      transact(() =>
        deliver(
          packetId,
          ['waiting', 'sending', 'parked'],
          { ...plain, state: 'parked', reason, countsAsTry: true },
          () => act,
        ),
      ),
    deliveries: (show, limit) => queue.list(show, limit),
    queued: (caseId) => queue.ofCase(caseId),
    history: (caseId) => attempt(() => ok(audit.ofCase(caseId))),
    retry: (packetId, act) =>
      transact(() => {
        const change: DeliveryChange = { ...plain, state: 'waiting', reason: 'retried' };
        return deliver(packetId, ['waiting', 'parked'], change, () => act);
      }),
    withdrawals: (limit) => withdrawals.open(limit),
    openWithdrawals: () => withdrawals.count(),
    markWithdrawn: (caseId, receipt, act) =>
      transact(() => {
        if (withdrawals.confirm(caseId, receipt)) audit.append(act);
        return ok(null);
      }),
    undecided: () => cases.inBankStates(['received', 'awaiting-mobile', 'in-review']),
    awaitingCode: () => cases.countInBankState('awaiting-mobile'),
    deliveryCounts: () => outbox.counts(),

    enrolment: () => settings.read('enrolment', enrolmentSchema),
    saveEnrolment(enrolment, act) {
      signer = null;
      return saveSetting('enrolment', enrolment, act);
    },
    officer: (officerId) => settings.read(officerSetting(officerId), cachedOfficerSchema),
    saveOfficer: (officer, act) => saveSetting(officerSetting(officer.officerId), officer, act),
    catalogue: () => settings.read('catalogue', z.string()),
    masterDataSeenAt: () => settings.read('master-data-seen', masterDataSeenSchema)?.at ?? null,
    // Of no case and no person, every quarter of an hour: not an act for the audit.
    noteMasterDataSeen: (at) =>
      transact(() => {
        settings.write('master-data-seen', { at });
        return ok(null);
      }),
    saveCatalogue: (jws, at) =>
      saveSetting('catalogue', jws, { act: 'catalogue.saved', officerId: null, caseId: null, at, facts: {} }),
    close() {
      if (!db.open) return;
      try {
        // Where this cannot be written the rows are signed with the next ones.
        store.signAudit();
        truncateLog();
      } finally {
        mark.close();
        db.close();
        forgetStoreKeys(keys);
      }
    },
  };

  return {
    store,
    begin: (created) =>
      transact(() => {
        const act = (name: string, facts: AuditAct['facts'] = {}): void =>
          audit.append({ act: name, officerId: null, caseId: null, at: clock.now(), facts });
        if (created) act('store.created');
        const interrupted = outbox.recover();
        if (interrupted > 0) act('outbox.recovered', { interrupted });
        return ok(null);
      }),
  };
}

function signerOf(enrolment: Enrolment | null): AuditSigner | null {
  return enrolment && createAuditSigner(enrolment);
}

const nothingTold = { reason: null, at: null };
/** A wait that goes on is said once a day, with how often it came again: a week without a line must not fill the audit. */
const sameWaitMs = 24 * 60 * 60_000;

function isSameWait(told: ToldWait, reason: string, at: Instant): boolean {
  return (
    told.reason === reason && told.at !== null && Math.abs(Date.parse(at) - Date.parse(told.at)) < sameWaitMs
  );
}

const plain = { reason: null, notBefore: null, countsAsTry: false, receipt: null };

/** The one door into the database for anything of a case: what is not written here is in no packet and no export either. */
function holdsOnlineOnly({ state, addEvidence }: CaseChange): boolean {
  return isOnlineOnlyText(JSON.stringify(state)) || addEvidence.some(({ bytes }) => isOnlineOnlyBytes(bytes));
}

/** Mistakes of a caller, not of a person: thrown before anything is written. */
function refuseMistakes({ state, packet, wipe, addEvidence }: CaseChange): void {
  if (packet && packet.caseId !== state.caseId) throw new Error('packet of another case');
  if (!wipe) return;
  if (packet || addEvidence.length > 0) throw new Error('a wiped case takes nothing new');
  if (state.contact || state.document || state.reading || state.face) {
    throw new Error('a wiped case keeps nothing of the customer');
  }
}
