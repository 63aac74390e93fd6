// Reads SQLite's write-ahead log as its file format describes it (sqlite.org/fileformat2.html, section 4): how far it holds, and
// what follows behind a frame that does not add up. SQLite itself ends there and says nothing. The cipher leaves the frames' heads
// in the clear, and the checksums are over the pages as they lie here. It never writes.
const headerBytes = 32;
const frameHeadBytes = 24;
const magics = { little: 0x37_7f_06_82, big: 0x37_7f_06_83 } as const;

type Sum = readonly [number, number];

/** What stands in a log of this page size; frames are counted from 1, as SQLite counts them. */
export interface LogWalk {
  /** False: the head does not add up, and SQLite would take the whole log for empty. */
  readonly headHolds: boolean;
  /** Which log this is: SQLite draws them anew each time it begins at the front. */
  readonly salts: string;
  /** The last commit up to which every frame adds up. */
  readonly committed: number;
  /** Commits of the same log behind that. One may be a transaction that a power cut tore; of two the first was durable. */
  readonly commitsBehind: number;
  /** Frames of the same log behind it, whole or not. */
  readonly framesBehind: number;
}

interface Frame {
  readonly at: number;
  readonly page: number;
  readonly commits: boolean;
  readonly salts: string;
  readonly stored: Sum;
}

const same = (a: Sum, b: Sum): boolean => a[0] === b[0] && a[1] === b[1];

interface LogFile {
  readonly little: boolean;
  readonly headHolds: boolean;
  readonly start: Sum;
  readonly salts: string;
  readonly frames: readonly Frame[];
  /** Over a frame's page number, size and page, after the sum before it. */
  sumOf(frame: Frame, before: Sum): Sum;
}

function checksum(view: DataView, from: number, bytes: number, little: boolean, before: Sum): Sum {
  let [first, second] = before;
  for (let at = from; at < from + bytes; at += 8) {
    first = (first + view.getUint32(at, little) + second) >>> 0;
    second = (second + view.getUint32(at + 4, little) + first) >>> 0;
  }
  return [first, second];
}

/** Null where there is not even one whole frame. */
function parse(log: Buffer, pageBytes: number): LogFile | null {
  const frameBytes = frameHeadBytes + pageBytes;
  if (log.byteLength < headerBytes + frameBytes) return null;
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  const magic = view.getUint32(0);
  const little = magic !== magics.big;
  const start: Sum = checksum(view, 0, 24, little, [0, 0]);
  const frames: Frame[] = [];
  for (let at = headerBytes; at + frameBytes <= log.byteLength; at += frameBytes) {
    frames.push({
      at,
      page: view.getUint32(at),
      commits: view.getUint32(at + 4) !== 0,
      salts: log.toString('hex', at + 8, at + 16),
      stored: [view.getUint32(at + 16), view.getUint32(at + 20)],
    });
  }
  const isMagic = magic === magics.little || magic === magics.big;
  const headHolds = isMagic && same(start, [view.getUint32(24), view.getUint32(28)]);
  return {
    little,
    headHolds,
    start,
    // Of a head that does not hold the frames know better; a log has one of its own first.
    salts: headHolds ? log.toString('hex', 16, 24) : saltsOfMost(frames),
    frames,
    sumOf: (frame, before) =>
      checksum(
        view,
        frame.at + frameHeadBytes,
        pageBytes,
        little,
        checksum(view, frame.at, 8, little, before),
      ),
  };
}

/** Those of the first two frames that agree. */
function saltsOfMost(frames: readonly Frame[]): string {
  for (const [index, { salts }] of frames.entries()) {
    if (frames[index + 1]?.salts === salts) return salts;
  }
  return frames[0]?.salts ?? '';
}

export function walkLog(log: Buffer, pageBytes: number): LogWalk | null {
  const file = parse(log, pageBytes);
  if (!file) return null;
  let committed = 0;
  if (file.headHolds) {
    let sum = file.start;
    for (const [index, frame] of file.frames.entries()) {
      if (frame.salts !== file.salts || frame.page === 0) break;
      sum = file.sumOf(frame, sum);
      if (!same(sum, frame.stored)) break;
      if (frame.commits) committed = index + 1;
    }
  }
  const behind = file.frames.slice(committed).filter(({ salts }) => salts === file.salts);
  return {
    headHolds: file.headHolds,
    salts: file.salts,
    committed,
    commitsBehind: behind.filter(({ commits }) => commits).length,
    framesBehind: behind.length,
  };
}

export interface MendedLog {
  readonly log: Buffer;
  /** Frames left out, since nothing proves them. */
  readonly dropped: number;
}

/**
 * The log anew with every frame that proves itself, up to the last commit: each is proved by the sum that stands in the one
 * before it, so one bad frame does not take the others along. A page left out is there in its older form: for saving
 * what can be read, row by row, and for nothing else.
 */
export function mendLog(log: Buffer, pageBytes: number): MendedLog | null {
  const file = parse(log, pageBytes);
  if (!file) return null;
  const proved: Frame[] = [];
  let dropped = 0;
  let sum = file.start;
  const last = file.frames.findLastIndex(({ salts, commits }) => salts === file.salts && commits);
  for (const [index, frame] of file.frames.slice(0, last + 1).entries()) {
    const next = file.frames[index + 1];
    const own = file.sumOf(frame, sum);
    // Where only the stored sum or salt was changed, the next frame still follows from what this one holds.
    const follows = next !== undefined && same(file.sumOf(next, own), next.stored);
    if (same(own, frame.stored) || follows) {
      proved.push(frame);
      sum = own;
    } else {
      dropped += 1;
      sum = frame.stored;
    }
  }
  return proved.length === 0 ? null : { log: writeAnew(log, pageBytes, file, proved), dropped };
}

function writeAnew(log: Buffer, pageBytes: number, file: LogFile, frames: readonly Frame[]): Buffer {
  const frameBytes = frameHeadBytes + pageBytes;
  const made = Buffer.alloc(headerBytes + frames.length * frameBytes);
  const view = new DataView(made.buffer, made.byteOffset, made.byteLength);
  view.setUint32(0, file.little ? magics.little : magics.big);
  view.setUint32(4, 3_007_000);
  view.setUint32(8, pageBytes);
  made.write(file.salts, 16, 'hex');
  let sum = checksum(view, 0, 24, file.little, [0, 0]);
  const put = (at: number): void => {
    view.setUint32(at, sum[0]);
    view.setUint32(at + 4, sum[1]);
  };
  put(24);
  const pages = Math.max(...frames.map(({ page, at }) => Math.max(page, log.readUInt32BE(at + 4))));
  for (const [index, frame] of frames.entries()) {
    const at = headerBytes + index * frameBytes;
    log.copy(made, at, frame.at, frame.at + frameBytes);
    made.write(file.salts, at + 8, 'hex');
    // The last frame left must commit, whoever committed before.
    if (index === frames.length - 1) view.setUint32(at + 4, pages);
    sum = checksum(view, at, 8, file.little, sum);
    sum = checksum(view, at + frameHeadBytes, pageBytes, file.little, sum);
    put(at + 16);
  }
  return made;
}
