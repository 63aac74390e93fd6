// A disk that is full at every write in turn: each refusal has its name, and what was acknowledged before it is there after.
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFileName } from '#electron/adapter/case-store/open-database.ts';
import { openCaseStore } from '#electron/adapter/case-store/open-case-store.ts';
import { check, type Check } from '../report.ts';
import { judgeFolder, type Durable } from '../store/durable.ts';
import { writeCase } from '../store/write-cases.ts';
import { valueOf } from '../kiosk/enrol-kiosk.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';

const diskMegabytes = 6;
const pictureBytes = 60_000;
/** The unit in which the small disk is filled. */
const stepBytes = 4096;
/** More room than the whole session wants. */
const enoughBytes = 800_000;

interface Outcome {
  readonly refused: string;
  readonly wrong: string | null;
}

/** One session with so much room: opens, writes one case, closes; then room is made and the store is judged. */
function session(dataDir: string, key: Uint8Array, before: readonly Durable[], room: Room): Outcome {
  const said = [...before];
  let refused = 'nothing';
  try {
    room.leave();
    const opened = openCaseStore({ dataDir, masterKey: key, ...room.limit });
    if (!opened.ok) refused = opened.error.kind;
    else {
      refused = writeCase(opened.value, pictureBytes, (durable) => said.push(durable))?.kind ?? 'nothing';
      opened.value.close();
    }
  } catch (error) {
    return { refused, wrong: `thrown: ${error instanceof Error ? error.message : 'unknown'}` };
  }
  room.make();
  if (refused !== 'nothing' && refused !== 'disk-full') return { refused, wrong: `refused as ${refused}` };
  const verdict = judgeFolder(dataDir, key, said);
  return { refused, wrong: verdict.kind === 'whole' ? null : JSON.stringify(verdict) };
}

interface Room {
  leave(): void;
  make(): void;
  readonly limit: { readonly limitBytes?: number };
}

const onSmallDisk = (disk: SmallDisk, bytes: number): Room => ({
  leave: () => disk.leave(bytes),
  make: () => disk.makeRoom(),
  limit: {},
});
const byLimit = (limitBytes: number): Room => ({
  leave: () => undefined,
  make: () => undefined,
  limit: { limitBytes },
});

export function fullDisk(folder: string): {
  checks: Check[];
  figures: Record<string, unknown>;
  skipped: string[];
} {
  const key = randomBytes(32);
  const base = join(folder, 'base');
  const said: Durable[] = [];
  const store = valueOf(openCaseStore({ dataDir: base, masterKey: key }));
  for (let count = 0; count < 2; count += 1) writeCase(store, pictureBytes, (durable) => said.push(durable));
  store.close();
  using disk = mountSmallDisk(join(folder, 'small'), diskMegabytes);
  const place = disk?.path ?? join(folder, 'limited');
  const outcomes: Outcome[] = [];
  for (let bytes = 0; bytes <= enoughBytes; bytes += stepBytes) {
    const dataDir = join(place, 'kiosk');
    rmSync(dataDir, { recursive: true, force: true });
    mkdirSync(dataDir, { recursive: true });
    copyFileSync(join(base, databaseFileName), join(dataDir, databaseFileName));
    outcomes.push(session(dataDir, key, said, disk ? onSmallDisk(disk, bytes) : byLimit(300_000 + bytes)));
  }
  const wrong = outcomes.flatMap((outcome) => (outcome.wrong === null ? [] : [outcome.wrong]));
  const full = outcomes.filter(({ refused }) => refused === 'disk-full').length;
  const through = outcomes.filter(({ refused }) => refused === 'nothing').length;
  return {
    checks: [
      check(
        'full disk: each refusal is called disk-full, nothing is lost',
        wrong.length === 0,
        wrong.slice(0, 6),
      ),
      check('full disk: it was full, and then it was not', full > 20 && through > 5, { full, through }),
    ],
    figures: { fullDisks: outcomes.length, full, through, by: disk ? 'small disk' : 'limitBytes' },
    skipped: disk ? [] : ['disk: a real full disk needs root on Linux; the store’s own limit was used'],
  };
}

/** A medium that cannot be written: told by its name, every byte left, and usable again as soon as it can. */
export function readOnlyDisk(folder: string): { checks: Check[]; skipped: string[] } {
  using disk = mountSmallDisk(join(folder, 'readonly'), diskMegabytes);
  if (!disk) return { checks: [], skipped: ['disk: a read-only mount needs root on Linux'] };
  const key = randomBytes(32);
  const dataDir = join(disk.path, 'kiosk');
  const said: Durable[] = [];
  const store = valueOf(openCaseStore({ dataDir, masterKey: key }));
  writeCase(store, pictureBytes, (durable) => said.push(durable));
  store.close();
  disk.remount('ro');
  const opened = openCaseStore({ dataDir, masterKey: key });
  const named =
    !opened.ok && opened.error.kind === 'database-unavailable' && opened.error.reason === 'read-only';
  if (opened.ok) opened.value.close();
  disk.remount('rw');
  return {
    checks: [
      check('read-only mount: called read-only', named, opened.ok ? 'opened' : opened.error),
      check(
        'read-only mount: whole once it can be written',
        judgeFolder(dataDir, key, said).kind === 'whole',
      ),
    ],
    skipped: [],
  };
}
