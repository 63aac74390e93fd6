// A fingerprint as minutiae, read from and written to ISO/IEC 19794-2:2005 records (one finger view, 'FMR', ' 20').
// Refuses what is cut off or is another format; bytes beyond the declared length are not looked at.
import { err, ok, type Result } from '../kernel/result.ts';

export interface Minutia {
  /** Pixels from the left and from the top. */
  readonly xPx: number;
  readonly yPx: number;
  /** Radians, 0 up to 2π, counter-clockwise from the x axis, along the ridge (clause 6.3.4). */
  readonly angle: number;
  readonly type: 'ending' | 'bifurcation' | 'other';
}

export interface MinutiaeTemplate {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 197 is 500 dpi. */
  readonly pxPerCm: number;
  /** ISO finger position: 0 unknown, 1 to 5 right thumb to little finger, 6 to 10 left. */
  readonly position: number;
  /** 0 to 100. */
  readonly quality: number;
  readonly minutiae: readonly Minutia[];
}

export type TemplateFlaw =
  | { readonly kind: 'not-a-template' }
  | { readonly kind: 'template-cut-off' }
  | { readonly kind: 'template-without-finger' };

const headBytes = 24;
const viewHeadBytes = 4;
const minutiaBytes = 6;
const magic = 'FMR\0 20\0';
/** One unit of the angle byte: 360° / 256. */
const angleUnit = (2 * Math.PI) / 256;
const types = ['other', 'ending', 'bifurcation', 'other'] as const;

/** Of several views the first is read: one finger, one record. */
export function readTemplate(bytes: Uint8Array): Result<MinutiaeTemplate, TemplateFlaw> {
  if (bytes.length < headBytes) return err({ kind: 'template-cut-off' });
  for (let index = 0; index < magic.length; index += 1)
    if (bytes[index] !== magic.charCodeAt(index)) return err({ kind: 'not-a-template' });
  const all = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = all.getUint32(8);
  if (length > bytes.length || length < headBytes) return err({ kind: 'template-cut-off' });
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const pxPerCm = view.getUint16(18);
  const views = view.getUint8(22);
  if (views === 0) return err({ kind: 'template-without-finger' });
  if (length < headBytes + viewHeadBytes) return err({ kind: 'template-cut-off' });
  const count = view.getUint8(headBytes + 3);
  if (length < headBytes + viewHeadBytes + count * minutiaBytes) return err({ kind: 'template-cut-off' });
  const minutiae: Minutia[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = headBytes + viewHeadBytes + index * minutiaBytes;
    const typeAndX = view.getUint16(at);
    minutiae.push({
      xPx: typeAndX & 0x3fff,
      yPx: view.getUint16(at + 2) & 0x3fff,
      angle: view.getUint8(at + 4) * angleUnit,
      type: types[typeAndX >> 14] ?? 'other',
    });
  }
  return ok({
    widthPx: view.getUint16(14),
    heightPx: view.getUint16(16),
    pxPerCm,
    position: view.getUint8(headBytes),
    quality: Math.min(100, view.getUint8(headBytes + 2)),
    minutiae,
  });
}

/** At most 255 minutiae fit; of more the first ones are written. Coordinates are rounded and kept inside 14 bits. */
export function writeTemplate(template: MinutiaeTemplate): Uint8Array<ArrayBuffer> {
  const minutiae = template.minutiae.slice(0, 255);
  // Two bytes at the end say that no extended data follow.
  const length = headBytes + viewHeadBytes + minutiae.length * minutiaBytes + 2;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < magic.length; index += 1) bytes[index] = magic.charCodeAt(index);
  view.setUint32(8, length);
  view.setUint16(14, template.widthPx);
  view.setUint16(16, template.heightPx);
  view.setUint16(18, template.pxPerCm);
  view.setUint16(20, template.pxPerCm);
  view.setUint8(22, 1);
  view.setUint8(headBytes, template.position);
  view.setUint8(headBytes + 2, template.quality);
  view.setUint8(headBytes + 3, minutiae.length);
  for (const [index, minutia] of minutiae.entries()) {
    const at = headBytes + viewHeadBytes + index * minutiaBytes;
    const type = minutia.type === 'ending' ? 1 : minutia.type === 'bifurcation' ? 2 : 0;
    view.setUint16(at, (type << 14) | coordinate(minutia.xPx));
    view.setUint16(at + 2, coordinate(minutia.yPx));
    view.setUint8(at + 4, Math.round(minutia.angle / angleUnit) & 0xff);
  }
  return bytes;
}

const coordinate = (px: number) => Math.min(0x3fff, Math.max(0, Math.round(px)));
