// Live faces by MediaPipe, loaded when first wanted and from our own addresses only. Without its model there are no hints, and that is said.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import type { LiveFace } from './face-hint.ts';
import { wasmFolder } from './trusted-types.ts';

/** Served by the host out of the model store; 404 where the file is not to be had. */
export const landmarkerModelPath = '/models/face_landmarker.task';

/** Two are enough to say that there are two. */
const maxFaces = 2;

export interface FaceFinder {
  /** Null when the runtime gave up: there will be no more hints. `atMs` must grow from call to call. */
  find(frame: HTMLVideoElement, atMs: number): readonly LiveFace[] | null;
  close(): void;
}

export type FaceFinderFailure = {
  readonly kind: 'hints-unavailable';
  readonly why: 'no-model' | 'no-runtime';
};

export async function openFaceFinder(): Promise<Result<FaceFinder, FaceFinderFailure>> {
  const answer = await fetch(landmarkerModelPath).catch(() => null);
  if (!answer?.ok) return err({ kind: 'hints-unavailable', why: 'no-model' });
  const model = new Uint8Array(await answer.arrayBuffer());
  // Whatever keeps WebAssembly or the library from starting: the picture can still be taken by hand.
  return load(model).then(ok, () => err({ kind: 'hints-unavailable', why: 'no-runtime' }));
}

async function load(modelAssetBuffer: Uint8Array): Promise<FaceFinder> {
  const { FaceLandmarker, FilesetResolver } = await import('@mediapipe/tasks-vision');
  const files = await FilesetResolver.forVisionTasks(wasmFolder.replace(/\/$/, ''));
  const landmarker = await FaceLandmarker.createFromOptions(files, {
    // The GPU would need a second context that kiosks without one emulate more slowly than this.
    baseOptions: { modelAssetBuffer, delegate: 'CPU' },
    runningMode: 'VIDEO',
    numFaces: maxFaces,
    outputFacialTransformationMatrixes: true,
  });
  return {
    find(frame, atMs) {
      // The edge to a library in WebAssembly: it throws when its memory or its graph is broken, and a hint is not worth a screen.
      try {
        const { faceLandmarks, facialTransformationMatrixes } = landmarker.detectForVideo(frame, atMs);
        return faceLandmarks.map((points, index) =>
          liveFaceOf(points, facialTransformationMatrixes[index]?.data ?? []),
        );
      } catch {
        return null;
      }
    },
    close: () => landmarker.close(),
  };
}

/** `points` in shares of the frame; `matrix` column by column, 4 × 4. */
export function liveFaceOf(
  points: readonly { readonly x: number; readonly y: number }[],
  matrix: readonly number[],
): LiveFace {
  let [left, right, top, bottom] = [1, 0, 1, 0];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const degrees = 180 / Math.PI;
  return {
    centreX: (left + right) / 2,
    centreY: (top + bottom) / 2,
    widthShare: Math.max(0, right - left),
    heightShare: Math.max(0, bottom - top),
    yawDeg: Math.atan2(matrix[8] ?? 0, matrix[10] ?? 1) * degrees,
    pitchDeg: Math.asin(Math.max(-1, Math.min(1, -(matrix[9] ?? 0)))) * degrees,
  };
}
