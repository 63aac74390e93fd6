// Tells a line of Devanagari by its headline: the stroke that runs through nearly all of it under its upper edge. Says nothing of
// a line that only holds some.

/** Share of the line's length that one row of it is dark for: Devanagari 0.7 to 0.95, Latin letters and digits up to 0.65. */
const headlineFrom = 0.7;
/** Where that row lies, in shares of the line's box from its top: an underline or a rule lies elsewhere. */
const between = { from: 0.2, to: 0.52 };
/** Ink of an evened strip, 0 to 255. */
const inkFrom = 128;

/** `strip`: ink 255, paper near 0; the line's own box lies `above` rows below its top and as many above its foot. */
export function hasHeadline(
  { data, cols, rows }: { readonly data: Uint8Array; readonly cols: number; readonly rows: number },
  above: number,
): boolean {
  const [top, bottom] = [Math.round(above), Math.round(rows - above)];
  let [left, right] = [cols, -1];
  const counts = new Uint32Array(rows);
  for (let y = top; y < bottom; y++) {
    for (let x = 0; x < cols; x++) {
      if ((data[y * cols + x] ?? 0) < inkFrom) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      counts[y] = (counts[y] ?? 0) + 1;
    }
  }
  const length = right - left + 1;
  const height = bottom - top;
  for (let y = top; y < bottom; y++) {
    const at = (y - top) / height;
    if (at < between.from || at > between.to) continue;
    if ((counts[y] ?? 0) >= headlineFrom * length) return true;
  }
  return false;
}
