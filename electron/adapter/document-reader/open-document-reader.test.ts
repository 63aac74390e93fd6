// Real pictures through the real worker and the real engine: what is read, and each named refusal.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { err, ok } from '#core/kernel/result.ts';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import type { DocumentReading } from '#core/reading/field.ts';
import type { ReadRequest } from '#electron/port/document-reader.ts';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { createForkWorkerHost } from '#electron/shell/browser/fork-worker-host.ts';
import { openDocumentReader } from './open-document-reader.ts';
import { aadhaarBack, aadhaarFront, onDesk } from './specimen.fixture.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const shared = `${root}../shared`;
const cards = `${shared}/data/cards`;
const models = openCheckoutModelStore(root, process.env);

const reader = openDocumentReader(
  createForkWorkerHost(() => `${root}electron/worker/ocr.ts`),
  models,
);
afterAll(() => reader.close());

const today = calendarDateSchema.parse('2026-11-20');

function read(
  sides: readonly Buffer[],
  more: Partial<ReadRequest> = {},
  onProgress: (percent: number) => void = () => undefined,
) {
  const named = sides.map((image, i) => ({ side: i === 0 ? ('front' as const) : ('back' as const), image }));
  return reader.read({ kind: null, sides: named, today, ...more }, onProgress);
}

const values = (reading: DocumentReading): Record<string, string> =>
  Object.fromEntries(reading.fields.map((field) => [field.name, field.value]));

function reading(result: Awaited<ReturnType<typeof read>>): DocumentReading {
  if (!result.ok) throw new Error(result.error.kind);
  return result.value;
}

describe('document reader', () => {
  it('reads a drawn Aadhaar card, both sides, and tells its progress', async () => {
    const seen: number[] = [];
    const result = reading(
      await read([await aadhaarFront('9999 7165 8847'), await aadhaarBack('9999 7165 8847')], {}, (p) =>
        seen.push(p),
      ),
    );
    expect(result.kind).toBe('aadhaar');
    expect(values(result)).toEqual({
      aadhaarNumber: '999971658847',
      name: 'Priya Venkatesan',
      dateOfBirth: '1992-11-03',
      sex: 'F',
      address: 'D/O K Venkatesan, 12/3 Anna Salai, Chennai, Tamil Nadu - 600017',
    });
    expect(seen.length).toBeGreaterThan(5);
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(100);
  });

  it('reads it aslant on a desk, and points into the captured picture', async () => {
    const result = reading(
      await read([await onDesk(await aadhaarFront('9999 7165 8847'), 3)], { kind: 'aadhaar' }),
    );
    expect(values(result)).toMatchObject({ aadhaarNumber: '999971658847', name: 'Priya Venkatesan' });
    const box = result.fields.find((field) => field.name === 'aadhaarNumber')?.where?.box;
    // The card, 900 wide, lies in the middle of the desk: its left edge near 175, the number printed a third along.
    expect(box?.x).toBeGreaterThan(430);
    expect(box?.x).toBeLessThan(510);
    expect(box?.y).toBeGreaterThan(430);
    expect(box?.y).toBeLessThan(540);
    // The drawn portrait spans 228 to 430 and must lie inside.
    const portrait = result.portrait?.box;
    expect(portrait?.x).toBeLessThan(228);
    expect((portrait?.x ?? 0) + (portrait?.width ?? 0)).toBeGreaterThan(430);
  });

  it.each([
    ['M1 a wrong check digit', () => aadhaarFront('1234 5678 9012'), 'aadhaar-check-digit'],
    ['a card without a number', () => aadhaarFront(''), 'no-number-found'],
    [
      'a blurred card',
      async () =>
        sharp(await aadhaarFront('9999 7165 8847'))
          .blur(9)
          .png()
          .toBuffer(),
      'blurred',
    ],
    ['what is no picture', () => Promise.resolve(Buffer.from('GIF89a and some text')), 'not-an-image'],
    [
      'a picture cut short',
      async () => (await onDesk(await aadhaarFront('9999 7165 8847'), 1)).subarray(0, 20_000),
      'not-an-image',
    ],
    [
      'a decompression bomb',
      () =>
        sharp({ create: { width: 9000, height: 9000, channels: 3, background: 'white' } })
          .png()
          .toBuffer(),
      'not-an-image',
    ],
  ])('refuses %s', async (_what, picture, kind) => {
    const result = await read([await picture()], { kind: 'aadhaar' });
    expect(result).toMatchObject({ ok: false, error: { kind } });
  });

  it('refuses a document of another kind than asked for', async () => {
    const result = await read([await aadhaarFront('9999 7165 8847')], { kind: 'passport' });
    expect(result).toEqual({ ok: false, error: { kind: 'document-not-recognised' } });
  });

  it('inspects: size as held upright, and the same refusals', async () => {
    const upright = await aadhaarFront('9999 7165 8847');
    const turned = await sharp(upright).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    expect(await reader.inspect(turned)).toEqual(
      ok({ widthPx: 638, heightPx: 1011, mediaType: 'image/jpeg' }),
    );
    expect(await reader.inspect(Buffer.from('no'))).toEqual(err({ kind: 'not-an-image' }));
    expect(await reader.inspect(await sharp(upright).blur(12).png().toBuffer())).toEqual(
      err({ kind: 'blurred' }),
    );
  });

  it('crops, leaving off what lies outside', async () => {
    const whole = await aadhaarFront('9999 7165 8847');
    const cut = await reader.crop(whole, { x: 900, y: -20, width: 500, height: 120 });
    expect(cut.ok && (await sharp(cut.value).metadata())).toMatchObject({
      width: 111,
      height: 100,
      format: 'jpeg',
    });
    expect(await reader.crop(whole, { x: 2000, y: 0, width: 5, height: 5 })).toEqual(
      err({ kind: 'not-an-image' }),
    );
  });

  it('stops when asked to, wherever it was, and reads the next document', async () => {
    const picture = await aadhaarFront('9999 7165 8847');
    // Where a reading is when it is given up depends on the machine: an engine that was ended under it must not end the worker.
    for (let time = 0; time < 6; time += 1) {
      const abort = new AbortController();
      const stopped = reader.read(
        { kind: 'aadhaar', sides: [{ side: 'front', image: picture }], today },
        () => abort.abort(),
        abort.signal,
      );
      expect(await stopped).toEqual(err({ kind: 'reader-failed' }));
      expect(await read([picture])).toMatchObject({ ok: true });
    }
  });
});

