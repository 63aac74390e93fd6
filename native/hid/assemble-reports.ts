// Puts a reader's reports together into what it read, by its report map. Bounded, and without a clock: lengths that lie
// and readers that never come to an end are refused.
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { ScannerFailure } from '#electron/port/scanner-failure.ts';
import { characterOf, keysOfEnter, lastNoKey } from './keyboard-keys.ts';
import type { ChunksFraming, FieldsFraming, KeyboardFraming, NumberAt, ReportMap } from './report-map.ts';

export interface ReadPart {
  /** The field's name; empty where there is only one. */
  readonly position: string;
  readonly bytes: Buffer;
}

/** Null while more is to come. */
type Assembled = Result<readonly ReadPart[] | null, ScannerFailure>;

export interface Assembler {
  push(report: Buffer): Assembled;
  /** No report came for a while: the end of what only a pause ends. */
  pause(): Assembled;
  /** Something has come, if not all. */
  hasBegun(): boolean;
}

/** A printed zone has 90 characters, a PDF417 code at most 2,710. */
const maxTextBytes = 8_192;
/** Of other kinds, or without content: a device that sends more than these is at fault. */
const maxIdleReports = 20_000;

const malformed = err({ kind: 'answer-malformed' } as const);
const tooLarge = err({ kind: 'answer-too-large' } as const);

export function createAssembler(map: ReportMap): Assembler {
  const inner = innerOf(map);
  let idle = 0;
  return {
    push(report) {
      const isOurs =
        map.reportId === null || report[0] === map.reportId || report[0] === inner.statusReportId;
      if (isOurs && report.length > 0) {
        const said = inner.push(report);
        if (!said.ok) return said;
        if (said.value !== 'idle') return ok(said.value === 'more' ? null : said.value);
      }
      idle += 1;
      return idle > maxIdleReports ? tooLarge : ok(null);
    },
    pause: () => ok(inner.pause()),
    hasBegun: () => inner.hasBegun(),
  };
}

/** `idle` is a report that carried nothing. */
type Step = readonly ReadPart[] | 'more' | 'idle';

interface Inner {
  push(report: Buffer): Result<Step, ScannerFailure>;
  pause(): readonly ReadPart[] | null;
  hasBegun(): boolean;
  readonly statusReportId?: number | undefined;
}

function innerOf({ framing }: ReportMap): Inner {
  if (framing.kind === 'keyboard') return keyboard(framing);
  return framing.kind === 'fields' ? fields(framing) : chunks(framing);
}

function keyboard(framing: KeyboardFraming): Inner {
  let text = '';
  let held = new Set<number>();
  const taken = (): readonly ReadPart[] => {
    const part = { position: '', bytes: Buffer.from(text, 'latin1') };
    text = '';
    return [part];
  };
  return {
    push(report) {
      const keys = report.subarray(framing.keysAt, framing.keysAt + framing.keys);
      const modifiers = report[framing.modifiersAt];
      if (modifiers === undefined || keys.length < framing.keys) return malformed;
      const now = new Set([...keys].filter((key) => key > lastNoKey));
      const pressed = [...now].filter((key) => !held.has(key));
      held = now;
      for (const key of pressed) {
        if (keysOfEnter.includes(key)) {
          if (framing.endedBy === 'enter' && text !== '') return ok(taken());
          if (text !== '') text += '\n';
          continue;
        }
        const character = characterOf(key, modifiers);
        if (character === null) return malformed;
        text += character;
        if (text.length > maxTextBytes) return tooLarge;
      }
      return ok(pressed.length > 0 ? 'more' : 'idle');
    },
    pause: () => (framing.endedBy === 'pause' && text !== '' ? taken() : null),
    hasBegun: () => text !== '',
  };
}

function fields(framing: FieldsFraming): Inner {
  const collected = new Map<string, Buffer[]>();
  let total = 0;
  return {
    push(report) {
      for (const field of framing.fields) {
        const length = numberOf(report, field.length);
        if (length === null || length > field.maxBytes) return malformed;
        const bytes = report.subarray(field.at, field.at + length);
        if (bytes.length < length) return malformed;
        // A track that could not be read is left out; whether that is enough is for the caller.
        if (length === 0 || (field.statusAt !== null && report[field.statusAt] !== 0)) continue;
        collected.set(field.position, [...(collected.get(field.position) ?? []), Buffer.from(bytes)]);
        total += length;
      }
      if (total > maxTextBytes) return tooLarge;
      if (framing.more && ((report[framing.more.at] ?? 0) & framing.more.mask) !== 0)
        return ok(total > 0 ? 'more' : 'idle');
      if (collected.size === 0) return ok('idle');
      const parts = [...collected].map(([position, pieces]) => ({ position, bytes: Buffer.concat(pieces) }));
      collected.clear();
      total = 0;
      return ok(parts);
    },
    pause: () => null,
    hasBegun: () => collected.size > 0,
  };
}

function chunks(framing: ChunksFraming): Inner {
  let pieces: Buffer[] = [];
  let total = 0;
  const { status } = framing;
  return {
    statusReportId: status?.reportId,
    push(report) {
      if (status && report[0] === status.reportId) {
        const code = String(report[status.at] ?? 0);
        const kind = status.codes[code];
        return kind ? err({ kind, code }) : ok('idle');
      }
      const length = numberOf(report, framing.length);
      if (length === null) return malformed;
      const bytes = report.subarray(framing.at, framing.at + length);
      if (bytes.length < length) return malformed;
      const number = framing.sequence ? numberOf(report, framing.sequence) : pieces.length;
      const rounds = framing.sequence ? 256 ** framing.sequence.bytes : Number.MAX_SAFE_INTEGER;
      if (number !== pieces.length % rounds) return malformed;
      total += length;
      if (total > framing.maxBytes || pieces.length >= maxIdleReports) return tooLarge;
      // A copy: the system may use its buffer again.
      pieces.push(Buffer.from(bytes));
      if (((report[framing.last.at] ?? 0) & framing.last.mask) === 0) return ok('more');
      const whole = Buffer.concat(pieces);
      for (const piece of pieces) piece.fill(0);
      pieces = [];
      total = 0;
      return ok([{ position: '', bytes: whole }]);
    },
    pause: () => null,
    hasBegun: () => pieces.length > 0,
  };
}

function numberOf(report: Buffer, { at, bytes, littleEndian }: NumberAt): number | null {
  if (at + bytes > report.length) return null;
  return littleEndian ? report.readUIntLE(at, bytes) : report.readUIntBE(at, bytes);
}
