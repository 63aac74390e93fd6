// A side of a document taken in: pictures that fall short are turned down twice, then taken and flagged. The real reader, the real store.
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { after, consentGiven, mobileUnverified, newCase, productChosen } from '#core/case/case.fixture.ts';
import { err } from '#core/kernel/result.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { openDocumentReader } from '../adapter/document-reader/open-document-reader.ts';
import { changeOf, newCaseId } from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { createForkWorkerHost } from '../shell/browser/fork-worker-host.ts';
import { createChanges } from './changes.ts';
import { addDocument, type DocumentPicture } from './document.ts';
import { holdPictures } from './held-pictures.ts';

const temp = useTempStore();
const reader = openDocumentReader(
  createForkWorkerHost((name) => join(import.meta.dirname, '..', 'worker', `${name}.ts`)),
  { locate: () => Promise.resolve(err({ kind: 'model-missing', file: 'none' })) },
);
afterAll(() => reader.close());

/** A grey card on a dark desk; `shine` covers the place of the number. */
async function card({ blur = 0, shine = false } = {}): Promise<Buffer> {
  const light = shine ? '<ellipse cx="640" cy="505" rx="190" ry="60" fill="#fff"/>' : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="800"><rect width="1280" height="800" fill="#333"/><rect x="180" y="110" width="920" height="580" rx="30" fill="#c8c8c0"/><g font-family="sans-serif" fill="#111"><text x="480" y="190" font-size="36">Government of India</text><text x="470" y="300" font-size="32">Ramesh Kumar</text><text x="480" y="580" font-size="52">9999 4105 7058</text></g>${light.replace('505', '575')}</svg>`;
  const picture = sharp(Buffer.from(svg)).removeAlpha();
  return (blur > 0 ? picture.blur(blur) : picture).jpeg({ quality: 95 }).toBuffer();
}

function atDocument() {
  const store = temp.open();
  const events = [consentGiven, productChosen, mobileUnverified];
  const state = { ...after(events, newCase()), caseId: newCaseId() };
  valueOf(store.save(changeOf(state, null)));
  const clock = { now: () => instantSchema.parse(new Date().toISOString()) };
  const ports = { reader, newId: v7, clock, changes: createChanges() };
  const held = holdPictures();
  const vault = { store: held.over(store), held, officer: null };
  return (picture: Buffer, given: Partial<DocumentPicture> = {}) =>
    addDocument(ports, vault, state.caseId, {
      kind: 'aadhaar',
      side: 'front',
      origin: 'camera',
      image: new Blob([new Uint8Array(picture)]),
      flags: [],
      ...given,
    });
}

describe('a side of a document', () => {
  it.each([
    ['blurred', { blur: 14 }],
    ['glare', { shine: true }],
  ] as const)('CD12 a picture with %s is turned down twice, then taken and flagged', async (kind, how) => {
    const add = atDocument();
    const picture = await card(how);
    for (const _ of ['first', 'second'])
      expect(await add(picture)).toEqual({ ok: false, error: { kind, subject: 'front' } });
    const taken = await add(picture, { flags: ['by-hand'] });
    expect(taken.ok && taken.value.document?.sides[0]?.item.flags).toEqual(['by-hand', `accepted-${kind}`]);
  });

  it('CD12 a good picture carries no such flag, whatever the screen says', async () => {
    const taken = await atDocument()(await card(), { flags: ['accepted-blurred', 'by-hand'] });
    expect(taken.ok && taken.value.document?.sides[0]?.item.flags).toEqual(['by-hand']);
  });

  it('CD12 tries of one side are none of the other, and a file is not judged for glare', async () => {
    const add = atDocument();
    const blurred = await card({ blur: 14 });
    await add(blurred);
    await add(blurred);
    expect(await add(blurred, { side: 'back' })).toMatchObject({ ok: false, error: { kind: 'blurred' } });
    expect(await add(await card({ shine: true }), { side: 'back', origin: 'file' })).toMatchObject({
      ok: true,
    });
  });
});
