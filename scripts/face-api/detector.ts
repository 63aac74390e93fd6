// The package's tiny face detector: a square picture (RGB, 0-255) to a grid of cells, five boxes a cell. Reading the grid is the kiosk's work.
import {
  activated,
  convolve,
  fullConvolution,
  normalised,
  pooled,
  separable,
  weightOf,
  type Features,
} from './layers.ts';
import { OnnxGraph } from './onnx-graph.ts';
import type { Weights } from './package-weights.ts';

const meanRgb = [117.001, 114.697, 97.404];

export function detectorModel(weights: Weights): Uint8Array {
  const graph = new OnnxGraph();
  // Sides are chosen at run time, multiples of 32: every padding below is then the same for all of them.
  const nominalPx = 416;
  let features: Features = {
    value: normalised(graph, 'picture', meanRgb),
    channels: 3,
    height: nominalPx,
    width: nominalPx,
  };
  const first = fullConvolution(weightOf(weights, 'conv0/filters'), weightOf(weights, 'conv0/bias'));
  features = activated(graph, convolve(graph, features, first, 1, 'valid'), 'LeakyRelu');
  for (const layer of ['conv1', 'conv2', 'conv3', 'conv4', 'conv5']) {
    features = pooled(graph, features, 'MaxPool', 2, 2, 'same');
    features = activated(graph, separable(graph, weights, features, layer, 1), 'LeakyRelu');
  }
  features = pooled(graph, features, 'MaxPool', 2, 1, 'same');
  const last = fullConvolution(weightOf(weights, 'conv8/filters'), weightOf(weights, 'conv8/bias'));
  const grid = convolve(graph, features, last, 1, 'valid');
  graph.node('Transpose', [grid.value], { perm: { ints: [0, 2, 3, 1] } }, 'cells');
  return graph.finish(
    'tiny-face-detector',
    { picture: ['n', 3, 'height', 'width'] },
    { cells: ['n', 'rows', 'columns', 25] },
  );
}
