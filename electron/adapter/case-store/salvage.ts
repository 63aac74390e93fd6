// Saves what still opens in a damaged file into a new one: a case with its key, its pictures and packets, settings, and the audit
// up to the first row that is missing. The damaged file stays as it is; cut off, the whole is done again.
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { verifyAuditChain } from '#core/audit/verify-audit-chain.ts';
import type { AuditRow } from '#core/audit/audit-row.ts';
import { caseIdSchema } from '#core/kernel/brand.ts';
import { ok, type Result } from '#core/kernel/result.ts';
import type { StoreFailure } from '../../port/case-store.ts';
import type { Clock } from '../../port/clock.ts';
import { createAuditLog, sha256Hex } from './audit-log.ts';
import { createCaseTable } from './case-table.ts';
import {
  databaseFileName,
  fileHeader,
  judgeLog,
  moveDamaged,
  newestDamaged,
  openDatabase,
  openPages,
  pageBytes,
  syncFolder,
} from './open-database.ts';
import { readLogMark, type Acknowledged } from './log-mark.ts';
import { readableRows, type Row, type RowsRead } from './readable-rows.ts';
import { openField } from './seal-field.ts';
import { settingPlace } from './setting-table.ts';
import type { StoreKeys } from './store-keys.ts';
import { mendLog } from './write-ahead-log.ts';

const workFolder = 'salvage';

/** The newest folder that a damaged file was moved to, when no file stands in its place yet. */
export function folderToSalvage(dataDir: string): string | null {
  if (!existsSync(dataDir) || existsSync(join(dataDir, databaseFileName))) return null;
  return newestDamaged(dataDir);
}

/** Leaves a new database in place, with all that could be saved and a row of the audit that says so. */
export function salvage(
  dataDir: string,
  folder: string,
  keys: StoreKeys,
  clock: Clock,
): Result<null, StoreFailure> {
  // A mark left behind by a move that was cut off would be held against the new file.
  moveDamaged(dataDir, folder);
  const work = join(dataDir, workFolder);
  rmSync(work, { recursive: true, force: true });
  const opened = openDatabase(work, keys);
  if (!opened.ok) return opened;
  const { db } = opened.value;
  const source = openDamaged(join(dataDir, folder), work, keys);
  const marked = readLogMark(join(dataDir, folder, databaseFileName));
  try {
    db.transaction(() => fill(db, { folder, source, marked }, keys, clock)).immediate();
  } finally {
    source?.db?.close();
    db.close();
  }
  renameSync(join(work, databaseFileName), join(dataDir, databaseFileName));
  syncFolder(dataDir);
  rmSync(work, { recursive: true, force: true });
  return ok(null);
}

interface Damaged {
  /** Null when not even its first page opens. */
  readonly db: Database.Database | null;
  /** Frames of the log that nothing proves, left out. */
  readonly framesLost: number;
}

function openDamaged(from: string, work: string, keys: StoreKeys): Damaged | null {
  if (!existsSync(join(from, databaseFileName))) return null;
  const mended = layMended(from, join(work, 'mended'));
  const folder = mended === null ? from : join(work, 'mended');
  const framesLost = mended ?? 0;
  const direct = openPages(join(folder, databaseFileName), keys);
  if (direct) return { db: direct, framesLost };
  // Perhaps only the bytes in the clear are wrong: they are known, and set right in a copy.
  mkdirSync(join(work, 'copy'), { mode: 0o700 });
  for (const suffix of ['', '-wal']) {
    const name = `${databaseFileName}${suffix}`;
    if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(work, 'copy', name));
  }
  const path = join(work, 'copy', databaseFileName);
  const file = openSync(path, 'r+');
  writeSync(file, fileHeader(keys), 0, undefined, 0);
  closeSync(file);
  return { db: openPages(path, keys), framesLost };
}

/** The database as it is beside its log mended; null where the log needs none. How many frames were left out. */
function layMended(from: string, to: string): number | null {
  const path = join(from, databaseFileName);
  if (judgeLog(path).fault === null) return null;
  const mended = mendLog(readFileSync(`${path}-wal`), pageBytes);
  if (!mended) return null;
  mkdirSync(to, { mode: 0o700 });
  const copy = join(to, databaseFileName);
  try {
    // It is only read: a large database need not be there twice.
    linkSync(path, copy);
  } catch {
    copyFileSync(path, copy);
  }
  writeFileSync(`${copy}-wal`, mended.log, { mode: 0o600 });
  return mended.dropped;
}

