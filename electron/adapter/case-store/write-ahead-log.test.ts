// A killed kiosk's log with a byte changed in it: noticed before SQLite forgets what follows, and what follows is saved.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseId } from '#core/kernel/brand.ts';
import { databaseFileName, pageBytes } from './open-database.ts';
import { openCaseStore } from './open-case-store.ts';
import { readAudit } from './read-audit.ts';
import { changeOf, emptyCase, newEvidenceId } from './store.fixture.ts';
import { useTempStore, valueOf } from './temp-store.fixture.ts';
import { mendLog, walkLog } from './write-ahead-log.ts';

const temp = useTempStore();
const logName = `${databaseFileName}-wal`;
const markName = `${databaseFileName}-mark`;
const frameBytes = pageBytes + 24;
let killed = '';
beforeEach(() => {
  killed = mkdtempSync(join(tmpdir(), 'pravesh-killed-'));
});
afterEach(() => rmSync(killed, { recursive: true, force: true }));

/** What a kill leaves: a store with all its changes still in the log. */
function killAfter(count: number, pictureBytes = 20_000): { readonly cases: CaseId[]; readonly log: Buffer } {
  const store = temp.open();
  const cases = Array.from({ length: count }, () => {
    const state = emptyCase();
    const addEvidence = [{ evidenceId: newEvidenceId(), bytes: new Uint8Array(pictureBytes) }];
    valueOf(store.save(changeOf(state, null, { addEvidence })));
    return state.caseId;
  });
  for (const name of [databaseFileName, logName, markName]) {
    copyFileSync(join(temp.dataDir, name), join(killed, name));
  }
  return { cases, log: readFileSync(join(killed, logName)) };
}

const openKilled = () => openCaseStore({ dataDir: killed, masterKey: temp.key });
const lay = (log: Buffer): void => writeFileSync(join(killed, logName), log);
const walked = (log: Buffer) => walkLog(log, pageBytes) ?? expect.unreachable('no frame in it');

function flip(log: Buffer, at: number): Buffer {
  const flipped = Buffer.from(log);
  flipped[at] = (flipped[at] ?? 0) ^ 0x10;
  return flipped;
}

/** Where frame `number`, counted from 1, begins. */
const frameAt = (number: number): number => 32 + (number - 1) * frameBytes;

function casesIn(all: readonly CaseId[]): number {
  const store = valueOf(openKilled());
  const readable = all.filter((caseId) => store.load(caseId).ok).length;
  store.close();
  return readable;
}

describe('a log as it was left', () => {
  it('OB30 adds up to its last commit, as SQLite counts it', () => {
    const { log, cases } = killAfter(4);
    const walk = walked(log);
    expect(walk).toMatchObject({ headHolds: true, commitsBehind: 0, framesBehind: 0 });
    expect(frameAt(walk.committed + 1)).toBeLessThanOrEqual(log.byteLength);
    expect(casesIn(cases)).toBe(4);
  });

  it('OB30 opens without its last transaction where that was torn before it was acknowledged', () => {
    const { log, cases } = killAfter(4);
    rmSync(join(killed, markName));
    lay(flip(log, frameAt(walked(log).committed - 1) + 100));
    expect(casesIn(cases)).toBe(3);
    expect(existsSync(join(killed, 'damaged-1'))).toBe(false);
  });
});

describe('a log with one byte changed', () => {
  it.each([
    ['in a page', 100],
    ['in a page number', 3],
    ['in a salt', 9],
    ['in a sum', 18],
  ])('OB30 is moved aside whole, and what stood behind it is saved (%s)', (_, offset) => {
    const { log, cases } = killAfter(6);
    const middle = Math.floor(walked(log).committed / 2);
    const spoilt = flip(log, frameAt(middle) + offset);
    lay(spoilt);
    const first = openKilled();
    expect(first).toMatchObject({ ok: false, error: { kind: 'database-damaged' } });
    expect(readFileSync(join(killed, 'damaged-1', logName))).toEqual(spoilt);
    // One page is missing at most: a case may be on it, and its picture.
    expect(casesIn(cases)).toBeGreaterThanOrEqual(5);
    const trail = valueOf(readAudit({ dataDir: killed, masterKey: temp.key }));
    const rows = [...trail.rows()];
    trail.close();
    const told = rows.find(({ act }) => act === 'store.salvaged');
    expect(Number(told?.facts['framesLost'])).toBeLessThanOrEqual(1);
    expect(readFileSync(join(killed, 'damaged-1', logName))).toEqual(spoilt);
  });

  it('OB30 is noticed at its head too, where SQLite would take all of it for nothing', () => {
    const { log, cases } = killAfter(3);
    lay(flip(log, 17));
    expect(openKilled()).toMatchObject({ ok: false, error: { kind: 'database-damaged' } });
    expect(casesIn(cases)).toBe(3);
  });

  it('OB31 is noticed in the last transaction that was acknowledged', () => {
    const { log } = killAfter(3);
    lay(flip(log, frameAt(walked(log).committed) + 500));
    expect(openKilled()).toMatchObject({ ok: false, error: { kind: 'database-damaged' } });
  });

  it('OB31 is noticed when its end is gone', () => {
    const { log } = killAfter(3);
    lay(log.subarray(0, frameAt(walked(log).committed - 1)));
    expect(openKilled()).toMatchObject({ ok: false, error: { kind: 'database-damaged' } });
  });

  it('OB31 a mark that does not read, or is of another log, says nothing', () => {
    const { log, cases } = killAfter(3);
    const mark = readFileSync(join(killed, markName));
    for (const other of [flip(mark, 13), mark.subarray(0, 7), Buffer.alloc(0)]) {
      writeFileSync(join(killed, markName), other);
      lay(log);
      expect(casesIn(cases)).toBe(3);
    }
  });
});

