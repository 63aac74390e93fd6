import { expect, test } from 'vitest';
import { instantSchema } from '../kernel/instant.ts';
import { embeddingAt } from './face.fixture.ts';
import { searchGallery, templateOf, faceTemplateSchema } from './face-gallery.ts';

const at = instantSchema.parse('2026-03-01T10:00:00.000Z');
const until = instantSchema.parse('2026-05-30T10:00:00.000Z');
const plain = { matchAtLeast: 0.4, reviewAtLeast: 0.3 };
const set = {
  name: 'primary',
  calibration: { 'signed-photo': plain, chip: plain, printed: plain, small: plain },
};
const probe = { embedding: embeddingAt(1), set, identityHash: 'a'.repeat(64) };
const entry = (cosine: number, changes: { caseId?: string; identityHash?: string; set?: string } = {}) => ({
  caseId: changes.caseId ?? 'other',
  identityHash: changes.identityHash ?? 'b'.repeat(64),
  template: templateOf(embeddingAt(cosine), changes.set ?? 'primary', { consentText: '1', at, until }),
});

test('FG1: a face at 0.50 or above in a case of another identity is a hit, most alike first', () => {
  const hits = searchGallery(
    probe,
    [entry(0.45), entry(0.55, { caseId: 'near' }), entry(0.9, { caseId: 'same' })],
    at,
  );
  expect(hits.map(({ caseId }) => caseId)).toEqual(['same', 'near']);
});

test('FG2: the same identity come again is no hit', () => {
  expect(searchGallery(probe, [entry(0.95, { identityHash: probe.identityHash })], at)).toEqual([]);
});

test('FG3: a template whose time is over, or of another set of models, is not looked at', () => {
  expect(searchGallery(probe, [entry(0.95)], until)).toEqual([]);
  expect(searchGallery(probe, [entry(0.95, { set: 'npm' })], at)).toEqual([]);
});

test('FG4: a template says what for, by which consent and until when, and holds no picture', () => {
  const { template } = entry(0.6);
  expect(faceTemplateSchema.parse(template)).toEqual(template);
  expect(Object.keys(template).toSorted()).toEqual([
    'consentText',
    'keptFrom',
    'keptUntil',
    'purpose',
    'set',
    'vector',
  ]);
  expect(faceTemplateSchema.safeParse({ ...template, purpose: 'marketing' }).success).toBe(false);
});
