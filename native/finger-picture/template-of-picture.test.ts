// Pictures of drawn fingers as registration devices give them, compared by our own templates.
import { describe, expect, it } from 'vitest';
import { compareTemplates } from '#core/biometrics/choose-capture.ts';
import { drawPrint } from '#core/biometrics/draw-print.ts';
import {
  readFingerPicture,
  writeFingerPicture,
  type FingerPicture,
} from '#core/biometrics/finger-picture.ts';
import { readTemplate } from '#core/biometrics/minutiae-template.ts';
import { jpeg2000 } from '../jpeg2000/jpeg2000.fixture.ts';
import { templateOfPicture } from './template-of-picture.ts';

function pictureOf(seed: number, impression: number, change: Partial<FingerPicture> = {}): FingerPicture {
  const { pixels, ...size } = drawPrint(seed, impression);
  return { ...size, position: 2, pxPerInch: 500, form: 'grey-8', data: pixels, ...change };
}

const templateOf = (picture: FingerPicture) => templateOfPicture(writeFingerPicture(picture));

describe('a finger as a picture', () => {
  it('DV69 gives a template of its own position, the same finger matches and another one does not', async () => {
    const [one, again, other] = await Promise.all([
      templateOf(pictureOf(1, 0)),
      templateOf(pictureOf(1, 1)),
      templateOf(pictureOf(2, 0)),
    ]);
    if (!one || !again || !other) throw new Error('no template');
    expect(readTemplate(one)).toMatchObject({ ok: true, value: { position: 2 } });
    expect(compareTemplates(one, again)?.outcome).toBe('match');
    expect(compareTemplates(one, other)?.outcome).toBe('mismatch');
  });

  it('DV69 is unpacked from JPEG 2000 without any loss, and with some', async () => {
    const plain = pictureOf(1, 0);
    const bare = await templateOf(plain);
    const packed = async (ratio: number | null) => {
      const data = await jpeg2000(plain.data, plain.widthPx, plain.heightPx, ratio);
      return templateOf({ ...plain, form: 'jpeg2000', data });
    };
    expect(bare && (await packed(null))).toEqual(bare);
    const lossy = await packed(10);
    if (!bare || !lossy) throw new Error('no template');
    expect(compareTemplates(bare, lossy)?.outcome).toBe('match');
  });

  it('DV69 of another resolution, size, packing or none at all gives no template', async () => {
    expect(await templateOf(pictureOf(1, 0, { pxPerInch: 1_000 }))).toBeNull();
    expect(await templateOf(pictureOf(1, 0, { heightPx: 361 }))).toBeNull();
    expect(await templateOf(pictureOf(1, 0, { form: 'jpeg2000' }))).toBeNull();
    const { widthPx, heightPx } = pictureOf(1, 0);
    expect(
      await templateOf(pictureOf(1, 0, { data: new Uint8Array(widthPx * heightPx).fill(200) })),
    ).toBeNull();
    expect(await templateOfPicture(new Uint8Array(60))).toBeNull();
    const wsq = writeFingerPicture(pictureOf(1, 0));
    // The code of the packing, after the general head, the head's first part and no quality block.
    wsq[16 + 18 + 1 + 12] = 2;
    const read = readFingerPicture(wsq);
    expect(read).toMatchObject({ ok: true, value: { form: 'other' } });
    expect(await templateOfPicture(wsq)).toBeNull();
  });

  it('DV69 another colour than grey, or another size inside than said, gives no template', async () => {
    const { widthPx, heightPx } = pictureOf(1, 0);
    const rgb = await jpeg2000(new Uint8Array(widthPx * heightPx * 3).fill(90), widthPx, heightPx);
    expect(await templateOf(pictureOf(1, 0, { form: 'jpeg2000', data: rgb }))).toBeNull();
    const small = await jpeg2000(new Uint8Array(100 * 100).fill(90), 100, 100, null);
    expect(await templateOf(pictureOf(1, 0, { form: 'jpeg2000', data: small }))).toBeNull();
  });
});
