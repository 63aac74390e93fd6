// dlib's face recognition ResNet from the package's weights: a 150 × 150 face (RGB, 0-255) to 128 numbers.
import {
  activated,
  convolve,
  fullConvolution,
  normalised,
  pooled,
  sumOf,
  weightOf,
  type Convolution,
  type Features,
} from './layers.ts';
import { OnnxGraph } from './onnx-graph.ts';
import type { Weights } from './package-weights.ts';

const sidePx = 150;
/** The mean colour of dlib's training pictures. */
const meanRgb = [122.782, 117.001, 104.298];

/** Stages in order: how many plain blocks follow the one that halves the picture (the first stage has none). */
const stages = [
  ['conv32', 3],
  ['conv64', 3],
  ['conv128', 2],
  ['conv256', 2],
] as const;

export function recogniserModel(weights: Weights): Uint8Array {
  const graph = new OnnxGraph();
  const layer = (prefix: string): Convolution =>
    fullConvolution(weightOf(weights, `${prefix}/conv/filters`), weightOf(weights, `${prefix}/conv/bias`), {
      weights: weightOf(weights, `${prefix}/scale/weights`),
      biases: weightOf(weights, `${prefix}/scale/biases`),
    });
  const plain = (from: Features, prefix: string): Features => {
    const first = activated(graph, convolve(graph, from, layer(`${prefix}/conv1`), 1, 'same'));
    const second = convolve(graph, first, layer(`${prefix}/conv2`), 1, 'same');
    return activated(graph, sumOf(graph, second, from));
  };
  const halving = (from: Features, prefix: string): Features => {
    const first = activated(graph, convolve(graph, from, layer(`${prefix}/conv1`), 2, 'valid'));
    const second = convolve(graph, first, layer(`${prefix}/conv2`), 1, 'same');
    const shortcut = pooled(graph, from, 'AveragePool', 2, 2, 'valid');
    const size = {
      channels: Math.max(second.channels, shortcut.channels),
      height: Math.max(second.height, shortcut.height),
      width: Math.max(second.width, shortcut.width),
    };
    return activated(graph, sumOf(graph, filled(graph, second, size), filled(graph, shortcut, size)));
  };

  let features: Features = {
    value: normalised(graph, 'face', meanRgb),
    channels: 3,
    height: sidePx,
    width: sidePx,
  };
  features = activated(graph, convolve(graph, features, layer('conv32_down'), 2, 'valid'));
  features = pooled(graph, features, 'MaxPool', 3, 2, 'valid');
  for (const [stage, blocks] of stages) {
    if (stage !== 'conv32') features = halving(features, `${stage}_down`);
    for (let block = 1; block <= blocks; block++) features = plain(features, `${stage}_${block}`);
  }
  features = halving(features, 'conv256_down_out');
  const average = graph.node('ReduceMean', [features.value], {
    axes: { ints: [2, 3] },
    keepdims: { int: 0 },
  });
  const { shape, values } = weightOf(weights, 'fc');
  graph.node('MatMul', [average, graph.floats(shape, values)], {}, 'embedding');
  return graph.finish(
    'dlib-face-recognition-resnet',
    { face: ['n', 3, sidePx, sidePx] },
    { embedding: ['n', 128] },
  );
}

/** Where block and shortcut differ in channels, rows or columns, the smaller one is continued with zeros. */
function filled(graph: OnnxGraph, from: Features, to: Omit<Features, 'value'>): Features {
  const [channels, rows, columns] = [
    to.channels - from.channels,
    to.height - from.height,
    to.width - from.width,
  ];
  if (channels === 0 && rows === 0 && columns === 0) return from;
  const pads = graph.ints([0, 0, 0, 0, 0, channels, rows, columns]);
  return { ...to, value: graph.node('Pad', [from.value, pads]) };
}
