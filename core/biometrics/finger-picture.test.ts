import { describe, expect, it } from 'vitest';
import { drawPrint } from './draw-print.ts';
import { readFingerPicture, writeFingerPicture, type FingerPicture } from './finger-picture.ts';

const { pixels, ...size } = drawPrint(3, 0);
const picture: FingerPicture = { ...size, position: 7, pxPerInch: 500, form: 'grey-8', data: pixels };
const record = writeFingerPicture(picture);

/** With two quality blocks, and two certificates of the device. */
function withBlocks(): Uint8Array {
  const quality = Uint8Array.of(2, 81, 0, 1, 0, 1, 77, 0, 1, 0, 2);
  const certificates = Uint8Array.of(2, 0, 1, 5, 0, 1, 6);
  const bytes = Uint8Array.from([
    ...record.subarray(0, 34),
    ...quality,
    ...certificates,
    ...record.subarray(35),
  ]);
  bytes[14] = 1;
  new DataView(bytes.buffer).setUint32(8, bytes.length);
  return bytes;
}

describe('DV69 a record of ISO/IEC 19794-4:2011', () => {
  it('reads as it was written, with quality blocks and certificates or without', () => {
    expect(readFingerPicture(record)).toEqual({ ok: true, value: picture });
    expect(readFingerPicture(withBlocks())).toEqual({ ok: true, value: picture });
  });

  it('counts in inches where it was measured in centimetres', () => {
    const metric = Uint8Array.from(record);
    metric[35 + 2] = 2;
    new DataView(metric.buffer).setUint16(35 + 7, 197);
    expect(readFingerPicture(metric)).toMatchObject({ ok: true, value: { pxPerInch: 500 } });
  });

  it('cut off anywhere is told as cut off, and other records as none', () => {
    for (let length = 8; length < 60; length += 1)
      expect(readFingerPicture(record.subarray(0, length))).toEqual({
        ok: false,
        error: { kind: 'finger-picture-cut-off' },
      });
    expect(readFingerPicture(record.subarray(0, record.length - 1)).ok).toBe(false);
    const none = { ok: false, error: { kind: 'not-a-finger-picture' } };
    expect(readFingerPicture(new Uint8Array(0))).toEqual(none);
    expect(readFingerPicture(Uint8Array.from(record).fill(0x4d, 1, 2))).toEqual(none);
  });
});
