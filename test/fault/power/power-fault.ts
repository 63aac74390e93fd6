// Power cuts, from a recorded trace of every write and sync of the real store: at each write the disk is put together as a
// cut could leave it (all, none or some of what was not yet synced, torn), opened, and held to what was acknowledged.
// Needs strace; where it cannot be had the fault is skipped and says so.
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { databaseFileName } from '#electron/adapter/case-store/open-database.ts';
import { root } from '#scripts/process/root.ts';
import { throwawayFolder } from '#scripts/process/throwaway-folder.ts';
import { drawChance, type Chance } from '../chance.ts';
import { check, sayEvery, type FaultOptions, type FaultReport } from '../report.ts';
import { createDiskImage, cuts, type Files } from './disk-image.ts';
import { durableSchema, judgeFolder, type Durable, type Verdict } from '../store/durable.ts';
import { memoryFolder } from '../store/memory-folder.ts';
import { readTraceLine, straceArgs, type TraceOp } from './read-trace.ts';

const ciCuts = 500;
const fullCuts = 6000;
const writer = join(root, 'test', 'fault', 'power', 'power-writer.fixture.ts');

/** Null when this machine has no strace, or does not let one process trace another. */
function obtainTracer(): string | null {
  const works = (): boolean => spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
  if (process.platform !== 'linux') return null;
  if (!works() && process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    spawnSync('sh', ['-c', 'apt-get update -qq && apt-get install -y -qq strace'], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  return works() ? 'strace' : null;
}

async function recordTrace(tracer: string, folder: string, key: Uint8Array): Promise<TraceOp[]> {
  const trace = join(folder, 'trace');
  // Only the main thread: the driver writes on it, and its calls then never interleave.
  execFileSync(
    tracer,
    [
      '-o',
      trace,
      ...straceArgs,
      process.execPath,
      writer,
      join(folder, 'data'),
      Buffer.from(key).toString('hex'),
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ops: TraceOp[] = [];
  for await (const line of createInterface({ input: createReadStream(trace) })) {
    const op = readTraceLine(line, databaseFileName);
    if (op) ops.push(op);
  }
  rmSync(trace);
  return ops;
}

function saidOf(op: TraceOp): Durable | null {
  return op.op === 'said' ? durableSchema.parse(JSON.parse(op.text)) : null;
}

function layOut(folder: string, files: Files): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  return folder;
}

/** Everything said was synced before it was said: between two words of the writer nothing of the log is left unsynced. */
function unsyncedWords(ops: readonly TraceOp[]): number {
  const disk = createDiskImage();
  let unsynced = 0;
  for (const op of ops) {
    if (op.op === 'said' && disk.unsynced(`${databaseFileName}-wal`)) unsynced += 1;
    disk.follow(op);
  }
  return unsynced;
}

/** A power cut just before the sync of a word, held to that word all the same: a loss that the judge must see. */
function plantedLossIsFound(ops: readonly TraceOp[], folder: string, key: Uint8Array): boolean {
  const disk = createDiskImage();
  const said: Durable[] = [];
  let beforeSync: Files = new Map();
  for (const op of ops) {
    if (op.op === 'sync') beforeSync = disk.cut('none', null, drawChance());
    disk.follow(op);
    const durable = saidOf(op);
    if (durable) said.push(durable);
    if (said.length < 2) continue;
    return judgeFolder(layOut(join(folder, 'planted'), beforeSync), key, said).kind === 'lost';
  }
  return false;
}

interface Tally {
  cuts: number;
  anew: number;
  readonly wrong: string[];
}

function note(tally: Tally, verdict: Verdict, what: string): void {
  tally.cuts += 1;
  if (verdict.kind === 'opens-anew') tally.anew += 1;
  if (verdict.kind === 'not-opened') tally.wrong.push(`${what}: ${verdict.why}`);
  if (verdict.kind === 'lost') tally.wrong.push(`${what}: lost`);
}

/** Cuts at every write while the store is small, and at a sample of the thousands that follow. */
function cutEverywhere(
  ops: readonly TraceOp[],
  folder: string,
  parts: {
    readonly key: Uint8Array;
    readonly wanted: number;
    readonly chance: Chance;
    readonly say: (text: string) => void;
  },
): Tally {
  const { key, wanted, chance } = parts;
  const tally: Tally = { cuts: 0, anew: 0, wrong: [] };
  const disk = createDiskImage();
  const said: Durable[] = [];
  const places = ops.filter(({ op }) => op === 'write' || op === 'truncate').length;
  const share = Math.min(1, wanted / cuts.length / places);
  const progress = sayEvery(15, parts.say);
  let index = 0;
  for (const op of ops) {
    const place = op.op === 'write' || op.op === 'truncate';
    if (place) index += 1;
    const early = index < wanted / cuts.length / 4;
    const rare = op.op === 'truncate' || op.op === 'unlink';
    if (rare || (place && (early || chance.next() < share))) {
      for (const how of cuts) {
        const files = disk.cut(how, op, chance);
        note(tally, judgeFolder(layOut(join(folder, 'cut'), files), key, said), `${op.op} ${index}, ${how}`);
      }
      progress(() => `${tally.cuts} cuts`);
    }
    disk.follow(op);
    const durable = saidOf(op);
    if (durable) said.push(durable);
  }
  return tally;
}

export async function powerFault({ runs, ci, say }: FaultOptions): Promise<FaultReport> {
  using folder = throwawayFolder('fault-power');
  const tracer = obtainTracer();
  if (tracer === null) {
    return {
      checks: [],
      skipped: ['power: needs strace, and the right to trace (Debian: apt-get install strace)'],
      figures: {},
    };
  }
  const chance = drawChance();
  const key = randomBytes(32);
  const wanted = runs ?? (ci ? ciCuts : fullCuts);
  const ops = await recordTrace(tracer, folder.path, key);
  const words = ops.filter(({ op }) => op === 'said').length;
  const syncs = ops.filter(({ op }) => op === 'sync').length;
  say(
    `${ops.length} operations, ${syncs} syncs, ${words} acknowledgements; about ${wanted} cuts, seed ${chance.seed}`,
  );
  using disk = memoryFolder('fault-power');
  const tally = cutEverywhere(ops, disk.path, { key, wanted, chance, say });
  const planted = plantedLossIsFound(ops, disk.path, key);
  const unsynced = unsyncedWords(ops);
  return {
    checks: [
      check('the trace holds writes, truncations and a wrapped log', words > 40 && syncs > words, {
        words,
        syncs,
      }),
      check('nothing was acknowledged before it was synced', unsynced === 0, unsynced),
      check('a planted loss is found', planted),
      check(
        'every cut opens and keeps what was acknowledged',
        tally.wrong.length === 0,
        tally.wrong.slice(0, 8),
      ),
    ],
    skipped: [],
    figures: {
      operations: ops.length,
      syncs,
      acknowledgements: words,
      cuts: tally.cuts,
      anew: tally.anew,
      wrong: tally.wrong.length,
      seed: chance.seed,
    },
  };
}
