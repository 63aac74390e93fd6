// Draws the picture that a sensor would show of a finger that belongs to nobody: ridges 9 px apart round a centre, a turn of the
// phase wherever a ridge ends (K. Larkin's model). For simulators and tests; `generate-finger.ts` draws minutiae alone.
import { createChance } from './generate-finger.ts';
import type { GreyImage } from './ridge-image.ts';

const widthPx = 300;
const heightPx = 360;
const ridgePx = 9;
const endings = 34;
/** Nearer than this, two endings are one flaw to whoever reads the picture. */
const leastApartPx = 30;
const rimPx = 24;
/** How far one laying down of the finger is turned and moved against another. */
const turnedBy = 0.16;
const movedPx = 14;

interface Ending {
  readonly x: number;
  readonly y: number;
  readonly sign: 1 | -1;
}

interface PrintModel {
  readonly centre: { readonly x: number; readonly y: number };
  readonly endings: readonly Ending[];
}

function modelOf(seed: number): PrintModel {
  const chance = createChance(seed * 40_503 + 7);
  const found: Ending[] = [];
  for (let tries = 0; found.length < endings && tries < 4_000; tries += 1) {
    const x = (chance() - 0.5) * (widthPx - 2 * rimPx);
    const y = (chance() - 0.5) * (heightPx - 2 * rimPx);
    if (found.every((other) => Math.hypot(other.x - x, other.y - y) >= leastApartPx))
      found.push({ x, y, sign: chance() < 0.5 ? 1 : -1 });
  }
  return { centre: { x: (chance() - 0.5) * 120, y: 190 + chance() * 120 }, endings: found };
}

/** Dark ridges on a light ground at 500 dpi. The same seed is the same finger; each impression lies a little differently. */
export function drawPrint(seed: number, impression: number): GreyImage {
  const { centre, endings: ends } = modelOf(seed);
  const chance = createChance(seed * 7_919 + impression * 104_729 + 1);
  const turn = (chance() - 0.5) * 2 * turnedBy;
  const [dx, dy] = [(chance() - 0.5) * 2 * movedPx, (chance() - 0.5) * 2 * movedPx];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const pixels = new Uint8Array(widthPx * heightPx);
  for (let row = 0; row < heightPx; row += 1) {
    for (let column = 0; column < widthPx; column += 1) {
      const [across, down] = [column - widthPx / 2 - dx, row - heightPx / 2 - dy];
      const x = across * cos + down * sin;
      const y = down * cos - across * sin;
      let phase = (Math.hypot(x - centre.x, y - centre.y) * 2 * Math.PI) / ridgePx;
      for (const end of ends) phase += end.sign * Math.atan2(y - end.y, x - end.x);
      pixels[row * widthPx + column] = Math.round(128 + 84 * Math.cos(phase) + 16 * (chance() - 0.5));
    }
  }
  return { widthPx, heightPx, pixels };
}
