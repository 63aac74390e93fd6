// Report maps of readers that need no configuration. Layouts are those the makers publish; a bank adds its own readers in
// its configuration, in the same form.
import { reportMapSchema, type ReportMap } from './report-map.ts';

const keyboardReport = { kind: 'keyboard', modifiersAt: 0, keysAt: 2, keys: 6 } as const;

/** A keyboard wedge, which has to be named by its product: `endedBy` pause for readers of several lines. */
export function keyboardWedge(product: {
  readonly make: string;
  readonly model: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly reads: 'text' | 'mrz';
}): ReportMap {
  const { make, model, vendorId, productId, reads } = product;
  return reportMapSchema.parse({
    make,
    model,
    match: { vendorId, productId, usagePage: 1, usage: 6 },
    modality: 'text',
    reportId: null,
    framing: { ...keyboardReport, endedBy: reads === 'mrz' ? 'pause' : 'enter' },
    decoder: { kind: reads },
  });
}

export const knownReaders: readonly ReportMap[] = [
  // HID Point of Sale Usage Tables 1.02, page 0x8c, usage 2: a barcode scanner. Report 2: length, symbology (3 bytes,
  // AIM), up to 56 bytes of data, and in its last byte whether more follows.
  reportMapSchema.parse({
    make: null,
    model: null,
    match: { usagePage: 0x8c, usage: 2 },
    modality: 'text',
    reportId: 2,
    framing: {
      kind: 'fields',
      fields: [{ position: 'barcode', length: { at: 1, bytes: 1 }, at: 5, maxBytes: 56 }],
      more: { at: 63, mask: 1 },
    },
    decoder: { kind: 'text' },
  }),
  // MagTek's swipe readers in HID mode: three states, three lengths, the encoding, then 110 bytes a track.
  reportMapSchema.parse({
    make: 'MagTek',
    model: 'USB HID Swipe Reader',
    match: { vendorId: 0x0801, productId: 0x0002 },
    modality: 'text',
    reportId: null,
    framing: {
      kind: 'fields',
      fields: [0, 1, 2].map((track) => ({
        position: `track-${track + 1}`,
        statusAt: track,
        length: { at: 3 + track, bytes: 1 },
        at: 7 + 110 * track,
        maxBytes: 110,
      })),
    },
    decoder: { kind: 'text' },
  }),
];