interface Saved {
  cases: number;
  casesLost: number;
  pictures: number;
  packets: number;
  packetsCut: number;
  settings: number;
  auditRows: number;
}

interface Found {
  readonly folder: string;
  readonly source: Damaged | null;
  /** What had been acknowledged, as far as it was noted. */
  readonly marked: Acknowledged | null;
}

function fill(db: Database.Database, found: Found, keys: StoreKeys, clock: Clock): void {
  const { folder, marked } = found;
  const source = found.source?.db;
  const read: RowsRead = { faults: 0 };
  const saved: Saved = {
    cases: 0,
    casesLost: 0,
    pictures: 0,
    packets: 0,
    packetsCut: 0,
    settings: 0,
    auditRows: 0,
  };
  if (source) {
    saveAudit(db, source, read, saved);
    saveSettings(db, source, keys, read, saved);
    saveCases(db, source, keys, read, saved);
    savePackets(db, source, read, saved);
    saveCounters(db, source, read);
  }
  // Also of a packet of which nothing is left: it may have reached the bank under its number.
  if (marked) db.prepare(atLeast).run({ last: marked.sequence });
  createAuditLog(db).append({
    act: 'store.salvaged',
    officerId: null,
    caseId: null,
    at: clock.now(),
    facts: {
      from: folder,
      faults: read.faults,
      framesLost: found.source?.framesLost ?? 0,
      actsLost: Math.max(0, (marked?.acts ?? 0) - saved.auditRows),
      ...saved,
    },
  });
}

