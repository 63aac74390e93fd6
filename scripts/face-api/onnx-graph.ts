// Builds an ONNX file node by node. Knows the few operators that convolutional nets are made of; refuses nothing, the runtime checks.
import { Message } from './protobuf.ts';

/** Operator set 13 (ONNX 1.8) is the oldest in which Split and Pad take their numbers as inputs; every onnxruntime since 1.7 has it. */
const operatorSet = 13;
const irVersion = 8;
const elementType = { float32: 1, int64: 7 } as const;
const attributeType = { float: 1, int: 2, ints: 7 } as const;

/** The name of a value that flows between two nodes. */
export type Value = string;
type Attribute = { readonly ints: readonly number[] } | { readonly int: number } | { readonly float: number };
/** A string stands for a size that is chosen at run time. */
type Shape = readonly (number | string)[];

export class OnnxGraph {
  readonly #graph = new Message();
  #count = 0;

  node(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
    output: Value = `v${(this.#count += 1)}`,
  ): Value {
    const node = new Message();
    for (const input of inputs) node.text(1, input);
    node.text(2, output).text(3, output).text(4, operator);
    for (const [name, attribute] of Object.entries(attributes)) {
      node.message(5, attributeMessage(name, attribute));
    }
    this.#graph.message(1, node);
    return output;
  }

  floats(dims: readonly number[], values: ArrayLike<number>): Value {
    return this.#tensor(dims, elementType.float32, littleEndian(values));
  }

  ints(values: readonly number[]): Value {
    const bytes = new Uint8Array(values.length * 8);
    const view = new DataView(bytes.buffer);
    for (const [index, value] of values.entries()) view.setBigInt64(index * 8, BigInt(value), true);
    return this.#tensor([values.length], elementType.int64, bytes);
  }

  /** The whole file. Inputs and outputs are float32. */
  finish(
    name: string,
    inputs: Readonly<Record<string, Shape>>,
    outputs: Readonly<Record<string, Shape>>,
  ): Uint8Array {
    this.#graph.text(2, name);
    for (const [value, shape] of Object.entries(inputs)) this.#graph.message(11, valueInfo(value, shape));
    for (const [value, shape] of Object.entries(outputs)) this.#graph.message(12, valueInfo(value, shape));
    return new Message()
      .int(1, irVersion)
      .text(2, 'pravesh')
      .message(7, this.#graph)
      .message(8, new Message().text(1, '').int(2, operatorSet))
      .finish();
  }

  #tensor(dims: readonly number[], type: number, bytes: Uint8Array): Value {
    const name = `w${(this.#count += 1)}`;
    const tensor = new Message();
    for (const dim of dims) tensor.int(1, dim);
    tensor.int(2, type).text(8, name).bytes(9, bytes);
    this.#graph.message(5, tensor);
    return name;
  }
}

function attributeMessage(name: string, attribute: Attribute): Message {
  const message = new Message().text(1, name);
  if ('float' in attribute) return message.float(2, attribute.float).int(20, attributeType.float);
  if ('int' in attribute) return message.int(3, attribute.int).int(20, attributeType.int);
  for (const value of attribute.ints) message.int(8, value);
  return message.int(20, attributeType.ints);
}

function valueInfo(name: string, shape: Shape): Message {
  const dims = new Message();
  for (const size of shape) {
    dims.message(1, typeof size === 'number' ? new Message().int(1, size) : new Message().text(2, size));
  }
  const tensor = new Message().int(1, elementType.float32).message(2, dims);
  return new Message().text(1, name).message(2, new Message().message(1, tensor));
}

function littleEndian(values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < values.length; index++) view.setFloat32(index * 4, values[index] ?? 0, true);
  return bytes;
}
