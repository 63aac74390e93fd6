// The layers that the package's nets share, from TensorFlow's layout (height, width, in, out) to ONNX's (out, in, height, width).
import type { OnnxGraph, Value } from './onnx-graph.ts';
import type { Weight, Weights } from './package-weights.ts';

export interface Size {
  readonly height: number;
  readonly width: number;
}

/** A feature map under construction: its value, channels, and its size where the padding depends on it. */
export interface Features extends Size {
  readonly value: Value;
  readonly channels: number;
}

export function weightOf(weights: Weights, name: string): Weight {
  const weight = weights.get(name);
  if (!weight) throw new Error(`the package has no weight ${name}`);
  return weight;
}

/** (x − mean) ÷ 255, per channel of RGB. */
export function normalised(graph: OnnxGraph, input: Value, meanRgb: readonly number[]): Value {
  const centred = graph.node('Sub', [input, graph.floats([1, 3, 1, 1], meanRgb)]);
  return graph.node('Mul', [centred, graph.floats([1], [1 / 255])]);
}

/** TensorFlow's SAME: the output is the input divided by the stride, rounded up; what is uneven goes right and below. */
function samePads({ height, width }: Size, kernel: number, stride: number): number[] {
  const total = (size: number) => Math.max(0, (Math.ceil(size / stride) - 1) * stride + kernel - size);
  const [down, across] = [total(height), total(width)];
  const [top, left] = [Math.floor(down / 2), Math.floor(across / 2)];
  return [top, left, down - top, across - left];
}

export interface Convolution {
  /** (out, in ÷ groups, kernel, kernel), flattened. */
  readonly kernel: Float64Array;
  readonly kernelSize: number;
  readonly out: number;
  readonly groups: number;
  readonly bias: ArrayLike<number> | null;
}

export function convolve(
  graph: OnnxGraph,
  from: Features,
  { kernel, kernelSize, out, groups, bias }: Convolution,
  stride: number,
  padding: 'same' | 'valid',
): Features {
  const pads = padding === 'same' ? samePads(from, kernelSize, stride) : [0, 0, 0, 0];
  const [top = 0, left = 0, bottom = 0, right = 0] = pads;
  const inputs = [
    from.value,
    graph.floats([out, from.channels / groups, kernelSize, kernelSize], kernel),
    ...(bias ? [graph.floats([out], bias)] : []),
  ];
  const value = graph.node('Conv', inputs, {
    kernel_shape: { ints: [kernelSize, kernelSize] },
    strides: { ints: [stride, stride] },
    pads: { ints: pads },
    group: { int: groups },
  });
  const after = (size: number, padded: number) => Math.floor((size + padded - kernelSize) / stride) + 1;
  return {
    value,
    channels: out,
    height: after(from.height, top + bottom),
    width: after(from.width, left + right),
  };
}

/** A full convolution; `scale` and `shift`, one a channel, are folded into it. */
export function fullConvolution(
  filters: Weight,
  bias: Weight,
  scale?: { readonly weights: Weight; readonly biases: Weight },
): Convolution {
  const [kernelSize = 0, , inChannels = 0, out = 0] = filters.shape;
  const factor = (channel: number) => scale?.weights.values[channel] ?? 1;
  const kernel = new Float64Array(filters.values.length);
  const area = kernelSize * kernelSize;
  for (const [index, value] of filters.values.entries()) {
    const channel = index % out;
    const inChannel = Math.floor(index / out) % inChannels;
    const place = Math.floor(index / (out * inChannels));
    kernel[(channel * inChannels + inChannel) * area + place] = value * factor(channel);
  }
  const shifted = bias.values.map(
    (value, channel) => value * factor(channel) + (scale?.biases.values[channel] ?? 0),
  );
  return { kernel, kernelSize, out, groups: 1, bias: shifted };
}

/** Each channel by its own kernel, without a bias. */
function depthwiseConvolution(filters: Weight): Convolution {
  const [kernelSize = 0, , channels = 0] = filters.shape;
  const area = kernelSize * kernelSize;
  const kernel = new Float64Array(filters.values.length);
  for (const [index, value] of filters.values.entries()) {
    kernel[(index % channels) * area + Math.floor(index / channels)] = value;
  }
  return { kernel, kernelSize, out: channels, groups: channels, bias: null };
}

/** Depthwise, then pointwise with the bias: `prefix` names the three weights. */
export function separable(
  graph: OnnxGraph,
  weights: Weights,
  from: Features,
  prefix: string,
  stride: number,
): Features {
  const depthwise = depthwiseConvolution(weightOf(weights, `${prefix}/depthwise_filter`));
  const pointwise = fullConvolution(
    weightOf(weights, `${prefix}/pointwise_filter`),
    weightOf(weights, `${prefix}/bias`),
  );
  return convolve(graph, convolve(graph, from, depthwise, stride, 'same'), pointwise, 1, 'same');
}

export function activated(
  graph: OnnxGraph,
  from: Features,
  operator: 'Relu' | 'LeakyRelu' = 'Relu',
): Features {
  // The package's leaky slope is 0.1 as a 32-bit float.
  const attributes = operator === 'LeakyRelu' ? { alpha: { float: 0.1 } } : {};
  return { ...from, value: graph.node(operator, [from.value], attributes) };
}

export function sumOf(graph: OnnxGraph, first: Features, ...others: readonly Features[]): Features {
  return others.reduce(
    (sum, other) => ({ ...sum, value: graph.node('Add', [sum.value, other.value]) }),
    first,
  );
}

export function pooled(
  graph: OnnxGraph,
  from: Features,
  operator: 'MaxPool' | 'AveragePool',
  kernel: number,
  stride: number,
  padding: 'same' | 'valid',
): Features {
  const pads = padding === 'same' ? samePads(from, kernel, stride) : [0, 0, 0, 0];
  const [top = 0, left = 0, bottom = 0, right = 0] = pads;
  const after = (size: number, padded: number) => Math.floor((size + padded - kernel) / stride) + 1;
  return {
    value: graph.node(operator, [from.value], {
      kernel_shape: { ints: [kernel, kernel] },
      strides: { ints: [stride, stride] },
      pads: { ints: pads },
    }),
    channels: from.channels,
    height: after(from.height, top + bottom),
    width: after(from.width, left + right),
  };
}
