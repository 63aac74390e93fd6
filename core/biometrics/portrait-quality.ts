// A live photo in the terms of ISO/IEC 29794-5 and the ICAO portrait: figures for the record, and what falls short. Refuses nothing. Rules PQ1 to PQ3 of docs/spec/face.md.
import { z } from 'zod';
import type { FoundFace, FoundFaces } from './found-face.ts';
import { flawsOf, rollOf, selfieLimits, turnOf } from './selfie-quality.ts';

export const portraitShortfalls = [
  /** Head turned or leaning. */
  'pose',
  /** Head too far off the middle, or cut. */
  'position',
  'size',
  'under-exposed',
  'over-exposed',
  /** One half of the face much darker than the other. */
  'uneven-light',
  'sharpness',
  'eyes',
  'mouth',
  'back-light',
  /** What is behind the head is no plain ground. */
  'background',
  'more-than-one-person',
] as const;

export const portraitQualitySchema = z.object({
  /** Pixels between the eyes (ISO/IEC 19794-5 asks for 90 at least in an enrolled portrait). */
  eyeDistancePx: z.number(),
  /** Nose off the middle between the eyes, in eye distances; 0 is straight on. */
  turn: z.number(),
  rollDegrees: z.number(),
  /** Middle of the face from the middle of the picture, as a share of the picture's width and height. */
  offX: z.number(),
  offY: z.number(),
  /** Mean luma of the face, 0 to 255. */
  brightness: z.number(),
  /** Darker half of the face over the brighter one, 0 to 1; null where it was not measured. */
  lightBalance: z.number().nullable(),
  /** Variance of the Laplacian over the aligned face. */
  sharpness: z.number(),
  /** Luma between the quartiles of the livelier eye, and depth of the line between the lips, in shares of the skin's; null where not measured. */
  eyesSpread: z.number().nullable().default(null),
  mouthLine: z.number().nullable().default(null),
  /** Luma beside the head, and how much it changes from pixel to pixel; null where not measured. */
  backgroundBrightness: z.number().nullable().default(null),
  backgroundUnrest: z.number().nullable().default(null),
  persons: z.int(),
  /** How many frames the compared face is the mean of. */
  averaged: z.int().min(0).default(1),
  shortOf: z.array(z.enum(portraitShortfalls)),
});
export type PortraitQuality = z.infer<typeof portraitQualitySchema>;

/** Stricter than what a comparison needs (selfieLimits): this picture stays in the bank's file. */
export const portraitLimits = {
  minEyeDistancePx: 90,
  maxTurn: 0.2,
  maxRollDegrees: 8,
  maxOff: 0.2,
  minBrightness: 60,
  maxBrightness: 225,
  minLightBalance: 0.6,
  minSharpness: 2 * selfieLimits.minSharpness,
  /** A plain wall with a sensor's noise stays below 4; shelves, people and leaves lie above 8. */
  maxBackgroundUnrest: 6,
} as const;

export function portraitQuality(found: FoundFaces, face: FoundFace, averaged = 1): PortraitQuality {
  const { leftEye, rightEye } = face.landmarks;
  const persons = found.faces.filter(({ confidence }) => confidence >= selfieLimits.minConfidence).length;
  const figures = {
    eyeDistancePx: Math.hypot(rightEye.x - leftEye.x, rightEye.y - leftEye.y),
    turn: turnOf(face.landmarks),
    rollDegrees: rollOf(face.landmarks),
    offX: (face.box.x + face.box.width / 2) / found.widthPx - 0.5,
    offY: (face.box.y + face.box.height / 2) / found.heightPx - 0.5,
    brightness: face.brightness,
    lightBalance: face.lightBalance ?? null,
    sharpness: face.sharpness,
    eyesSpread: face.cover?.eyesSpread ?? null,
    mouthLine: face.cover?.mouthLine ?? null,
    backgroundBrightness: face.beside?.brightness ?? null,
    backgroundUnrest: face.beside?.unrest ?? null,
    persons,
    averaged,
  };
  const flaws = flawsOf(face, found);
  const limits = portraitLimits;
  const short: Readonly<Record<(typeof portraitShortfalls)[number], boolean>> = {
    pose: Math.abs(figures.turn) > limits.maxTurn || Math.abs(figures.rollDegrees) > limits.maxRollDegrees,
    position: Math.max(Math.abs(figures.offX), Math.abs(figures.offY)) > limits.maxOff,
    size: figures.eyeDistancePx < limits.minEyeDistancePx,
    'under-exposed': figures.brightness < limits.minBrightness,
    'over-exposed': figures.brightness > limits.maxBrightness,
    'uneven-light': figures.lightBalance !== null && figures.lightBalance < limits.minLightBalance,
    sharpness: figures.sharpness < limits.minSharpness,
    eyes: flaws.includes('eyes-covered'),
    mouth: flaws.includes('mouth-covered'),
    'back-light': flaws.includes('back-light'),
    background: (figures.backgroundUnrest ?? 0) > limits.maxBackgroundUnrest,
    'more-than-one-person': persons > 1,
  };
  return { ...figures, shortOf: portraitShortfalls.filter((name) => short[name]) };
}
