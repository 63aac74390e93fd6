import { describe, expect, test } from 'vitest';
import { overlapShare, suppressOverlaps } from './overlap.ts';
import { yunetFaces, yunetInput, yunetStrides } from './yunet.ts';

/** Outputs for a 64 × 64 input with nothing in them, to be filled. */
function emptyOutputs(): Record<string, Float32Array> {
  const outputs: Record<string, Float32Array> = {};
  for (const stride of yunetStrides) {
    const cells = (64 / stride) ** 2;
    outputs[`cls_${stride}`] = new Float32Array(cells);
    outputs[`obj_${stride}`] = new Float32Array(cells);
    outputs[`bbox_${stride}`] = new Float32Array(cells * 4);
    outputs[`kps_${stride}`] = new Float32Array(cells * 10);
  }
  return outputs;
}

describe('yunetFaces', () => {
  test('a cell becomes a box about its centre, with its five points', () => {
    const outputs = emptyOutputs();
    // Stride 16: four columns; cell 6 is column 2, row 1.
    outputs['cls_16']?.set([0.81], 6);
    outputs['obj_16']?.set([1], 6);
    outputs['bbox_16']?.set([0.5, 0.25, Math.log(2), Math.log(1.5)], 24);
    outputs['kps_16']?.set([0, 0, 1, 0, 0.5, 0.5, 0, 1, 1, 1], 60);
    const faces = yunetFaces(outputs, 64, 64);
    expect(faces).toHaveLength(1);
    expect(faces[0]?.confidence).toBeCloseTo(0.9);
    expect(faces[0]?.box.x).toBeCloseTo(2.5 * 16 - 16);
    expect(faces[0]?.box.y).toBeCloseTo(1.25 * 16 - 12);
    expect(faces[0]?.box.width).toBeCloseTo(32);
    expect(faces[0]?.box.height).toBeCloseTo(24);
    expect(faces[0]?.landmarks.leftEye).toEqual({ x: 32, y: 16 });
    expect(faces[0]?.landmarks.mouthRight).toEqual({ x: 48, y: 32 });
  });

  test('a face seen at two strides is one face, the surer one', () => {
    const outputs = emptyOutputs();
    for (const [stride, confidence] of [
      [8, 0.9],
      [16, 0.95],
    ] as const) {
      outputs[`cls_${stride}`]?.set([confidence], 0);
      outputs[`obj_${stride}`]?.set([confidence], 0);
      outputs[`bbox_${stride}`]?.set([8 / stride, 8 / stride, Math.log(24 / stride), Math.log(24 / stride)]);
    }
    const faces = yunetFaces(outputs, 64, 64);
    expect(faces.map((face) => face.confidence)).toEqual([expect.closeTo(0.95)]);
  });

  test('outputs that do not fit the input are a mistake, not a face', () => {
    expect(() => yunetFaces(emptyOutputs(), 128, 64)).toThrow('do not fit');
  });
});

test('the input is BGR planes, padded with black to a multiple of 32', () => {
  const input = yunetInput({ widthPx: 33, heightPx: 1, rgb: new Uint8Array(99).fill(7).fill(1, 0, 1) });
  expect([input.widthPx, input.heightPx]).toEqual([64, 32]);
  const plane = 64 * 32;
  expect([input.bgr[0], input.bgr[plane], input.bgr[2 * plane]]).toEqual([7, 7, 1]);
  expect([input.bgr[32], input.bgr[33], input.bgr[64]]).toEqual([7, 0, 0]);
});

describe('overlaps', () => {
  const box = (x: number) => ({ x, y: 0, width: 10, height: 10 });
  test('share of both over either', () => {
    expect(overlapShare(box(0), box(5))).toBeCloseTo(1 / 3);
    expect(overlapShare(box(0), box(10))).toBe(0);
  });
  test('the surest of a heap stays, neighbours stay', () => {
    const found = [
      { confidence: 0.7, box: box(1) },
      { confidence: 0.9, box: box(0) },
      { confidence: 0.6, box: box(30) },
    ];
    expect(suppressOverlaps(found, 0.3).map((face) => face.confidence)).toEqual([0.9, 0.6]);
  });
});
