// Evens out light: the print is compared with the paper around it, so shadows, glare's edges and coloured stamps fade.
import type { Grey, Picture } from './picture.ts';

const cellPx = 8;
/** In cells: wider than the boldest stroke, narrower than a shadow. */
const dilation = 3;
const blur = 3;

/** max(R, G, B), so that red or blue print over paper turns pale while black stays black. */
export function brightest({ rgb, width, height }: Picture): Grey {
  const data = new Uint8Array(width * height);
  for (let i = 0, j = 0; i < data.length; i++, j += 3) {
    data[i] = Math.max(rgb[j] ?? 0, rgb[j + 1] ?? 0, rgb[j + 2] ?? 0);
  }
  return { data, width, height };
}

/** Every pixel divided by the light of its surroundings: the picture's cells, dilated past the print, then blurred. */
export function flattened(grey: Grey): Grey {
  const { data, width, height } = grey;
  const columns = Math.ceil(width / cellPx);
  const rows = Math.ceil(height / cellPx);
  const cells = new Float32Array(columns * rows);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = Math.floor(y / cellPx) * columns + Math.floor(x / cellPx);
      cells[cell] = Math.max(cells[cell] ?? 0, data[y * width + x] ?? 0);
    }
  }
  const most = (values: readonly number[]): number => Math.max(...values);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  let light = swept(cells, columns, rows, dilation, most);
  light = swept(light, columns, rows, blur, mean);
  light = swept(light, columns, rows, blur, mean);

  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    const cy = Math.min(rows - 1.001, Math.max(0, (y + 0.5) / cellPx - 0.5));
    const y0 = Math.floor(cy);
    const fy = rows > 1 ? cy - y0 : 0;
    for (let x = 0; x < width; x++) {
      const cx = Math.min(columns - 1.001, Math.max(0, (x + 0.5) / cellPx - 0.5));
      const x0 = Math.floor(cx);
      const fx = columns > 1 ? cx - x0 : 0;
      const i = y0 * columns + x0;
      const j = i + columns;
      const top = (light[i] ?? 255) * (1 - fx) + (light[i + 1] ?? 255) * fx;
      const bottom = (light[j] ?? light[i] ?? 255) * (1 - fx) + (light[j + 1] ?? light[i + 1] ?? 255) * fx;
      const paper = Math.max(16, top * (1 - fy) + bottom * fy);
      out[y * width + x] = Math.min(255, ((data[y * width + x] ?? 0) * 255) / paper);
    }
  }
  return { data: out, width, height };
}

/** A window of the given radius swept along rows, then along columns. */
function swept(
  cells: Float32Array,
  columns: number,
  rows: number,
  radius: number,
  combine: (values: readonly number[]) => number,
): Float32Array {
  const along = (
    from: Float32Array,
    length: number,
    lines: number,
    step: number,
    stride: number,
  ): Float32Array => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < lines; line++) {
      for (let i = 0; i < length; i++) {
        const window: number[] = [];
        for (let k = Math.max(0, i - radius); k <= Math.min(length - 1, i + radius); k++) {
          window.push(from[line * stride + k * step] ?? 0);
        }
        to[line * stride + i * step] = combine(window);
      }
    }
    return to;
  };
  return along(along(cells, columns, rows, 1, columns), rows, columns, columns, 1);
}
