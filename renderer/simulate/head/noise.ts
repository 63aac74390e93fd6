// Repeatable noise for painted textures: the same seed gives the same picture on every machine. Not for secrets.

/** Smallest common tools of painting: 0 below `from`, 1 above `to`, without a corner between. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

export function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

/** A bell of height 1 at distance 0 and 0.37 at `width`. */
export function bell(distance: number, width: number): number {
  const t = distance / width;
  return t > 3.5 || t < -3.5 ? 0 : Math.exp(-t * t);
}

export function bell2(dx: number, dy: number, widthX: number, widthY: number): number {
  const x = dx / widthX;
  const y = dy / widthY;
  const d = x * x + y * y;
  return d > 12 ? 0 : Math.exp(-d);
}

/** A number in 0..1 for a lattice point. */
export function hash(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ Math.imul(seed, 1274126177);
  h = Math.imul(h ^ (h >>> 13), 1103515245);
  h ^= h >>> 16;
  return (h >>> 0) / 4294967296;
}

/** Smooth value noise in 0..1 with one feature per unit. */
export function noise(x: number, y: number, seed: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const tx = smoothstep(0, 1, x - x0);
  const ty = smoothstep(0, 1, y - y0);
  const top = mix(hash(x0, y0, seed), hash(x0 + 1, y0, seed), tx);
  const bottom = mix(hash(x0, y0 + 1, seed), hash(x0 + 1, y0 + 1, seed), tx);
  return mix(top, bottom, ty);
}

/** Three octaves of `noise`, centred on 0, about -0.5 to 0.5. */
export function grain(x: number, y: number, seed: number): number {
  return (
    (noise(x, y, seed) - 0.5) * 0.57 +
    (noise(x * 2.1, y * 2.1, seed + 1) - 0.5) * 0.29 +
    (noise(x * 4.3, y * 4.3, seed + 2) - 0.5) * 0.14
  );
}

/** A smooth curve through points sorted by their first value; flat beyond its ends. */
export function curveThrough(points: readonly (readonly [number, number])[]): (at: number) => number {
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  const slope = (i: number): number => {
    const before = Math.max(0, i - 1);
    const after = Math.min(xs.length - 1, i + 1);
    return ((ys[after] ?? 0) - (ys[before] ?? 0)) / ((xs[after] ?? 1) - (xs[before] ?? 0));
  };
  return (at) => {
    if (at <= (xs[0] ?? 0)) return ys[0] ?? 0;
    for (let i = 0; i + 1 < xs.length; i++) {
      const left = xs[i] ?? 0;
      const right = xs[i + 1] ?? 0;
      if (at > right) continue;
      const span = right - left;
      const t = (at - left) / span;
      const t2 = t * t;
      const t3 = t2 * t;
      return (
        (2 * t3 - 3 * t2 + 1) * (ys[i] ?? 0) +
        (t3 - 2 * t2 + t) * span * slope(i) +
        (3 * t2 - 2 * t3) * (ys[i + 1] ?? 0) +
        (t3 - t2) * span * slope(i + 1)
      );
    }
    return ys[ys.length - 1] ?? 0;
  };
}