describe('a log that is gone', () => {
  const salvaged = () => {
    const trail = valueOf(readAudit({ dataDir: killed, masterKey: temp.key }));
    const rows = [...trail.rows()];
    trail.close();
    return rows.find(({ act }) => act === 'store.salvaged')?.facts;
  };

  /** Four cases in the file itself, then three more that stand in the log alone. */
  function killBehindCheckpoint(): { readonly first: CaseId[]; readonly acts: number } {
    const { cases: first } = killAfter(4);
    temp.open().close();
    const store = temp.open();
    const kept = readFileSync(join(temp.dataDir, databaseFileName));
    for (let count = 0; count < 3; count += 1) valueOf(store.save(changeOf(emptyCase(), null)));
    writeFileSync(join(killed, databaseFileName), kept);
    for (const name of [logName, markName]) copyFileSync(join(temp.dataDir, name), join(killed, name));
    const acts = store.auditRows();
    store.close();
    return { first, acts };
  }

  it.each(['deleted', 'cut to nothing'])(
    'OB32 is missed, the file moved aside whole, and the record says how many acts are not there (%s)',
    (how) => {
      const { first, acts } = killBehindCheckpoint();
      if (how === 'deleted') rmSync(join(killed, logName));
      else lay(Buffer.alloc(0));
      expect(openKilled()).toMatchObject({
        ok: false,
        error: { kind: 'database-damaged', detail: 'log-gone, moved to damaged-1' },
      });
      expect(existsSync(join(killed, 'damaged-1', databaseFileName))).toBe(true);
      expect(casesIn(first)).toBe(4);
      const told = salvaged();
      expect(Number(told?.['actsLost'])).toBeGreaterThanOrEqual(3);
      expect(Number(told?.['actsLost'])).toBe(acts - Number(told?.['auditRows']));
      // Told once: the new file is whole.
      expect(casesIn(first)).toBe(4);
      expect(existsSync(join(killed, 'damaged-2'))).toBe(false);
    },
  );

  it('OB32 is missed where nothing had come from it into the file yet, and where the file is gone too', () => {
    for (const names of [[logName], [logName, databaseFileName]]) {
      rmSync(killed, { recursive: true, force: true });
      mkdirSync(killed);
      killAfter(3);
      for (const name of names) rmSync(join(killed, name));
      expect(openKilled()).toMatchObject({ ok: false, error: { kind: 'database-damaged' } });
      valueOf(openKilled()).close();
      expect(Number(salvaged()?.['actsLost'])).toBeGreaterThanOrEqual(3);
    }
  });

  it('OB32 no sequence number that was in it is given again', () => {
    killAfter(2);
    const path = join(killed, markName);
    const mark = readFileSync(path);
    // As if the packets 1 to 41 had been sealed in what is gone.
    mark.writeUInt32BE(41, 20);
    mark.writeUInt32BE(crc32(mark.subarray(0, 24)), 24);
    writeFileSync(path, mark);
    rmSync(join(killed, logName));
    expect(openKilled()).toMatchObject({ ok: false });
    const store = valueOf(openKilled());
    expect(store.nextSequence()).toBe(42);
    store.close();
  });

  it('OB32 a log that its store cut itself is not missed: all it held is in the file', () => {
    const { cases } = killAfter(3);
    temp.open().close();
    expect(statSync(join(temp.dataDir, logName), { throwIfNoEntry: false })?.size ?? 0).toBe(0);
    for (const name of [databaseFileName, markName])
      copyFileSync(join(temp.dataDir, name), join(killed, name));
    rmSync(join(killed, logName));
    expect(casesIn(cases)).toBe(3);
    expect(existsSync(join(killed, 'damaged-1'))).toBe(false);
  });

  it.each([1, 2, 3])('OB14 a move aside that was cut off after file %i is carried on', (moved) => {
    const { cases, log } = killAfter(5);
    lay(flip(log, frameAt(Math.floor(walked(log).committed / 2)) + 100));
    mkdirSync(join(killed, 'damaged-1'));
    for (const name of [logName, databaseFileName, markName].slice(0, moved))
      renameSync(join(killed, name), join(killed, 'damaged-1', name));
    const first = openKilled();
    if (first.ok) first.value.close();
    expect(casesIn(cases)).toBeGreaterThanOrEqual(4);
    expect(existsSync(join(killed, 'damaged-2'))).toBe(false);
    expect(Number(salvaged()?.['framesLost'])).toBeLessThanOrEqual(1);
  });
});

describe('mendLog', () => {
  it('keeps every frame of a whole log, and all but one of a spoilt one', () => {
    const { log } = killAfter(4);
    const { committed } = walked(log);
    expect(mendLog(log, pageBytes)).toMatchObject({ dropped: 0 });
    const mended = mendLog(flip(log, frameAt(3) + 60), pageBytes);
    expect(mended?.dropped).toBe(1);
    expect(walked(mended?.log ?? log)).toMatchObject({
      headHolds: true,
      committed: committed - 1,
      framesBehind: 0,
    });
  });

  it('makes nothing of nothing', () => {
    expect(mendLog(Buffer.alloc(40), pageBytes)).toBeNull();
    expect(walkLog(Buffer.alloc(0), pageBytes)).toBeNull();
    expect(mendLog(Buffer.alloc(40_000), pageBytes)).toBeNull();
  });
});
