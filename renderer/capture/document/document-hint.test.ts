// What is said about a document before the camera, in the order in which a person can do something about it.
import { describe, expect, test } from 'vitest';
import type { Outline } from '#core/reading/outline/find-outline.ts';
import type { RegionQuality } from '#core/reading/outline/region-quality.ts';
import { documentHints, type DocumentHint } from '../capture-kinds.ts';
import { asksForTilt, noteAngle, seenFromAngles, tiltAskedForMs, type AnglesSeen } from './angles-seen.ts';
import { documentHint } from './document-hint.ts';
import { guideArea } from './guide-area.ts';
import type { DocumentFacts } from './look-at-document.ts';
import { steadyOutline } from './steady-outline.ts';

const outline: Outline = [
  { x: 0.15, y: 0.1 },
  { x: 0.85, y: 0.1 },
  { x: 0.85, y: 0.9 },
  { x: 0.15, y: 0.9 },
];
const flat = { sideways: 0, forward: 0, squeeze: 0 };
const regions: RegionQuality[] = [
  { region: 'number', burntOut: 0, crispness: 1.4 },
  { region: 'name', burntOut: 0.02, crispness: 2 },
  { region: 'portrait', burntOut: 0, crispness: null },
];
const good: DocumentFacts = {
  outline,
  brightness: 170,
  burntOut: 0.01,
  regions,
  movement: 1,
  fill: 0.8,
  cutOff: false,
  onItsSide: false,
  lean: flat,
};
const withRegion = (index: number, changes: Partial<RegionQuality>): Pick<DocumentFacts, 'regions'> => ({
  regions: regions.map((each, at) => (at === index ? { ...each, ...changes } : each)),
});

describe('documentHint', () => {
  const cases: [DocumentHint, Partial<DocumentFacts>, string | null][] = [
    ['ready', {}, null],
    ['too-dark', { brightness: 40, outline: null }, null],
    ['no-document', { outline: null, regions: [], fill: 0, lean: null }, null],
    ['turn', { onItsSide: true, regions: [] }, null],
    ['move-back', { cutOff: true, movement: 30 }, null],
    ['closer', { fill: 0.3, movement: 30 }, null],
    ['too-bright', { burntOut: 0.7 }, null],
    ['glare', { ...withRegion(2, { burntOut: 0.3 }), movement: 30 }, 'portrait'],
    ['hold-still', { movement: 9, ...withRegion(0, { crispness: 0.1 }) }, null],
    ['hold-still', { movement: null }, null],
    ['part-blurred', withRegion(1, { crispness: 0.1 }), 'name'],
    ['blurred', { regions: regions.map((each) => ({ ...each, crispness: each.crispness && 0.1 })) }, null],
  ];
  test.each(cases)('%s', (hint, changes, region) => {
    expect(documentHint({ ...good, ...changes })).toEqual({ hint, region });
  });
  test('the part that matters most is named first', () => {
    const both = regions.map((each) => ({ ...each, burntOut: 0.4 }));
    expect(documentHint({ ...good, regions: both }).region).toBe('number');
  });
  test('every hint can be reached; a tilt is asked for by the follower', () => {
    expect(new Set([...cases.map(([hint]) => hint), 'tilt'])).toEqual(new Set(documentHints));
  });
});

describe('angles seen', () => {
  const leans = (...sideways: number[]): AnglesSeen | null =>
    sideways.reduce<AnglesSeen | null>((seen, each) => noteAngle(seen, { ...flat, sideways: each }), null);
  test('a document that was tilted on its way was seen from several', () => {
    expect(seenFromAngles(leans(0, 0.01, 0.03, 0.05, 0.07, 0.08, 0.06, 0.03, 0.01))).toBe(true);
  });
  test('a trembling one was not, nor one whose edge was mistaken for a moment', () => {
    expect(seenFromAngles(leans(0, 0.012, -0.01, 0.008, 0))).toBe(false);
    expect(seenFromAngles(leans(0, 0.01, 0.2, 0.01, 0))).toBe(false);
    expect(seenFromAngles(null)).toBe(false);
  });
  test('a tilt is asked for once, and nobody is kept waiting for it', () => {
    expect(asksForTilt(false, null, 5000)).toBe(true);
    expect(asksForTilt(false, 5000, 5000 + tiltAskedForMs - 1)).toBe(true);
    expect(asksForTilt(false, 5000, 5000 + tiltAskedForMs)).toBe(false);
    expect(asksForTilt(true, null, 5000)).toBe(false);
  });
});

describe('the glowing edge', () => {
  const moved = (by: number): Outline => outline.map(({ x, y }) => ({ x: x + by, y })) as unknown as Outline;
  test('is averaged while it trembles, follows at once where it jumps', () => {
    const first = steadyOutline(null, outline, 0);
    expect(steadyOutline(first, moved(0.01), 60)?.outline[0].x).toBeCloseTo(0.155);
    expect(steadyOutline(first, moved(0.1), 60)?.outline[0].x).toBeCloseTo(0.25);
  });
  test('stands for a quarter of a second where it is missed, no longer', () => {
    const first = steadyOutline(null, outline, 0);
    expect(steadyOutline(first, null, 250)).toBe(first);
    expect(steadyOutline(first, null, 251)).toBeNull();
  });
});

test('the guide fits wide and tall frames alike', () => {
  expect(guideArea({ widthPx: 1000, heightPx: 1000 }, 1.6)).toEqual({
    x: 100,
    y: 250,
    width: 800,
    height: 500,
  });
  const wide = guideArea({ widthPx: 1920, heightPx: 1080 }, 1.6);
  expect([wide.height, wide.y]).toEqual([864, 108]);
});
