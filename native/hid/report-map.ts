// How a HID reader packs what it reads into reports, as data: a vendor's reader is added by describing it, and at most a
// small decoder. Refuses maps that would take a person's own keyboard, or point beyond any report.
import { z } from 'zod';

const offset = z.int().min(0).max(4_095);
const byte = z.int().min(0).max(255);
const u16 = z.int().min(0).max(65_535);
const hex = z.string().regex(/^([0-9a-f]{2}){1,1024}$/);
const name = z.string().regex(/^[A-Za-z0-9 .,()/_-]{1,64}$/);

/** A number inside a report: one byte, or two, high byte first unless said otherwise. */
const numberAt = z.object({
  at: offset,
  bytes: z.union([z.literal(1), z.literal(2)]),
  littleEndian: z.boolean().default(false),
});
export type NumberAt = z.infer<typeof numberAt>;

/** Set bits of a byte that say something. */
const flagAt = z.object({ at: offset, mask: z.int().min(1).max(255) });

/** Offsets count from the first byte the system gives, which is the report's number where there is one. */
const keyboardFraming = z.object({
  kind: z.literal('keyboard'),
  modifiersAt: offset,
  keysAt: offset,
  keys: z.int().min(1).max(14),
  /** What a pause ends rather than a key: several lines, as printed zones have. */
  endedBy: z.enum(['enter', 'pause']),
});

const fieldsFraming = z.object({
  kind: z.literal('fields'),
  fields: z
    .array(
      z.object({
        position: name,
        length: numberAt,
        at: offset,
        maxBytes: offset,
        /** Zero where the field was read well. */
        statusAt: offset.nullable().default(null),
      }),
    )
    .min(1)
    .max(8),
  /** Set while more reports of the same reading follow. */
  more: flagAt.nullable().default(null),
});

const chunksFraming = z.object({
  kind: z.literal('chunks'),
  /** Output reports that begin and end a capture. */
  start: hex.nullable(),
  stop: hex.nullable(),
  /** Counts from zero for each reading; one missing makes the reading worthless. */
  sequence: numberAt.nullable(),
  length: numberAt,
  at: offset,
  maxBytes: z.int().min(1).max(2_097_152),
  /** Set in the last report. */
  last: flagAt,
  /** A report of its own by which the device says that nothing comes. */
  status: z
    .object({
      reportId: byte,
      at: offset,
      codes: z.record(
        z.string().regex(/^\d{1,3}$/),
        z.enum(['nothing-on-sensor', 'capture-timeout', 'device-failed', 'device-busy', 'device-not-ready']),
      ),
    })
    .nullable()
    .default(null),
});

const framing = z.discriminatedUnion('kind', [keyboardFraming, fieldsFraming, chunksFraming]);
export type KeyboardFraming = z.infer<typeof keyboardFraming>;
export type FieldsFraming = z.infer<typeof fieldsFraming>;
export type ChunksFraming = z.infer<typeof chunksFraming>;

const decoder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text') }),
  z.object({ kind: z.literal('mrz') }),
  z.object({ kind: z.literal('iso-19794-2') }),
  /** One byte a pixel, row by row; the matcher's distances are those of 500 dpi. */
  z.object({
    kind: z.literal('grey-8'),
    widthPx: z.int().min(90).max(2_000),
    heightPx: z.int().min(90).max(2_000),
    dpi: z.literal(500),
    /** Where ridges come light on dark. */
    inverted: z.boolean().default(false),
  }),
]);
export type DecoderOrder = z.infer<typeof decoder>;

const keyboardUsage = { page: 1, usage: 6 };

export const reportMapSchema = z
  .object({
    /** Null takes what the device calls itself. */
    make: name.nullable(),
    model: name.nullable(),
    match: z.object({
      vendorId: u16.nullable().default(null),
      productId: u16.nullable().default(null),
      usagePage: u16.nullable().default(null),
      usage: u16.nullable().default(null),
    }),
    modality: z.enum(['text', 'finger']),
    reportId: byte.nullable(),
    framing,
    decoder,
  })
  .refine(
    ({ match }) =>
      (match.vendorId !== null && match.productId !== null) ||
      (match.usagePage !== null && match.usagePage !== keyboardUsage.page),
    { error: 'a map names its product, or a usage page that is not that of keyboards' },
  )
  .refine(
    ({ modality, decoder: { kind } }) =>
      (modality === 'finger') === (kind === 'iso-19794-2' || kind === 'grey-8'),
    { error: 'the decoder is not for this modality' },
  );
export type ReportMap = z.infer<typeof reportMapSchema>;
