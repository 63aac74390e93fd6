// Pictures as customers' files bring them: turned, in print's colours, deep, cut short, and bombs.
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { covered } from './cover.ts';
import { decode, decodeGrey } from './picture.ts';

const plain = sharp({ create: { width: 64, height: 32, channels: 3, background: '#c08040' } });

async function pixelOf(bytes: Uint8Array) {
  const picture = await decode(bytes);
  if (!picture.ok) throw new Error(picture.error.kind);
  const { rgb, width, height } = picture.value;
  return { size: [width, height], first: [...rgb.subarray(0, 3)] };
}

/** A PNG that says it is of that size, whose pixels would all be black. */
function bomb(width: number, height: number): Buffer {
  const crcTable = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    let crc = 0xffffffff;
    for (const byte of body) crc = (crcTable[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('a picture from a file', () => {
  it.each([1, 3, 6, 8])('stands upright whatever its EXIF orientation (%i)', async (orientation) => {
    const bytes = await plain.clone().jpeg().withMetadata({ orientation }).toBuffer();
    expect((await pixelOf(bytes)).size).toEqual(orientation < 5 ? [64, 32] : [32, 64]);
    const grey = await decodeGrey(bytes, 4000);
    expect(grey.ok && [grey.value.grey.width, grey.value.grey.height]).toEqual(
      orientation < 5 ? [64, 32] : [32, 64],
    );
  });

  it('in print’s four colours is read as three', async () => {
    const bytes = await plain.clone().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(bytes).metadata()).space).toBe('cmyk');
    const { first } = await pixelOf(bytes);
    for (const [i, wanted] of [0xc0, 0x80, 0x40].entries())
      expect(Math.abs((first[i] ?? 0) - wanted)).toBeLessThan(40);
    const grey = await decodeGrey(bytes, 4000);
    expect(grey.ok && grey.value.grey.data.length).toBe(64 * 32);
  });

  it('of sixteen bits a channel is read as eight', async () => {
    const bytes = await plain.clone().toColourspace('rgb16').png().toBuffer();
    expect((await sharp(bytes).metadata()).depth).toBe('ushort');
    expect(await pixelOf(bytes)).toEqual({ size: [64, 32], first: [0xc0, 0x80, 0x40] });
    const grey = await decodeGrey(bytes, 4000);
    expect(grey.ok && Math.abs((grey.value.grey.data[0] ?? 0) - 0x8a)).toBeLessThan(24);
    const black = await covered(bytes, [{ x: 0, y: 0, width: 8, height: 8 }]);
    if (!black.ok) throw new Error(black.error.kind);
    expect((await pixelOf(black.value)).first).toEqual([0, 0, 0]);
  });

  it.each(['jpeg', 'png'] as const)('cut short is no picture (%s)', async (format) => {
    const noise = sharp({
      create: {
        width: 200,
        height: 200,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 40 },
      },
    });
    const bytes = await noise.toFormat(format).toBuffer();
    for (const share of [0.1, 0.5, 0.9]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * share));
      expect(await decode(cut)).toEqual({ ok: false, error: { kind: 'not-an-image' } });
      expect(await decodeGrey(cut, 4000)).toEqual({ ok: false, error: { kind: 'not-an-image' } });
    }
  });

  it('that would unpack to more than 30 megapixels is refused unopened', async () => {
    const small = bomb(4000, 4000);
    expect((await decode(small)).ok).toBe(true);
    const large = bomb(20_000, 20_000);
    expect(large.length).toBeLessThan(200_000);
    for (const answer of [await decode(large), await decodeGrey(large, 4000), await covered(large, [])]) {
      expect(answer).toEqual({ ok: false, error: { kind: 'not-an-image' } });
    }
  });
});

describe('blacking a picture', () => {
  it('replaces the pixels, keeps the size, and leaves no thumbnail or EXIF', async () => {
    const bytes = await plain.clone().jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const done = await covered(bytes, [
      { x: -5, y: 4, width: 20, height: 10 },
      { x: 500, y: 500, width: 9, height: 9 },
    ]);
    if (!done.ok) throw new Error(done.error.kind);
    const meta = await sharp(done.value).metadata();
    expect([meta.width, meta.height, meta.orientation, meta.exif]).toEqual([32, 64, undefined, undefined]);
    const { data, info } = await sharp(done.value).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number): number => data[(y * info.width + x) * info.channels] ?? -1;
    expect(at(8, 8)).toBeLessThan(12);
    expect(at(25, 8)).toBeGreaterThan(150);
    expect(at(8, 40)).toBeGreaterThan(150);
  });

  it('refuses what is no picture', async () => {
    expect(await covered(Buffer.from('x'), [])).toEqual({ ok: false, error: { kind: 'not-an-image' } });
  });
});