/** Copies a row as it is; what its older table lacked takes its default. False when it could not stand there. */
function inserter(db: Database.Database, table: string): (row: Row) => boolean {
  const columns = db
    .prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
    .all()
    .map((column) => column.name);
  const known = new Set(['rowid', ...columns]);
  const statements = new Map<string, Database.Statement>();
  return (row) => {
    const names = Object.keys(row).filter((name) => known.has(name));
    const list = names.join(', ');
    const insert =
      statements.get(list) ??
      db.prepare(
        `INSERT OR IGNORE INTO ${table} (${list}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
      );
    statements.set(list, insert);
    return insert.run(row).changes > 0;
  };
}

/** Up to the first row that is missing or does not follow: a chain with a hole proves nothing behind it. */
function saveAudit(db: Database.Database, source: Database.Database, read: RowsRead, saved: Saved): void {
  const insert = inserter(db, 'audit');
  let known = { rows: 0, head: '', signed: 0 };
  for (const row of readableRows(source, 'audit', read)) {
    const { seq, prev_hash, hash, act, officer_id, case_id, at, facts } = row;
    const asRow = {
      seq,
      prevHash: prev_hash,
      hash,
      act,
      officerId: officer_id,
      caseId: case_id,
      at,
      facts: JSON.parse(String(facts)) as AuditRow['facts'],
    } as AuditRow;
    const verified = verifyAuditChain([asRow], sha256Hex, known.rows === 0 ? {} : { after: known });
    if (!verified.ok) return;
    known = verified.value;
    insert(row);
    saved.auditRows += 1;
  }
}

function saveSettings(
  db: Database.Database,
  source: Database.Database,
  keys: StoreKeys,
  read: RowsRead,
  saved: Saved,
): void {
  const insert = inserter(db, 'settings');
  for (const row of readableRows(source, 'settings', read)) {
    const opened = openField(keys.settings, settingPlace(String(row['name']), keys), row['sealed'] as Buffer);
    if (!opened) continue;
    opened.fill(0);
    if (insert(row)) saved.settings += 1;
  }
}

/** A case without its key, or whose state does not open under it, cannot be read by anyone: it is left behind. */
function saveCases(
  db: Database.Database,
  source: Database.Database,
  keys: StoreKeys,
  read: RowsRead,
  saved: Saved,
): void {
  const caseKeys = new Map([...readableRows(source, 'case_keys', read)].map((row) => [row['case_id'], row]));
  const [insertCase, insertKey] = [inserter(db, 'cases'), inserter(db, 'case_keys')];
  const cases = createCaseTable(db, keys);
  const forget = ['case_keys', 'cases'].map((table) => db.prepare(`DELETE FROM ${table} WHERE case_id = ?`));
  for (const row of readableRows(source, 'cases', read)) {
    const key = caseKeys.get(row['case_id'] ?? null);
    const caseId = caseIdSchema.safeParse(row['case_id']);
    if (key && caseId.success) {
      insertCase(row);
      insertKey(key);
      if (cases.load(caseId.data).ok) {
        saved.cases += 1;
        continue;
      }
      for (const statement of forget) statement.run(caseId.data);
    }
    saved.casesLost += 1;
  }
  const insertWithdrawal = inserter(db, 'withdrawals');
  const insertPicture = inserter(db, 'evidence');
  const isKept = db.prepare<[unknown], { n: number }>('SELECT 1 AS n FROM cases WHERE case_id = ?');
  for (const row of readableRows(source, 'evidence', read)) {
    if (!isKept.get(row['case_id'])) continue;
    if (insertPicture(row)) saved.pictures += 1;
  }
  // What the bank must hear of is kept with the tombstone it belongs to.
  for (const row of readableRows(source, 'withdrawals', read))
    if (isKept.get(row['case_id'])) insertWithdrawal(row);
}

function savePackets(db: Database.Database, source: Database.Database, read: RowsRead, saved: Saved): void {
  const deliveries = new Map(
    [...readableRows(source, 'deliveries', read)].map((row) => [row['packet_id'], row]),
  );
  const isCase = db.prepare<[unknown], { n: number }>('SELECT 1 AS n FROM cases WHERE case_id = ?');
  const isPacket = db.prepare<[unknown], { n: number }>('SELECT 1 AS n FROM packets WHERE packet_id = ?');
  const [insertPacket, insertPart, insertDelivery] = [
    inserter(db, 'packets'),
    inserter(db, 'packet_parts'),
    inserter(db, 'deliveries'),
  ];
  const partsWanted = new Map<unknown, number>();
  for (const row of readableRows(source, 'packets', read)) {
    if (!isCase.get(row['case_id'])) continue;
    insertPacket(row);
    partsWanted.set(row['packet_id'], partsIn(String(row['manifest'])));
    saved.packets += 1;
    const { packet_id, case_id, sequence } = row;
    // Its delivery lost, it goes again under the same key: the bank knows it if it has it.
    const known = deliveries.get(packet_id ?? null);
    insertDelivery(
      known ?? {
        rowid: row['rowid'] ?? null,
        packet_id: packet_id ?? null,
        case_id: case_id ?? null,
        sequence: sequence ?? null,
        state: 'waiting',
        tries: 0,
        untold: 0,
      },
    );
  }
  for (const row of readableRows(source, 'packet_parts', read))
    if (isPacket.get(row['packet_id'])) insertPart(row);
  const partsOf = db.prepare<[unknown], { n: number }>(
    'SELECT count(*) AS n FROM packet_parts WHERE packet_id = ?',
  );
  const park = db.prepare(
    `UPDATE deliveries SET state = 'parked', reason = 'packet-lost-here', not_before = NULL
     WHERE packet_id = ? AND state <> 'accepted'`,
  );
  for (const [packetId, wanted] of partsWanted) {
    if ((partsOf.get(packetId)?.n ?? 0) < wanted) saved.packetsCut += park.run(packetId).changes;
  }
}

/** How many parts a manifest names. One that cannot be read has at least its case. */
function partsIn(manifest: string): number {
  try {
    const claims: unknown = JSON.parse(
      Buffer.from(manifest.split('.')[1] ?? '', 'base64url').toString('utf8'),
    );
    const parts = typeof claims === 'object' && claims !== null && 'parts' in claims ? claims.parts : null;
    return Array.isArray(parts) ? Math.max(parts.length, 1) : 1;
  } catch {
    return 1;
  }
}

const atLeast = 'UPDATE outbox_counter SET last_sequence = max(last_sequence, @last)';

/** No sequence number is given twice: the highest that is seen anywhere counts. */
function saveCounters(db: Database.Database, source: Database.Database, read: RowsRead): void {
  let last = 0;
  for (const row of readableRows(source, 'outbox_counter', read))
    last = Math.max(last, Number(row['last_sequence']));
  for (const table of ['packets', 'deliveries']) {
    for (const row of readableRows(source, table, read)) last = Math.max(last, Number(row['sequence']));
  }
  db.prepare(atLeast).run({ last });
  for (const row of readableRows(source, 'time_mark', read)) {
    db.prepare('UPDATE time_mark SET ticks = ?, seen_at = ?, proved_at = ?, standing = ?').run(
      row['ticks'],
      row['seen_at'],
      row['proved_at'],
      row['standing'],
    );
  }
}
