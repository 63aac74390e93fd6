import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createChance, generateFinger, generateImpression } from './generate-finger.ts';
import { readTemplate, writeTemplate } from './minutiae-template.ts';

const data = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'finger');

describe('DV20 fingerprint templates of ISO/IEC 19794-2', () => {
  it('come back as they were written', () => {
    const template = generateImpression(generateFinger(7), 3);
    const bytes = writeTemplate(template);
    const read = readTemplate(bytes);
    if (!read.ok) throw new Error(read.error.kind);
    expect(read.value.minutiae).toHaveLength(template.minutiae.length);
    expect(writeTemplate(read.value)).toEqual(bytes);
    for (const [index, minutia] of read.value.minutiae.entries()) {
      expect(minutia.xPx).toBe(template.minutiae[index]?.xPx);
      expect(minutia.type).toBe(template.minutiae[index]?.type);
    }
  });

  it.skipIf(!existsSync(data))(
    'are read by the length they declare, not by the file (needs the finger data)',
    () => {
      const bytes = new Uint8Array(readFileSync(join(data, 'iso-probe.dat')));
      const read = readTemplate(bytes);
      if (!read.ok) throw new Error(read.error.kind);
      expect(bytes.length).toBe(384);
      expect(read.value).toMatchObject({ widthPx: 224, heightPx: 288, pxPerCm: 197 });
      expect(read.value.minutiae).toHaveLength(38);
      const declared = readTemplate(bytes.subarray(0, 263));
      expect(declared).toEqual(read);
      expect(readTemplate(bytes.subarray(0, 262))).toEqual({
        ok: false,
        error: { kind: 'template-cut-off' },
      });
    },
  );

  it('are refused by name when they are something else', () => {
    const good = writeTemplate(generateImpression(generateFinger(1), 1));
    const kind = (bytes: Uint8Array) => {
      const read = readTemplate(bytes);
      return read.ok ? 'read' : read.error.kind;
    };
    expect(kind(new Uint8Array())).toBe('template-cut-off');
    expect(kind(new TextEncoder().encode('FIR\0 020\0 and some more bytes'))).toBe('not-a-template');
    const noViews = good.slice();
    noViews[22] = 0;
    expect(kind(noViews)).toBe('template-without-finger');
    const manyMinutiae = good.slice();
    manyMinutiae[27] = 255;
    expect(kind(manyMinutiae)).toBe('template-cut-off');
  });

  it('never break the reader, whatever the bytes', () => {
    const chance = createChance(2026);
    const good = writeTemplate(generateImpression(generateFinger(2), 1));
    let readable = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const bytes = good.slice(0, chance() < 0.3 ? Math.floor(chance() * good.length) : good.length);
      for (let hits = 0; hits < 4; hits += 1) bytes[Math.floor(chance() * bytes.length)] = chance() * 256;
      if (readTemplate(bytes).ok) readable += 1;
    }
    expect(readable).toBeGreaterThan(1_000);
    expect(readable).toBeLessThan(19_000);
  });
});

describe('generated fingers', () => {
  it('are the same for the same seed and different for another', () => {
    expect(generateFinger(5)).toEqual(generateFinger(5));
    expect(generateFinger(5)).not.toEqual(generateFinger(6));
    expect(generateFinger(5).minutiae.length).toBeGreaterThanOrEqual(40);
  });

  it('give impressions within the range asked for', () => {
    const finger = generateFinger(9);
    const calm = { rotation: 0, overlap: [1, 1], noise: [0, 0], jitterPx: [0, 0] } as const;
    expect(generateImpression(finger, 2, calm).minutiae).toHaveLength(finger.minutiae.length);
    const half = generateImpression(finger, 3, { ...calm, overlap: [0.5, 0.5] });
    expect(half.minutiae).toHaveLength(Math.ceil(finger.minutiae.length / 2));
  });
});