// Specimens made for this project, kept beside the checkout.
describe.skipIf(!existsSync(cards))(`specimen cards (needs ${cards})`, () => {
  it.each([1, 2, 3])('reads Aadhaar card %i', async (id) => {
    const truth = JSON.parse(readFileSync(`${cards}/clean/truth.json`, 'utf8')) as {
      id: number;
      en: string;
      uid: string;
    }[];
    const person = truth.find((one) => one.id === id);
    const sides = ['front', 'back'].map((side) => readFileSync(`${cards}/clean/aadhaar_${side}_${id}.png`));
    expect(values(reading(await read(sides)))).toMatchObject({
      name: person?.en,
      aadhaarNumber: person?.uid,
    });
  });

  it.each([
    ['the kind chosen', 'passport'],
    ['the kind recognised', null],
  ] as const)('reads passports, %s, and refuses an expired one', async (_how, kind) => {
    const page = readFileSync(`${cards}/passport/pp_0_mild.jpg`);
    expect(values(reading(await read([page], { kind })))).toEqual({
      name: 'RAMESH KUMAR SHARMA',
      dateOfBirth: '1985-08-15',
      sex: 'M',
      passportNumber: 'Z1000001',
      expiryDate: '2030-05-14',
      nationality: 'IND',
      issuingCountry: 'IND',
    });
    expect(await read([page], { kind, today: calendarDateSchema.parse('2031-01-01') })).toEqual(
      err({ kind: 'document-expired', on: '2030-05-14' }),
    );
  });

  it('reads a passport that lies sideways, and without the network as before', async () => {
    const page = readFileSync(`${cards}/passport/pp_0_mild.jpg`);
    const sideways = await sharp(page).rotate(90).jpeg({ quality: 90 }).toBuffer();
    expect(values(reading(await read([sideways], { kind: 'passport' })))).toMatchObject({
      name: 'RAMESH KUMAR SHARMA',
      passportNumber: 'Z1000001',
    });
    const without = openDocumentReader(
      createForkWorkerHost(() => `${root}electron/worker/ocr.ts`),
      {
        locate: (name) =>
          name === 'mrz-lines' ? Promise.resolve(err({ kind: 'model-missing' })) : models.locate(name),
      },
    );
    const asBefore = await without.read(
      { kind: 'passport', sides: [{ side: 'front', image: page }], today },
      () => undefined,
    );
    await without.close();
    expect(values(reading(asBefore))).toMatchObject({ passportNumber: 'Z1000001' });
  });
});
