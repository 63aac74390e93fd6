// A disk as a power cut leaves it: what was synced is there, of what was written since any part may be, in any order, torn.
import type { Chance } from '../chance.ts';
import type { TraceOp } from './read-trace.ts';

type Change = Extract<TraceOp, { op: 'write' | 'truncate' }>;
export type Files = ReadonlyMap<string, Buffer>;

/** The unit a disk writes whole. */
const sectorBytes = 512;

/** One file's bytes with room to grow: hundreds of pages go in without a copy of the whole for each. */
interface Growing {
  bytes: Buffer;
  size: number;
}

function apply(file: Growing, change: Change): void {
  if (change.op === 'truncate') {
    const { size } = change;
    if (size < file.size) file.bytes.fill(0, size, file.size);
    else reserve(file, size);
    file.size = size;
    return;
  }
  const { offset, bytes } = change;
  reserve(file, offset + bytes.length);
  bytes.copy(file.bytes, offset);
  file.size = Math.max(file.size, offset + bytes.length);
}

function reserve(file: Growing, size: number): void {
  if (size <= file.bytes.length) return;
  const grown = Buffer.alloc(size * 2);
  file.bytes.copy(grown, 0, 0, file.size);
  file.bytes = grown;
}

/** The beginning of a write, in whole sectors, of which at least one is missing. */
function torn(change: Change, chance: Chance): Change {
  if (change.op === 'truncate' || change.bytes.length <= sectorBytes) return change;
  const sectors = chance.below(Math.ceil(change.bytes.length / sectorBytes));
  return { ...change, bytes: change.bytes.subarray(0, sectors * sectorBytes) };
}

export interface DiskImage {
  /** Follows the trace; what the process said changes nothing on disk. */
  follow(op: TraceOp): void;
  /** Whether what was written to a file is still on its way. */
  unsynced(file: string): boolean;
  /** The disk if the power goes now, while `next` (when given) is on its way. */
  cut(how: Cut, next: TraceOp | null, chance: Chance): Files;
}

/** `all` written arrived; `none` since the sync; `torn`: the last write in part; `some`: any of them, in part or whole. */
export const cuts = ['all', 'none', 'torn', 'some'] as const;
export type Cut = (typeof cuts)[number];

export function createDiskImage(): DiskImage {
  const synced = new Map<string, Growing>();
  let pending: Change[] = [];
  const empty = (): Growing => ({ bytes: Buffer.alloc(0), size: 0 });

  function applyTo(files: Map<string, Growing>, change: Change): void {
    const file = files.get(change.file) ?? empty();
    files.set(change.file, file);
    apply(file, change);
  }

  function arrived(how: Cut, next: TraceOp | null, chance: Chance): readonly Change[] {
    const last = next && (next.op === 'write' || next.op === 'truncate') ? [next] : [];
    const changes = [...pending, ...last];
    switch (how) {
      case 'all':
        return pending;
      case 'none':
        return [];
      case 'torn':
        return changes.map((change, index) => (index === changes.length - 1 ? torn(change, chance) : change));
      case 'some':
        return changes
          .filter(() => chance.next() < 0.5)
          .map((change) => (chance.next() < 0.2 ? torn(change, chance) : change));
      default:
        return how satisfies never;
    }
  }

  return {
    unsynced: (file) => pending.some((change) => change.file === file && change.op === 'write'),
    follow(op) {
      switch (op.op) {
        case 'write':
        case 'truncate':
          // A file that was just made is there, if empty: the folder is synced when it is made.
          if (!synced.has(op.file)) synced.set(op.file, empty());
          pending.push(op);
          return;
        case 'sync':
          for (const change of pending) if (change.file === op.file) applyTo(synced, change);
          pending = pending.filter(({ file }) => file !== op.file);
          return;
        case 'unlink':
          synced.delete(op.file);
          pending = pending.filter(({ file }) => file !== op.file);
          return;
        case 'said':
          return;
        default:
          op satisfies never;
      }
    },
    cut(how, next, chance) {
      const changes = arrived(how, next, chance);
      const touched = new Set(changes.map(({ file }) => file));
      const files = new Map(
        [...synced].map(([name, file]) => [
          name,
          touched.has(name) ? { bytes: Buffer.from(file.bytes), size: file.size } : file,
        ]),
      );
      for (const change of changes) applyTo(files, change);
      return new Map([...files].map(([name, { bytes, size }]) => [name, bytes.subarray(0, size)]));
    },
  };
}
