// Makes an ONNX file of a net inside the npm package @vladmandic/face-api: the same bytes on every machine, so that the manifest can pin them.
import type { ConvertedModel, PackageSource } from '#electron/adapter/model-store/manifest.ts';
import { detectorModel } from './detector.ts';
import { landmarkModel } from './landmarks.ts';
import { readPackageWeights, type Weights } from './package-weights.ts';
import { recogniserModel } from './recogniser.ts';

const converters: Readonly<Record<ConvertedModel, (weights: Weights) => Uint8Array>> = {
  'tiny-face-detector': detectorModel,
  'face-landmarks-68': landmarkModel,
  'dlib-resnet': recogniserModel,
};

/** Throws where the package is not there or not the one that is pinned. */
export function convertModel(name: ConvertedModel, source: PackageSource): Uint8Array {
  return converters[name](readPackageWeights(source));
}
