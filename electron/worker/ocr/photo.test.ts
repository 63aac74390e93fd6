// The photo of a Secure QR: the published specimens' own, one made here, and streams that are none.
import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto } from './photo.ts';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'node:zlib';
import { packedBytes, parseSecureQr } from '#core/reading/secure-qr.ts';
import { jpeg2000 } from '#native/jpeg2000/jpeg2000.fixture.ts';

const face = await sharp({ create: { width: 60, height: 75, channels: 3, background: '#b48' } })
  .composite([{ input: { create: { width: 20, height: 30, channels: 3, background: '#234' } } }])
  .removeAlpha()
  .raw()
  .toBuffer();

describe('the photo of a signed code', () => {
  it('becomes a JPEG of its size and colours', async () => {
    const stream = await jpeg2000(face, 60, 75);
    const jpeg = await decodePhoto(stream);
    if (!jpeg.ok) throw new Error(jpeg.error.kind);
    const { data, info } = await sharp(jpeg.value).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([60, 75]);
    const corner = data.subarray(0, 3);
    expect(Math.abs((corner[0] ?? 0) - 0xbb)).toBeLessThan(20);
  });

  it.each([
    ['nothing', async () => new Uint8Array()],
    ['noise', async () => new Uint8Array(randomBytes(900))],
    ['a stream cut in its header', async () => (await jpeg2000(face, 60, 75)).subarray(0, 60)],
    [
      'a stream that names a huge size',
      async () => {
        const stream = Uint8Array.from(await jpeg2000(face, 60, 75));
        new DataView(stream.buffer).setUint32(8, 60_000);
        return stream;
      },
    ],
    ['too many bytes', async () => new Uint8Array(100_000).fill(0xff)],
  ])('%s is refused', async (_, make) => {
    expect(await decodePhoto(await make())).toEqual({ ok: false, error: { kind: 'not-an-image' } });
  });

  const codes = fileURLToPath(new URL('../../../../shared/data/aadhaar-qr/', import.meta.url));
  it.skipIf(!existsSync(codes))(
    'of the published specimens is read (needs ../shared/data/aadhaar-qr)',
    async () => {
      for (const file of ['v1_uidai.txt', 'v2_test.txt']) {
        const packed = packedBytes(readFileSync(codes + file, 'utf8').trim());
        const qr = parseSecureQr(unzipSync(packed ?? new Uint8Array()));
        const jpeg = await decodePhoto(qr.ok ? qr.value.photo : new Uint8Array());
        const { width, height } = await sharp(jpeg.ok ? jpeg.value : new Uint8Array()).metadata();
        expect([file, width >= 40, height >= 40]).toEqual([file, true, true]);
      }
    },
  );
});
