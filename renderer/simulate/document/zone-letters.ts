// Letters for a machine readable zone, drawn as strokes: one width, plain forms, in the manner of OCR-B, so that no font file is needed.

/** Paths in a box 10 wide and 14 high, y down; strokes are about 1.5 thick. */
const strokes: Readonly<Record<string, string>> = {
  '0': 'M5 1 C2.4 1 1.8 4 1.8 7 C1.8 10 2.4 13 5 13 C7.6 13 8.2 10 8.2 7 C8.2 4 7.6 1 5 1 Z',
  '1': 'M2.2 4 L5.4 1 L5.4 13 M2.4 13 L8.4 13',
  '2': 'M1.4 3.6 C1.8 1.8 3.2 1 5 1 C7.2 1 8.4 2.4 8.4 4.2 C8.4 6 7.2 7 5.6 8.4 L1.4 13 L8.8 13',
  '3': 'M1.6 1 L8.4 1 L4.6 5.8 C7 5.6 8.6 7 8.6 9.2 C8.6 11.6 7 13 4.8 13 C3.2 13 1.8 12.4 1.2 11.2',
  '4': 'M6 1 L1.2 9.6 L9 9.6 M6.8 6.6 L6.8 13',
  '5': 'M8.2 1 L2.4 1 L2 6.4 C3 5.8 4 5.6 5 5.6 C7.2 5.6 8.6 7 8.6 9.2 C8.6 11.6 7 13 4.8 13 C3.2 13 2 12.4 1.2 11.4',
  '6': 'M6.6 1 C3.6 3.4 1.4 6.2 1.4 9.2 C1.4 11.6 2.8 13 5 13 C7.2 13 8.6 11.4 8.6 9.2 C8.6 7 7.2 5.6 5.2 5.6 C3.4 5.6 2 6.6 1.5 8.4',
  '7': 'M1.4 1 L8.8 1 C6.4 4.6 4.6 8.4 4.2 13',
  '8': 'M5 6.5 C3 6.1 1.9 5 1.9 3.7 C1.9 2 3.2 1 5 1 C6.8 1 8.1 2 8.1 3.7 C8.1 5 7 6.1 5 6.5 C2.6 7 1.3 8.2 1.3 9.9 C1.3 11.8 2.8 13 5 13 C7.2 13 8.7 11.8 8.7 9.9 C8.7 8.2 7.4 7 5 6.5 Z',
  '9': 'M3.4 13 C6.4 10.6 8.6 7.8 8.6 4.8 C8.6 2.4 7.2 1 5 1 C2.8 1 1.4 2.6 1.4 4.8 C1.4 7 2.8 8.4 4.8 8.4 C6.6 8.4 8 7.4 8.5 5.6',
  A: 'M1 13 L5 1 L9 13 M2.5 9.2 L7.5 9.2',
  B: 'M1.8 1 L1.8 13 M1.8 1 L5 1 C7 1 8 2.2 8 3.8 C8 5.4 7 6.6 5 6.6 L1.8 6.6 M5 6.6 C7.4 6.6 8.7 7.8 8.7 9.8 C8.7 11.8 7.4 13 5 13 L1.8 13',
  C: 'M8.6 3 C7.8 1.6 6.6 1 5.4 1 C2.8 1 1.3 3.6 1.3 7 C1.3 10.4 2.8 13 5.4 13 C6.6 13 7.8 12.4 8.6 11',
  D: 'M1.7 1 L1.7 13 M1.7 1 L4 1 C7 1 8.7 3.2 8.7 7 C8.7 10.8 7 13 4 13 L1.7 13',
  E: 'M8.5 1 L1.9 1 L1.9 13 L8.5 13 M1.9 6.8 L7.4 6.8',
  F: 'M8.6 1 L2 1 L2 13 M2 6.8 L7.6 6.8',
  G: 'M8.5 3 C7.7 1.6 6.5 1 5.2 1 C2.7 1 1.2 3.6 1.2 7 C1.2 10.4 2.7 13 5.2 13 C6.6 13 7.8 12.6 8.7 11.8 L8.7 7.4 L5.6 7.4',
  H: 'M1.5 1 L1.5 13 M8.5 1 L8.5 13 M1.5 6.8 L8.5 6.8',
  I: 'M5 1 L5 13 M2 1 L8 1 M2 13 L8 13',
  J: 'M4 1 L7.8 1 L7.8 9.6 C7.8 11.8 6.6 13 4.6 13 C3.2 13 2 12.4 1.4 11.2',
  K: 'M1.7 1 L1.7 13 M8.5 1 L1.7 8 M4 5.8 L8.8 13',
  L: 'M2.2 1 L2.2 13 L8.6 13',
  M: 'M1.1 13 L1.1 1 L5 7.4 L8.9 1 L8.9 13',
  N: 'M1.5 13 L1.5 1 L8.5 13 L8.5 1',
  O: 'M5 1 C2.2 1 1 3.4 1 7 C1 10.6 2.2 13 5 13 C7.8 13 9 10.6 9 7 C9 3.4 7.8 1 5 1 Z',
  P: 'M1.9 13 L1.9 1 L5.2 1 C7.6 1 8.7 2.6 8.7 4.4 C8.7 6.4 7.6 7.8 5.2 7.8 L1.9 7.8',
  Q: 'M5 1 C2.2 1 1 3.2 1 6.6 C1 10 2.2 12.2 5 12.2 C7.8 12.2 9 10 9 6.6 C9 3.2 7.8 1 5 1 Z M5.4 9.4 L8.8 13.4',
  R: 'M1.8 13 L1.8 1 L5 1 C7.4 1 8.4 2.4 8.4 4.2 C8.4 6 7.4 7.4 5 7.4 L1.8 7.4 M5 7.4 L8.8 13',
  S: 'M8.3 2.8 C7.5 1.6 6.4 1 5 1 C3 1 1.7 2.2 1.7 3.9 C1.7 5.8 3.2 6.4 5 6.9 C6.9 7.4 8.6 8 8.6 10 C8.6 11.8 7.2 13 5 13 C3.4 13 2 12.3 1.3 11',
  T: 'M1 1 L9 1 M5 1 L5 13',
  U: 'M1.5 1 L1.5 8.8 C1.5 11.4 2.8 13 5 13 C7.2 13 8.5 11.4 8.5 8.8 L8.5 1',
  V: 'M1 1 L5 13 L9 1',
  W: 'M0.9 1 L2.6 13 L5 5.4 L7.4 13 L9.1 1',
  X: 'M1.2 1 L8.8 13 M8.8 1 L1.2 13',
  Y: 'M1 1 L5 7 L9 1 M5 7 L5 13',
  Z: 'M1.4 1 L8.6 1 L1.4 13 L8.8 13',
  '<': 'M8.4 3 L1.8 7 L8.4 11',
};

export const zoneCharacters: readonly string[] = Object.keys(strokes);

type Pen = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** One line; `pitchPx` from letter to letter, `heightPx` of a capital. Characters the zone does not know throw. */
export function drawZoneLine(
  pen: Pen,
  text: string,
  leftPx: number,
  topPx: number,
  pitchPx: number,
  heightPx: number,
): void {
  const scale = heightPx / 12;
  for (const [index, letter] of text.split('').entries()) {
    const path = strokes[letter];
    if (path === undefined) throw new Error('not a letter of a machine readable zone');
    pen.save();
    pen.translate(leftPx + index * pitchPx + (pitchPx - 10 * scale) / 2, topPx - scale);
    pen.scale(scale, scale);
    pen.lineWidth = 1.55;
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    pen.stroke(new Path2D(path));
    pen.restore();
  }
}
