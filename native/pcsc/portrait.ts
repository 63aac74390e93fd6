// The portrait inside a passport's DG2 (ICAO 9303-10, 4.7.2; ISO/IEC 19794-5:2005): a JPEG or JPEG 2000 picture under
// several headers. Refuses whatever is neither.
import { contentOf, readTlv } from '../der/read-der.ts';

export interface Portrait {
  readonly bytes: Buffer;
  readonly format: 'jpeg' | 'jpeg2000';
}

const recordHeadBytes = 14;
const facialInfoBytes = 20;
const featurePointBytes = 8;
const imageInfoBytes = 12;

export function portraitOf(dg2: Buffer): Portrait | null {
  const groups = contentOf(readTlv(dg2) ?? undefined, 0x75);
  const instances = contentOf(
    groups?.find(({ tag }) => tag === 0x7f61),
    0x7f61,
  );
  const first = contentOf(
    instances?.find(({ tag }) => tag === 0x7f60),
    0x7f60,
  );
  const record = first?.find(({ tag }) => tag === 0x5f2e || tag === 0x7f2e)?.value;
  if (!record || record.length < recordHeadBytes + facialInfoBytes + imageInfoBytes) return null;
  if (record.toString('latin1', 0, 8) !== 'FAC\x00010\x00') return null;
  const points = record.readUInt16BE(recordHeadBytes + 4);
  const from = recordHeadBytes + facialInfoBytes + points * featurePointBytes + imageInfoBytes;
  const end = Math.min(record.length, recordHeadBytes + record.readUInt32BE(recordHeadBytes));
  const bytes = record.subarray(from, Math.max(from, end));
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return { bytes, format: 'jpeg' };
  const boxed = bytes.length > 12 && bytes.toString('latin1', 4, 8) === 'jP  ';
  const codestream = bytes[0] === 0xff && bytes[1] === 0x4f;
  return boxed || codestream ? { bytes, format: 'jpeg2000' } : null;
}
