// The selfie out of a burst: every frame looked at, the best one kept in hand, all that show the same face well made into one embedding.
import { chooseBest } from '#core/biometrics/best-frame.ts';
import type { FaceModelSet, FoundFace, FoundFaces } from '#core/biometrics/found-face.ts';
import { portraitQuality, type PortraitQuality } from '#core/biometrics/portrait-quality.ts';
import { flawsOf, waivable } from '#core/biometrics/selfie-quality.ts';
import { burstMost, type BlobLike } from '#core/contract/kiosk/binary.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { err, ok, unreachable, type Result } from '#core/kernel/result.ts';
import { takePicture } from './picture.ts';
import type { Ports } from './vault-session.ts';

export interface Selfie {
  /** The frame that was chosen, as it came: for as long as it takes to make the bank's photo of it. */
  readonly bytes: Uint8Array;
  /** Null where no model can say. */
  readonly face: FoundFace | null;
  readonly quality: PortraitQuality | null;
  readonly set: FaceModelSet | undefined;
  readonly missing: readonly string[];
  /** It falls short in a way that an officer let pass. */
  readonly waived: boolean;
}

/** As many equal frames as no living camera gives, not even before a wall. */
const frozenFrom = 3;

/** Type and size of each by its own bytes; a camera that gives one picture again and again is told. */
export async function takeBurst(
  images: readonly BlobLike[],
): Promise<Result<readonly Uint8Array[], Refusal>> {
  const frames: Uint8Array[] = [];
  for (const image of images.slice(0, burstMost)) {
    const picture = await takePicture(image);
    if (!picture.ok) return picture;
    frames.push(picture.value.bytes);
  }
  const [first, ...others] = frames;
  if (!first) return err({ kind: 'not-an-image' });
  const frozen = frames.length >= frozenFrom && others.every((bytes) => Buffer.compare(bytes, first) === 0);
  return frozen ? err({ kind: 'picture-frozen' }) : ok(frames);
}

export async function chooseSelfie(
  ports: Pick<Ports, 'faces' | 'reader'>,
  frames: readonly Uint8Array[],
  asItIs: boolean,
): Promise<Result<Selfie, Refusal>> {
  const looks: FoundFaces[] = [];
  for (const [index, bytes] of frames.entries()) {
    const found = await ports.faces.findFaces(bytes);
    if (found.ok) looks.push(found.value);
    else if (index === 0) return withoutLook(ports, bytes, found.error);
    // A frame that came half through is no reason to lose the others; its place is kept.
    else looks.push({ widthPx: 0, heightPx: 0, faces: [] });
  }
  const chosen = chooseBest(looks, { waive: asItIs ? waivable : undefined });
  if (!chosen.ok) return err({ kind: chosen.error.kind });
  const { index, face, found, averaged } = chosen.value;
  return ok({
    bytes: frames[index] ?? new Uint8Array(),
    face,
    quality: portraitQuality(found, face, averaged),
    set: found.set,
    missing: found.missing ?? [],
    waived: flawsOf(face, found).length > 0,
  });
}

async function withoutLook(
  { reader }: Pick<Ports, 'reader'>,
  bytes: Uint8Array,
  failure: Extract<Awaited<ReturnType<Ports['faces']['findFaces']>>, { ok: false }>['error'],
): Promise<Result<Selfie, Refusal>> {
  switch (failure.kind) {
    case 'face-model-unavailable': {
      const inspected = await reader.inspect(bytes);
      if (!inspected.ok) return err({ kind: inspected.error.kind });
      const { missing } = failure;
      return ok({ bytes, face: null, quality: null, set: undefined, missing, waived: false });
    }
    case 'not-an-image':
    case 'face-model-failed':
      return err({ kind: failure.kind });
    default:
      return unreachable(failure);
  }
}
