// The fuzzer's own parts: the same seed gives the same inputs, and a parser that throws is found.
import { describe, expect, it } from 'vitest';
import { seededChance } from '../chance.ts';
import { deviceDecoders } from '../devices-fuzz/decoders.ts';
import { fuzzParser } from './fuzz-fault.ts';
import { fuzzedParsers } from './parsers.ts';
import { strangeBytes, strangeText, strangeWords } from './strange-input.ts';

describe('the fuzzer', () => {
  it('draws the same inputs from the same seed, and many different ones', () => {
    const texts = (seed: number) => {
      const chance = seededChance(seed);
      return Array.from({ length: 200 }, () => strangeText(chance));
    };
    expect(texts(5)).toEqual(texts(5));
    expect(new Set(texts(5)).size).toBeGreaterThan(150);
    expect(strangeWords(seededChance(9))).toEqual(strangeWords(seededChance(9)));
    const sample = Uint8Array.from({ length: 100 }, (_, index) => index);
    const bent = Array.from({ length: 50 }, (_, index) => strangeBytes(sample, seededChance(index + 1)));
    expect(bent.some((bytes) => Buffer.compare(bytes, sample) !== 0)).toBe(true);
  });

  it('runs every parser in a thread of its own to the end', async () => {
    const end = await fuzzParser('aadhaar-text', 3, 50);
    expect(end).toMatchObject({ failures: [], hungAt: null });
  });

  it('tries each parser by what must hold, not only by what it throws', async () => {
    for (const parser of [...(await fuzzedParsers()), ...deviceDecoders()]) {
      for (let seed = 1; seed < 20; seed += 1) {
        await expect(Promise.resolve(parser.try(seededChance(seed)))).resolves.toBeUndefined();
      }
    }
  });
});
