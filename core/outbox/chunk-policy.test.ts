import { describe, expect, it } from 'vitest';
import { chunkMaxBytes, chunkMinBytes } from '#core/contract/bank/blob-upload.ts';
import { afterChunk, afterLoss, patienceMs, unknownQuality, type LineQuality } from './chunk-policy.ts';

/** Sends pieces over a line of so many bytes a second until nothing changes any more. */
function settled(bytesPerS: number): LineQuality {
  let quality = unknownQuality;
  for (let piece = 0; piece < 40; piece += 1) {
    quality = afterChunk(quality, { bytes: quality.chunkBytes, ms: (quality.chunkBytes / bytesPerS) * 1000 });
  }
  return quality;
}

describe('the size of a piece', () => {
  it.each([
    [4_000, chunkMinBytes],
    [250_000, 250_000],
    [50_000_000, chunkMaxBytes],
  ])('SY50 a line of %i bytes a second settles at %i', (rate, bytes) => {
    expect(Math.abs(settled(rate).chunkBytes - bytes)).toBeLessThanOrEqual(bytes * 0.05);
  });

  it('SY50 doubles at most from one piece to the next, and halves when one is lost, within its bounds', () => {
    const { chunkBytes } = unknownQuality;
    const next = afterChunk(unknownQuality, { bytes: chunkBytes, ms: 1 });
    expect(next.chunkBytes).toBe(2 * chunkBytes);
    expect(afterLoss(next).chunkBytes).toBe(chunkBytes);
    expect(afterLoss({ chunkBytes: chunkMinBytes, bytesPerS: 1 }).chunkBytes).toBe(chunkMinBytes);
  });

  it('SY50 follows a line that turns slow within a few pieces', () => {
    let quality = settled(1_000_000);
    for (let piece = 0; piece < 8; piece += 1) {
      quality = afterChunk(quality, { bytes: quality.chunkBytes, ms: (quality.chunkBytes / 50_000) * 1000 });
    }
    expect(quality.chunkBytes).toBeLessThan(150_000);
  });
});

describe('patience', () => {
  it('SY50 is a few times what the piece should take, more after each loss, and none of ours before the line is known', () => {
    expect(patienceMs(unknownQuality, 100_000, 0)).toBeNull();
    const quality = { chunkBytes: 250_000, bytesPerS: 100_000 };
    expect(patienceMs(quality, 250_000, 0)).toBe(10_000);
    expect(patienceMs(quality, 250_000, 2)).toBe(40_000);
    expect(patienceMs(quality, 100, 0)).toBe(4000);
  });
});
