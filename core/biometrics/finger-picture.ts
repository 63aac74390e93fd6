// A finger's picture in a record of ISO/IEC 19794-4:2011: what registration devices of MOSIP's interface give. Says where the
// picture lies and how it is packed; unpacks nothing. Of several representations the first is read.
import { err, ok, type Result } from '../kernel/result.ts';

/** Codes of the compression field; what is not named here is told as `other`. */
const forms = { 0: 'grey-8', 4: 'jpeg2000', 5: 'jpeg2000' } as const;

export interface FingerPicture {
  /** ISO finger position: 0 unknown, 1 to 5 right thumb to little finger, 6 to 10 left. */
  readonly position: number;
  readonly pxPerInch: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly form: 'grey-8' | 'jpeg2000' | 'other';
  readonly data: Uint8Array;
}

export type FingerPictureFlaw = {
  readonly kind: 'not-a-finger-picture' | 'finger-picture-cut-off';
};

const magic = 'FIR\u0000020\0';
const generalBytes = 16;
/** Length, moment, technology, vendor and type: what stands before the quality blocks. */
const beforeQuality = 18;
const qualityBlockBytes = 5;
const certificationBlockBytes = 3;
/** From the position to the picture's length. */
const fixedBytes = 18;
const cmPerInch = 2.54;

export function readFingerPicture(record: Uint8Array): Result<FingerPicture, FingerPictureFlaw> {
  for (let index = 0; index < magic.length; index += 1)
    if (record[index] !== magic.charCodeAt(index)) return err({ kind: 'not-a-finger-picture' });
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const cutOff = err({ kind: 'finger-picture-cut-off' } as const);
  let at = generalBytes + beforeQuality;
  if (record.length < at + 1 || view.getUint32(8) > record.length) return cutOff;
  at += 1 + view.getUint8(at) * qualityBlockBytes;
  if (view.getUint8(14) === 1) {
    if (record.length < at + 1) return cutOff;
    at += 1 + view.getUint8(at) * certificationBlockBytes;
  }
  if (record.length < at + fixedBytes + 4) return cutOff;
  const perUnit = view.getUint16(at + 7);
  const bitDepth = view.getUint8(at + 11);
  const compression = view.getUint8(at + 12);
  const length = view.getUint32(at + fixedBytes);
  const from = at + fixedBytes + 4;
  if (from + length > record.length) return cutOff;
  const form = bitDepth === 8 && (compression === 0 || compression === 4 || compression === 5);
  return ok({
    position: view.getUint8(at),
    // Scale units: 1 for an inch, 2 for a centimetre.
    pxPerInch: view.getUint8(at + 2) === 2 ? Math.round(perUnit * cmPerInch) : perUnit,
    widthPx: view.getUint16(at + 14),
    heightPx: view.getUint16(at + 16),
    form: form ? forms[compression] : 'other',
    data: record.subarray(from, from + length),
  });
}

/** For simulators: one picture with no quality block, not certified. */
export function writeFingerPicture(picture: FingerPicture): Uint8Array<ArrayBuffer> {
  const at = generalBytes + beforeQuality + 1;
  const from = at + fixedBytes + 4;
  const record = new Uint8Array(from + picture.data.length);
  const view = new DataView(record.buffer);
  for (let index = 0; index < magic.length; index += 1) record[index] = magic.charCodeAt(index);
  view.setUint32(8, record.length);
  view.setUint16(12, 1);
  view.setUint8(15, 1);
  view.setUint32(generalBytes, record.length - generalBytes);
  view.setUint8(at, picture.position);
  view.setUint8(at + 2, 1);
  for (const rate of [3, 5, 7, 9]) view.setUint16(at + rate, picture.pxPerInch);
  view.setUint8(at + 11, 8);
  view.setUint8(at + 12, picture.form === 'jpeg2000' ? 5 : 0);
  view.setUint16(at + 14, picture.widthPx);
  view.setUint16(at + 16, picture.heightPx);
  view.setUint32(at + fixedBytes, picture.data.length);
  record.set(picture.data, from);
  return record;
}
