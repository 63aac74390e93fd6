// The package's 68 landmarks: a face's box scaled to 112 × 112 (RGB, 0-255) to 68 points, as shares of that square.
import {
  activated,
  convolve,
  fullConvolution,
  normalised,
  pooled,
  separable,
  sumOf,
  weightOf,
  type Features,
} from './layers.ts';
import { OnnxGraph } from './onnx-graph.ts';
import type { Weights } from './package-weights.ts';

const sidePx = 112;
const meanRgb = [122.782, 117.001, 104.298];

export function landmarkModel(weights: Weights): Uint8Array {
  const graph = new OnnxGraph();
  let features: Features = {
    value: normalised(graph, 'face', meanRgb),
    channels: 3,
    height: sidePx,
    width: sidePx,
  };
  for (const block of ['dense0', 'dense1', 'dense2', 'dense3']) {
    const from = features;
    const halved =
      block === 'dense0'
        ? convolve(
            graph,
            from,
            fullConvolution(
              weightOf(weights, `${block}/conv0/filters`),
              weightOf(weights, `${block}/conv0/bias`),
            ),
            2,
            'same',
          )
        : separable(graph, weights, from, `${block}/conv0`, 2);
    // Each convolution sees the sum of all before it.
    let sum = activated(graph, halved);
    for (const layer of ['conv1', 'conv2', 'conv3']) {
      const next = separable(
        graph,
        weights,
        layer === 'conv1' ? sum : activated(graph, sum),
        `${block}/${layer}`,
        1,
      );
      sum = sumOf(graph, sum, next);
    }
    features = activated(graph, sum);
  }
  features = pooled(graph, features, 'AveragePool', 7, 2, 'valid');
  // One cell is left, so that its channels are the features in either layout.
  const flat = graph.node('Flatten', [features.value], { axis: { int: 1 } });
  const fc = weightOf(weights, 'fc/weights');
  const product = graph.node('MatMul', [flat, graph.floats(fc.shape, fc.values)]);
  const bias = weightOf(weights, 'fc/bias');
  graph.node('Add', [product, graph.floats(bias.shape, bias.values)], {}, 'points');
  return graph.finish('face-landmarks-68', { face: ['n', 3, sidePx, sidePx] }, { points: ['n', 136] });
}
