// One picture through both nets: decode, detect, align, measure, embed. Keeps nothing between pictures.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import type { FoundFace, FoundFaces, Point } from '#core/biometrics/found-face.ts';
import type { Box } from '#core/reading/field.ts';
import { alignFace, alignedSidePx } from './align.ts';
import { embeddingInput, meanDirection } from './embedding.ts';
import type { FaceSessions } from './load-sessions.ts';
import { laplacianVariance, lumaOf, meanOfLuma } from './measures.ts';
import { clampBox, decodePicture, scalePart } from './picture.ts';
import type { Picture } from './picture.ts';
import { yunetFaces, yunetInput } from './yunet.ts';
import type { DetectedFace } from './yunet.ts';

/** A crowd is never of use: the largest faces are enough to refuse it. */
const maxFaces = 8;
/** First look: a face within arm's reach of the camera fills enough of this. Second look: small faces far off. */
const detectionSidesPx = [640, 1280] as const;
/** Above this, enlarging adds nothing that the detector could see. */
const maxEnlargement = 2;

export async function findFaces(
  sessions: FaceSessions,
  image: Uint8Array,
  within: Box | null,
): Promise<Result<FoundFaces, { kind: 'not-an-image' }>> {
  const picture = await decodePicture(image);
  if (!picture) return err({ kind: 'not-an-image' });
  const whole: Box = { x: 0, y: 0, width: picture.widthPx, height: picture.heightPx };
  const part = within ? clampBox(within, picture) : whole;
  const detected = part ? await detect(sessions, picture, part) : [];
  const faces: FoundFace[] = [];
  for (const face of detected.toSorted((a, b) => areaOf(b.box) - areaOf(a.box)).slice(0, maxFaces)) {
    const measured = await measure(sessions, picture, face);
    if (measured) faces.push(measured);
  }
  return ok({ widthPx: picture.widthPx, heightPx: picture.heightPx, faces });
}

export async function detect(sessions: FaceSessions, picture: Picture, part: Box): Promise<DetectedFace[]> {
  const longest = Math.max(part.width, part.height);
  for (const side of detectionSidesPx) {
    const scale = Math.min(maxEnlargement, side / longest);
    const input = yunetInput(await scalePart(picture, part, scale));
    const tensor = new sessions.runtime.Tensor('float32', input.bgr, [1, 3, input.heightPx, input.widthPx]);
    const outputs = await sessions.detector.run({ input: tensor });
    const values = Object.fromEntries(
      Object.entries(outputs).map(([name, output]) => [name, floatsOf(output.data)]),
    );
    const faces = yunetFaces(values, input.widthPx, input.heightPx);
    if (faces.length > 0) return faces.map((face) => placeBack(face, part, scale));
    if (side >= longest) break;
  }
  return [];
}

function placeBack({ confidence, box, landmarks }: DetectedFace, part: Box, scale: number): DetectedFace {
  const back = ({ x, y }: Point): Point => ({ x: part.x + x / scale, y: part.y + y / scale });
  return {
    confidence,
    box: { ...back(box), width: box.width / scale, height: box.height / scale },
    landmarks: {
      leftEye: back(landmarks.leftEye),
      rightEye: back(landmarks.rightEye),
      nose: back(landmarks.nose),
      mouthLeft: back(landmarks.mouthLeft),
      mouthRight: back(landmarks.mouthRight),
    },
  };
}

async function measure(
  sessions: FaceSessions,
  picture: Picture,
  face: DetectedFace,
): Promise<FoundFace | null> {
  const aligned = alignFace(picture, face.landmarks);
  if (!aligned) return null;
  const luma = lumaOf(aligned);
  return {
    ...face,
    embedding: await embed(sessions, aligned),
    sharpness: laplacianVariance(luma, alignedSidePx),
    brightness: meanOfLuma(luma),
  };
}

/** The mean of the face and its mirror image: an error of alignment to one side is halved. */
export async function embed(
  { embedder, runtime }: FaceSessions,
  aligned: Uint8Array,
): Promise<Float32Array | null> {
  if (!embedder) return null;
  const vectors: Float32Array[] = [];
  for (const mirrored of [false, true]) {
    const dims = [1, 3, alignedSidePx, alignedSidePx];
    const tensor = new runtime.Tensor('float32', embeddingInput(aligned, mirrored), dims);
    const { output0 } = await embedder.run({ input0: tensor });
    if (!output0) throw new Error('MobileFaceNet gave no output0');
    vectors.push(floatsOf(output0.data));
  }
  return meanDirection(vectors);
}

export function floatsOf(data: unknown): Float32Array {
  if (!(data instanceof Float32Array)) throw new Error('the net answers in another type than float32');
  return data;
}

function areaOf(box: Box): number {
  return box.width * box.height;
}
