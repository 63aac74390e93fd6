// The noise of a portrait against that of the card around it. One camera makes one noise: a portrait laid into the picture
// afterwards brings another, or none.
import type { Box } from '#core/reading/field.ts';
import type { Picture } from '../picture.ts';
import type { Quad } from '../rectify.ts';

const block = 8;
/** Only the plainest places tell noise from drawing: this share of them. */
const plainShare = 0.25;
/** Compression takes the finest noise away altogether; below this nobody can say how much there was. */
const leastNoise = 0.35;
const leastBlocks = 12;

interface Block {
  readonly noise: number;
  readonly detail: number;
}

/** Logarithm to the base of two; null where either has too few plain places. */
export function noiseRatio(picture: Picture, quad: Quad, portrait: Box): number | null {
  const grey = greyOf(picture);
  const xs = quad.map(({ x }) => x);
  const ys = quad.map(({ y }) => y);
  // A margin: the card's edge and what lies behind it are not the card.
  const inset = 0.04 * (Math.max(...xs) - Math.min(...xs));
  const card: Box = {
    x: Math.min(...xs) + inset,
    y: Math.min(...ys) + inset,
    width: Math.max(...xs) - Math.min(...xs) - 2 * inset,
    height: Math.max(...ys) - Math.min(...ys) - 2 * inset,
  };
  const within = (box: Box, x: number, y: number): boolean =>
    x >= box.x && y >= box.y && x + block <= box.x + box.width && y + block <= box.y + box.height;
  // The layout's box has room to spare around the portrait: its middle is the portrait in every layout.
  const middle = inner(portrait, 0.2);
  const outer = inner(portrait, -0.05);
  const inside: Block[] = [];
  const outside: Block[] = [];
  for (let y = block; y + block < picture.height - 1; y += block) {
    for (let x = block; x + block < picture.width - 1; x += block) {
      if (within(middle, x, y)) inside.push(blockAt(grey, picture.width, x, y));
      else if (within(card, x, y) && !overlaps(outer, x, y)) outside.push(blockAt(grey, picture.width, x, y));
    }
  }
  const [portraitNoise, cardNoise] = [plainNoise(inside), plainNoise(outside)];
  if (portraitNoise === null || cardNoise === null) return null;
  return Math.log2(Math.max(leastNoise, portraitNoise) / Math.max(leastNoise, cardNoise));
}

function inner({ x, y, width, height }: Box, share: number): Box {
  return {
    x: x + width * share,
    y: y + height * share,
    width: width * (1 - 2 * share),
    height: height * (1 - 2 * share),
  };
}

function overlaps(box: Box, x: number, y: number): boolean {
  return x + block > box.x && x < box.x + box.width && y + block > box.y && y < box.y + box.height;
}

function greyOf({ rgb, width, height }: Picture): Float32Array {
  const grey = new Float32Array(width * height);
  for (let i = 0, j = 0; i < grey.length; i++, j += 3)
    grey[i] = 0.299 * (rgb[j] ?? 0) + 0.587 * (rgb[j + 1] ?? 0) + 0.114 * (rgb[j + 2] ?? 0);
  return grey;
}

/** Noise by the difference of two Laplacians, which no slope and no curve of shading disturbs (Immerkær 1996). */
function blockAt(grey: Float32Array, width: number, left: number, top: number): Block {
  let noise = 0;
  let sum = 0;
  let squares = 0;
  for (let y = top; y < top + block; y++) {
    for (let x = left; x < left + block; x++) {
      const i = y * width + x;
      const at = (offset: number): number => grey[i + offset] ?? 0;
      const corners = at(-width - 1) + at(-width + 1) + at(width - 1) + at(width + 1);
      const sides = at(-1) + at(1) + at(-width) + at(width);
      noise += Math.abs(corners - 2 * sides + 4 * at(0));
      sum += at(0);
      squares += at(0) * at(0);
    }
  }
  const count = block * block;
  return {
    noise: (Math.sqrt(Math.PI / 2) * noise) / (6 * count),
    detail: squares / count - (sum / count) ** 2,
  };
}

function plainNoise(blocks: readonly Block[]): number | null {
  if (blocks.length < leastBlocks) return null;
  const plain = blocks
    .toSorted((a, b) => a.detail - b.detail)
    .slice(0, Math.max(leastBlocks, Math.ceil(blocks.length * plainShare)))
    .map(({ noise }) => noise)
    .toSorted((a, b) => a - b);
  return plain[Math.floor(plain.length / 2)] ?? null;
}
