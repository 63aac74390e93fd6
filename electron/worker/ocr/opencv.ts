// OpenCV compiled to WebAssembly, loaded once when a picture is first straightened. Its matrices lie outside JavaScript's memory:
// whoever makes one ends it, which `withMats` sees to.
import { createRequire } from 'node:module';
import type cvModule from '@techstark/opencv-js';

export type OpenCv = typeof cvModule;
export type Mat = InstanceType<OpenCv['Mat']>;

let loaded: Promise<{ readonly cv: OpenCv }> | null = null;

/** In an object of its own: the module has a `then`, and a promise of it would wait for ever. */
export function openCv(): Promise<{ readonly cv: OpenCv }> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<{ readonly cv: OpenCv }> {
  // Not by `import()`: its promise would wait for the module's `then` too, wherever a loader shows that among the names.
  const cv: OpenCv = createRequire(import.meta.url)('@techstark/opencv-js');
  if (typeof cv.Mat !== 'function') {
    await new Promise<void>((resolve) => {
      cv.onRuntimeInitialized = () => resolve();
    });
  }
  return { cv };
}

/** Runs with a keeper of matrices; all that were given to it are ended with the run, also when it throws. */
export function withMats<T>(run: (keep: <M extends { delete(): void }>(mat: M) => M) => T): T {
  const kept: { delete(): void }[] = [];
  try {
    return run((mat) => {
      kept.push(mat);
      return mat;
    });
  } finally {
    for (const mat of kept) mat.delete();
  }
}
