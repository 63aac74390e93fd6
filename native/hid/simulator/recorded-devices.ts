// Recordings of HID readers, made up: what a barcode, printed-zone, card and fingerprint reader would have sent. The data
// are ICAO's specimen and drawn fingers; no person's.
import { generateFinger, generateImpression } from '#core/biometrics/generate-finger.ts';
import { writeTemplate } from '#core/biometrics/minutiae-template.ts';
import type { HidListing } from '../hid-transport.ts';
import type { ReportLine } from '../record-reports.ts';
import { reportMapSchema, type ReportMap } from '../report-map.ts';

const listingOf = (listing: Partial<HidListing>): HidListing => ({
  path: '/dev/twin0',
  vendorId: 0x1209,
  productId: 0x0001,
  make: 'Pravesh',
  product: 'Twin',
  serial: 'T1',
  usagePage: 0xff00,
  usage: 1,
  accessible: true,
  ...listing,
});

/** So fast is a high-speed device. */
const reportsPerMs = 50;

function recording(
  listing: HidListing,
  reports: readonly (Buffer | { readonly out: string })[],
): ReportLine[] {
  const { path } = listing;
  return [
    { kind: 'device', listing },
    { kind: 'open', path },
    ...reports.map((report, index): ReportLine =>
      Buffer.isBuffer(report)
        ? { kind: 'in', path, ms: Math.floor(index / reportsPerMs), report: report.toString('hex') }
        : { kind: 'out', path, ms: Math.floor(index / reportsPerMs), report: report.out },
    ),
    { kind: 'closed', path },
  ];
}

/** As the HID POS tables have it: 56 bytes a report, a flag while more follow. */
export function barcodeRecording(text: string): ReportLine[] {
  const data = Buffer.from(text, 'latin1');
  const count = Math.ceil(data.length / 56);
  const reports = Array.from({ length: count }, (_, index) => {
    const piece = data.subarray(index * 56, (index + 1) * 56);
    const report = Buffer.alloc(64);
    report.set([2, piece.length]);
    report.write(']L2', 2, 'latin1');
    report.set(piece, 5);
    report[63] = index < count - 1 ? 1 : 0;
    return report;
  });
  return recording(listingOf({ usagePage: 0x8c, usage: 2, product: 'Barcode Twin' }), reports);
}

const typed = /^[A-Z0-9<\n]+$/;

/** A wedge that types: each key down, then up. Capital letters, digits, '<' and line ends. */
export function typedRecording(text: string): ReportLine[] {
  if (!typed.test(text)) throw new Error('the twin types printed zones only');
  const strokes = Array.from(text).flatMap((letter) => {
    const [modifiers, key] = keyOf(letter);
    return [Buffer.from([modifiers, 0, key, 0, 0, 0, 0, 0]), Buffer.alloc(8)];
  });
  return recording(listingOf({ usagePage: 1, usage: 6, product: 'Zone Twin' }), strokes);
}

function keyOf(letter: string): readonly [number, number] {
  if (letter === '\n') return [0, 0x28];
  if (letter === '<') return [0x02, 0x36];
  if (/\d/.test(letter)) return [0, letter === '0' ? 0x27 : 0x1d + Number(letter)];
  return [0x02, 0x04 + letter.charCodeAt(0) - 0x41];
}

/** Three tracks of up to 110 bytes; null for one that could not be read. */
export function cardRecording(tracks: readonly (string | null)[]): ReportLine[] {
  const report = Buffer.alloc(337);
  for (const [index, track] of tracks.entries()) {
    report[index] = track === null ? 1 : 0;
    report[3 + index] = track?.length ?? 0;
    report.write(track ?? '', 7 + 110 * index, 'latin1');
  }
  return recording(listingOf({ vendorId: 0x0801, productId: 0x0002, product: 'Card Twin' }), [report]);
}

const chunkBytes = 58;

/** A fingerprint reader as a report map describes it: report 1 carries number, length, whether it is the last, and data. */
export const fingerMap: ReportMap = reportMapSchema.parse({
  make: 'Pravesh',
  model: 'HID Finger Twin',
  match: { vendorId: 0x1209, productId: 0x00f1 },
  modality: 'finger',
  reportId: 1,
  framing: {
    kind: 'chunks',
    start: '0501',
    stop: '0500',
    sequence: { at: 1, bytes: 2 },
    length: { at: 4, bytes: 1 },
    at: 6,
    maxBytes: 400_000,
    last: { at: 3, mask: 1 },
    status: { reportId: 2, at: 1, codes: { '1': 'nothing-on-sensor', '2': 'device-failed' } },
  },
  decoder: { kind: 'iso-19794-2' },
});

export function chunked(data: Buffer): Buffer[] {
  const count = Math.ceil(data.length / chunkBytes);
  return Array.from({ length: count }, (_, index) => {
    const piece = data.subarray(index * chunkBytes, (index + 1) * chunkBytes);
    const report = Buffer.alloc(64);
    report[0] = 1;
    report.writeUInt16BE(index, 1);
    report[3] = index === count - 1 ? 1 : 0;
    report[4] = piece.length;
    report.set(piece, 6);
    return report;
  });
}

export function fingerRecording(data: Buffer = drawnTemplate()): ReportLine[] {
  const listing = listingOf({ productId: 0x00f1, product: 'Finger Twin' });
  return recording(listing, [{ out: '0501' }, ...chunked(data), { out: '0500' }]);
}

/** The reader says what is wrong instead. */
export function troubledRecording(code: number): ReportLine[] {
  const listing = listingOf({ productId: 0x00f1, product: 'Finger Twin' });
  return recording(listing, [{ out: '0501' }, Buffer.from([2, code, 0, 0])]);
}

export function drawnTemplate(): Buffer {
  const impression = generateImpression(generateFinger(7), 8);
  return Buffer.from(writeTemplate({ ...impression, quality: 66 }));
}
