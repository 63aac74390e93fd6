// One frame of a liveness check: its largest face, how it is held, the light on it, and where asked who it is and what the passive nets say.
import type { Point } from '#core/biometrics/found-face.ts';
import type { FrameFace, FrameReading } from '#core/biometrics/liveness/frame-reading.ts';
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import { alignFace } from './align.ts';
import { shapeOf } from './face-shape.ts';
import { detect, embed, floatsOf } from './find-faces.ts';
import { besideParts, faceParts, lightOf, thumbnailOf } from './frame-light.ts';
import type { FaceSessions } from './load-sessions.ts';
import { landmarkInput, landmarkPoints, landmarkSidePx, landmarkSquare } from './landmarks-68.ts';
import { meanOfLuma } from './measures.ts';
import { passiveCrop, passiveInput, passiveScales, passiveSidePx, realShare } from './minifasnet.ts';
import { decodePicture } from './picture.ts';
import type { Picture } from './picture.ts';
import { patternOf } from './regular-pattern.ts';
import type { DetectedFace } from './yunet.ts';

export interface FrameWish {
  readonly embedding: boolean;
  readonly passive: boolean;
}

export type FrameFailure =
  | { readonly kind: 'not-an-image' }
  | { readonly kind: 'unavailable'; readonly missing: string[] };

/** Guesses of the detector are no faces here. */
const minConfidence = 0.6;
const secondFaceShare = 1 / 3;
/** As large as the screen sends them. */
const lookSidePx = 640;

export async function readFrame(
  sessions: FaceSessions,
  image: Uint8Array,
  wish: FrameWish,
): Promise<Result<FrameReading, FrameFailure>> {
  if (!sessions.landmarks) return err({ kind: 'unavailable', missing: ['face_landmarks_68.onnx'] });
  const picture = await decodePicture(image);
  if (!picture) return err({ kind: 'not-an-image' });
  const whole = { x: 0, y: 0, width: picture.widthPx, height: picture.heightPx };
  const found = (await detect(sessions, picture, whole, sidesOf(sessions, picture)))
    .filter((face) => face.confidence >= minConfidence)
    .toSorted((a, b) => b.box.width - a.box.width);
  const [largest] = found;
  const face = largest ? await measure(sessions, picture, largest, wish) : null;
  const thumbnail = thumbnailOf(picture);
  return ok({
    widthPx: picture.widthPx,
    heightPx: picture.heightPx,
    brightness: meanOfLuma(thumbnail),
    faces: largest ? found.filter((each) => each.box.width >= largest.box.width * secondFaceShare).length : 0,
    face,
    thumbnail,
  });
}

/** A frame is looked at once, and never enlarged: a face too small for that is too small for every measure here. */
function sidesOf({ detectorKind }: FaceSessions, picture: Picture): readonly number[] | undefined {
  return detectorKind === 'yunet'
    ? [Math.min(lookSidePx, Math.max(picture.widthPx, picture.heightPx))]
    : undefined;
}

async function measure(
  sessions: FaceSessions,
  picture: Picture,
  { confidence, box, landmarks }: DetectedFace,
  wish: FrameWish,
): Promise<FrameFace | null> {
  const marks = await landmarksOf(sessions, picture, box);
  const shape = marks && shapeOf(landmarks, marks);
  const aligned = wish.embedding ? alignFace(picture, landmarks) : null;
  if (!shape) return null;
  return {
    confidence,
    box,
    landmarks,
    shape,
    embedding: aligned && (await embed(sessions, { aligned, picture, points: marks })),
    passive: wish.passive ? await passiveShare(sessions, picture, box) : null,
    light: { face: lightOf(picture, faceParts(box)), beside: lightOf(picture, besideParts(box)) },
    pattern: patternOf(picture, box),
  };
}

async function landmarksOf(
  { landmarks, runtime }: FaceSessions,
  picture: Picture,
  box: DetectedFace['box'],
): Promise<readonly Point[] | null> {
  if (!landmarks) return null;
  const square = landmarkSquare(box);
  const input = landmarkInput(picture, square);
  const tensor = new runtime.Tensor('float32', input, [1, 3, landmarkSidePx, landmarkSidePx]);
  const { points } = await landmarks.run({ face: tensor });
  if (!points) throw new Error('the landmark net gave no points');
  return landmarkPoints(floatsOf(points.data), square);
}

/** The mean of both nets; null where one of them is missing. */
export async function passiveShare(
  { passive: nets, runtime }: FaceSessions,
  picture: Picture,
  box: DetectedFace['box'],
): Promise<number | null> {
  if (!nets) return null;
  let sum = 0;
  for (const [index, scale] of passiveScales.entries()) {
    const input = passiveInput(picture, passiveCrop(box, scale, picture));
    const tensor = new runtime.Tensor('float32', input, [1, 3, passiveSidePx, passiveSidePx]);
    const answer = await nets[index]?.run({ input: tensor });
    if (!answer?.output) throw new Error('MiniFASNet gave no output');
    sum += realShare(floatsOf(answer.output.data)) / passiveScales.length;
  }
  return sum;
}
