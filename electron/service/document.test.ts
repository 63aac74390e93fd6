// A side of a document taken in: pictures that fall short are turned down twice, then taken and flagged. The real reader, the real store.
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import {
  after,
  consentGiven,
  item,
  mobileUnverified,
  newCase,
  productChosen,
} from '#core/case/case.fixture.ts';
import type { CaseEvent } from '#core/case/case-event.ts';
import { viewCase } from '#core/case/view-case.ts';
import type { FieldReading } from '#core/reading/field.ts';
import { err, ok } from '#core/kernel/result.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { openDocumentReader } from '../adapter/document-reader/open-document-reader.ts';
import { changeOf, newCaseId } from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { createForkWorkerHost } from '../shell/browser/fork-worker-host.ts';
import { createChanges } from './changes.ts';
import { addDocument, confirmReading, type DocumentPicture } from './document.ts';
import { holdPictures } from './held-pictures.ts';
import { identityHash } from './identity-hash.ts';

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

describe('a reading confirmed', () => {
  it('CS37 the customer is known by the number as it was corrected, and it is recorded as typed', async () => {
    const store = temp.open();
    const clock = { now: () => instantSchema.parse('2026-11-20T10:00:00.000Z') };
    const key = Buffer.alloc(32, 7).toString('base64url');
    const readField = (name: FieldReading['name'], value: string): FieldReading => ({
      name,
      value,
      confidence: 0.8,
      source: 'ocr',
      proof: null,
      where: null,
    });
    const fields = [
      readField('name', 'Meera Nair'),
      readField('dateOfBirth', '1990-04-02'),
      readField('panNumber', 'ABCPN1Z34K'),
    ];
    const events: CaseEvent[] = [
      consentGiven,
      productChosen,
      mobileUnverified,
      { type: 'side-captured', kind: 'pan', side: 'front', item: item(1, 'document-front') },
      {
        type: 'document-read',
        at: clock.now(),
        reading: { kind: 'pan', portrait: null, covered: [], fields },
        identity: { identityHash: identityHash(key, 'pan', 'ABCPN1Z34K'), aadhaar: null },
      },
    ];
    const state = { ...after(events, newCase()), caseId: newCaseId() };
    valueOf(store.save(changeOf(state, null)));
    const asked: string[] = [];
    const link = {
      identityExists: (hash: string) => {
        asked.push(hash);
        return Promise.resolve(ok(false));
      },
    };
    const vault = { store, officer: null, line: { enrolment: { identityHashKey: key }, link } };
    const ports = { clock, changes: createChanges() };
    const given = [{ name: 'panNumber' as const, value: 'ABCPN1234K' }];
    const confirmed = valueOf(await confirmReading(ports, vault, state.caseId, given));
    const right = identityHash(key, 'pan', 'ABCPN1234K');
    expect(confirmed.reading?.identity.identityHash).toBe(right);
    expect(asked).toEqual([right]);
    const shown = viewCase(confirmed, null).reading?.fields.find(({ name }) => name === 'panNumber');
    expect(shown).toMatchObject({ value: 'ABCPN1234K', source: 'typed', proof: null, editable: true });
  });
});
