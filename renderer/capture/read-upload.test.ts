import { describe, expect, test } from 'vitest';
import { maxPictureBytes } from './captured-picture.ts';
import { readUpload } from './read-upload.ts';

const jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0];
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const file = (bytes: readonly number[], type = '') => new Blob([Uint8Array.from(bytes)], { type });
const decodes = () => Promise.resolve({ widthPx: 1280, heightPx: 807 });
const breaks = () => Promise.reject(new DOMException('no', 'InvalidStateError'));

describe('readUpload', () => {
  test.each([
    ['image/jpeg', jpeg],
    ['image/png', png],
  ])('%s by its first bytes, whatever it calls itself', async (type, bytes) => {
    const read = await readUpload(file(bytes, 'text/html'), decodes);
    expect(read).toMatchObject({ ok: true, value: { widthPx: 1280, heightPx: 807, taken: 'upload' } });
    expect(read.ok && read.value.image.type).toBe(type);
    expect(read.ok && read.value.image.size).toBe(bytes.length);
  });

  test.each([
    ['a GIF that says it is a JPEG', [0x47, 0x49, 0x46, 0x38, 0x39, 0x61]],
    ['nothing', []],
  ])('%s is a wrong type', async (_what, bytes) => {
    expect(await readUpload(file(bytes, 'image/jpeg'), decodes)).toEqual({
      ok: false,
      error: { kind: 'wrong-type' },
    });
  });

  const pdf = file([0x25, 0x50, 0x44, 0x46, 0x2d, 0x31]);

  test('a PDF is opened elsewhere, and its page taken as a picture', async () => {
    const read = await readUpload(pdf, decodes, () => Promise.resolve(file(jpeg)));
    expect(read).toMatchObject({ ok: true, value: { taken: 'upload' } });
    expect(read.ok && read.value.image.type).toBe('image/jpeg');
  });

  test.each([
    ['nobody opens it', null, 'wrong-type'],
    ['it was refused there', () => Promise.resolve(null), 'not-opened'],
    ['it opens to another PDF', () => Promise.resolve(pdf), 'wrong-type'],
  ] as const)('a PDF is no picture when %s', async (_what, open, kind) => {
    expect(await readUpload(pdf, decodes, open)).toEqual({ ok: false, error: { kind } });
  });

  test('one byte over 5 MB is too large, and is not read at all', async () => {
    const unread = () => Promise.reject(new Error('must not be decoded'));
    const large = new Blob([Uint8Array.from(jpeg), new Uint8Array(maxPictureBytes + 1 - jpeg.length)]);
    expect(await readUpload(large, unread)).toEqual({ ok: false, error: { kind: 'too-large' } });
    expect(await readUpload(large.slice(0, maxPictureBytes), decodes)).toMatchObject({ ok: true });
  });

  test('what starts like a picture and does not decode is not an image', async () => {
    expect(await readUpload(file(jpeg), breaks)).toEqual({ ok: false, error: { kind: 'not-an-image' } });
  });
});
