// Live faces by MediaPipe, loaded when first wanted and from our own addresses only: a small detector for every frame, landmarks where
// eyes and mouth are asked about. Without the detector there are no hints, and that is said.
import type { FaceDetector, FaceLandmarker } from '@mediapipe/tasks-vision';
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import type { LiveFace } from './face-hint.ts';
import { faceStateOf, type FaceState } from './face-state.ts';
import type { Frame } from './frame-facts.ts';
import { liveFaceOf } from './live-face.ts';
import { wasmFolder } from './trusted-types.ts';

/** Served by the host out of the model store; 404 where a file is not to be had. */
const detectorModelPath = '/models/blaze_face_short_range.tflite';
const landmarkerModelPath = '/models/face_landmarker.task';

export interface FaceFinder {
  /** Null when the runtime gave up: there will be no more hints. `atMs` must grow from call to call. */
  find(frame: Frame, atMs: number): readonly LiveFace[] | null;
  /** Eyes and mouth of the one face there, some six times as dear; null without the landmarks' model, or where it sees none. */
  state(frame: Frame, atMs: number): FaceState | null;
  close(): void;
}

export type FaceFinderFailure = {
  readonly kind: 'hints-unavailable';
  readonly why: 'no-model' | 'no-runtime';
};

export async function openFaceFinder(): Promise<Result<FaceFinder, FaceFinderFailure>> {
  const [detector, landmarks] = await Promise.all([modelAt(detectorModelPath), modelAt(landmarkerModelPath)]);
  if (!detector) return err({ kind: 'hints-unavailable', why: 'no-model' });
  // Whatever keeps WebAssembly or the library from starting: the picture can still be taken by hand.
  return load(detector, landmarks).then(ok, () => err({ kind: 'hints-unavailable', why: 'no-runtime' }));
}

async function modelAt(path: string): Promise<Uint8Array | null> {
  const answer = await fetch(path).catch(() => null);
  return answer?.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
}

/** The GPU would need a second context that kiosks without one emulate far more slowly than the processor does it. */
const onProcessor = (modelAssetBuffer: Uint8Array) =>
  ({ baseOptions: { modelAssetBuffer, delegate: 'CPU' }, runningMode: 'VIDEO' }) as const;

const imageOf = ({ widthPx, heightPx, rgba }: Frame) => new ImageData(rgba, widthPx, heightPx);

async function load(detectorModel: Uint8Array, landmarksModel: Uint8Array | null): Promise<FaceFinder> {
  const vision = await import('@mediapipe/tasks-vision');
  const files = await vision.FilesetResolver.forVisionTasks(wasmFolder.replace(/\/$/, ''));
  const detector: FaceDetector = await vision.FaceDetector.createFromOptions(
    files,
    onProcessor(detectorModel),
  );
  const landmarker: FaceLandmarker | null =
    landmarksModel &&
    (await vision.FaceLandmarker.createFromOptions(files, { ...onProcessor(landmarksModel), numFaces: 1 }));
  return {
    find(frame, atMs) {
      // The edge to a library in WebAssembly: it throws when its memory or its graph is broken, and a hint is not worth a screen.
      try {
        const { detections } = detector.detectForVideo(imageOf(frame), atMs);
        return detections.flatMap(({ boundingBox, keypoints }) => {
          const face = boundingBox && liveFaceOf(boundingBox, keypoints, frame);
          return face ? [face] : [];
        });
      } catch {
        return null;
      }
    },
    state(frame, atMs) {
      try {
        const [points] = landmarker?.detectForVideo(imageOf(frame), atMs).faceLandmarks ?? [];
        return points ? faceStateOf(points, frame) : null;
      } catch {
        return null;
      }
    },
    close() {
      detector.close();
      landmarker?.close();
    },
  };
}
