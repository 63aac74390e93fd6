// What a reader read, in the kiosk's formats. Text stays text for the reading room to judge; a fingerprint becomes a
// template. Refuses what is not what the reader's map says it is.
import { extractMinutiae } from '#core/biometrics/extract-minutiae.ts';
import { readTemplate, writeTemplate } from '#core/biometrics/minutiae-template.ts';
import { err, ok, unreachable, type Result } from '#core/kernel/result.ts';
import type { CaptureFormat, ScannerFailure } from '#electron/port/scanner.ts';
import type { ReadPart } from './assemble-reports.ts';
import type { DecoderOrder } from './report-map.ts';

export interface Decoded {
  readonly position: string;
  readonly format: CaptureFormat;
  readonly bytes: Uint8Array;
  readonly quality: number | null;
}

type Decoding = Result<readonly Decoded[], ScannerFailure>;

/** TD1, TD2 and TD3 with MRV-B and MRV-A (ICAO 9303-4 to -7): characters in a line, and lines. */
const zones = new Map([
  [30, 3],
  [36, 2],
  [44, 2],
]);

export function decodeReading(parts: readonly ReadPart[], order: DecoderOrder): Decoding {
  if (parts.every(({ bytes }) => bytes.length === 0)) return err({ kind: 'answer-malformed', code: 'empty' });
  switch (order.kind) {
    case 'text':
      return ok(parts.map(({ position, bytes }) => text(position === '' ? 'text' : position, bytes)));
    case 'mrz':
      return printedZone(parts);
    case 'iso-19794-2':
      return template(parts);
    case 'grey-8':
      return picture(parts, order);
    default:
      return unreachable(order);
  }
}

const text = (position: string, bytes: Buffer): Decoded => ({
  position,
  format: 'scanned-text',
  bytes,
  quality: null,
});

/** Readers frame the lines with STX and ETX, CR, LF or nothing at all; what counts is that they make one zone. */
function printedZone(parts: readonly ReadPart[]): Decoding {
  const written = parts.map(({ bytes }) => bytes.toString('latin1')).join('\n');
  const said = written.split(/[^A-Z0-9<]+/).filter((line) => line !== '');
  const [first = ''] = said;
  const lines = said.length === 1 ? cutZone(first) : said;
  const length = lines[0]?.length ?? 0;
  if (zones.get(length) !== lines.length || lines.some((line) => line.length !== length))
    return err({ kind: 'answer-malformed', code: 'mrz' });
  return ok([text('mrz', Buffer.from(lines.join('\n'), 'latin1'))]);
}

function cutZone(run: string): readonly string[] {
  for (const [length, count] of zones)
    if (run.length === length * count)
      return Array.from({ length: count }, (_, line) => run.slice(line * length, (line + 1) * length));
  return [run];
}

function template([part]: readonly ReadPart[]): Decoding {
  const read = readTemplate(part?.bytes ?? Buffer.alloc(0));
  if (!read.ok || !part) return err({ kind: 'answer-malformed', code: 'template' });
  // Only what the record itself declares: readers fill their last report up.
  const bytes = part.bytes.subarray(0, part.bytes.readUInt32BE(8));
  const { quality } = read.value;
  return ok([{ position: '', format: 'iso-19794-2', bytes, quality: quality > 0 ? quality : null }]);
}

function picture([part]: readonly ReadPart[], order: DecoderOrder & { readonly kind: 'grey-8' }): Decoding {
  const { widthPx, heightPx, inverted } = order;
  if (!part || part.bytes.length < widthPx * heightPx)
    return err({ kind: 'answer-malformed', code: 'picture' });
  const pixels = Uint8Array.from(part.bytes.subarray(0, widthPx * heightPx), (grey) =>
    inverted ? 255 - grey : grey,
  );
  part.bytes.fill(0);
  const found = extractMinutiae({ widthPx, heightPx, pixels });
  pixels.fill(0);
  if (!found.ok) {
    return err(
      found.error.kind === 'not-a-fingerprint'
        ? { kind: 'nothing-on-sensor' }
        : { kind: 'answer-malformed', code: 'picture' },
    );
  }
  return ok([{ position: '', format: 'iso-19794-2', bytes: writeTemplate(found.value), quality: null }]);
}
