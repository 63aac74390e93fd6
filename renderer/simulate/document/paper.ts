// What every specimen document shares: the sheet, its guilloche, the watermark that says it is none, the printed portrait.
import type { Person } from '../people.ts';
import { drawPortrait } from './portrait.ts';

export type Pen = OffscreenCanvasRenderingContext2D;

/** Families the app ships; without them Hindi would be boxes. */
export const latin = '"Noto Sans", "Liberation Sans", Arial, sans-serif';
export const devanagari = '"Noto Sans Devanagari", "Noto Sans", sans-serif';

export interface Sheet {
  readonly canvas: OffscreenCanvas;
  readonly pen: Pen;
}

export function newSheet(widthPx: number, heightPx: number, ground: string, wave: string): Sheet {
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('this browser draws no 2D canvas');
  pen.fillStyle = ground;
  pen.fillRect(0, 0, widthPx, heightPx);
  pen.strokeStyle = wave;
  pen.lineWidth = 1;
  for (let y = -40; y < heightPx + 40; y += 26) {
    pen.beginPath();
    for (let x = 0; x <= widthPx; x += 12) pen.lineTo(x, y + 14 * Math.sin(x / 170 + y / 60));
    pen.stroke();
  }
  return { canvas, pen };
}

/** Across the text, pale enough to read through; never over the portrait, whose face must stay a face. */
export function drawSpecimenMark(pen: Pen, centreX: number, centreY: number, sizePx: number): void {
  pen.save();
  pen.translate(centreX, centreY);
  pen.rotate(-0.36);
  pen.fillStyle = 'rgba(205, 45, 55, 0.15)';
  pen.font = `700 ${sizePx}px ${latin}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText('SPECIMEN', 0, 0);
  pen.restore();
}

/** Drawn at twice its printed size and brought down, which takes the steps off its edges. */
export function printPortrait(
  pen: Pen,
  person: Person,
  x: number,
  y: number,
  widthPx: number,
  heightPx: number,
): void {
  const [w, h] = [widthPx * 2, heightPx * 2];
  const large = new OffscreenCanvas(w, h);
  large.getContext('2d')?.putImageData(new ImageData(drawPortrait(person, w, h), w, h), 0, 0);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(large, x, y, widthPx, heightPx);
}

export function write(pen: Pen, text: string, x: number, y: number, font: string, colour = '#141414'): void {
  pen.font = font;
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}

/** 15/08/1985 from 1985-08-15. */
export function printedDate(iso: string): string {
  return iso.split('-').toReversed().join('/');
}

/** Waits for the app's own fonts; a browser that has none of them draws with its own. */
export async function fontsReady(): Promise<void> {
  const wanted = [`400 30px "Noto Sans"`, `700 30px "Noto Sans"`];
  const hindi = [`400 30px "Noto Sans Devanagari"`, `700 30px "Noto Sans Devanagari"`];
  await Promise.allSettled([
    ...wanted.map((font) => document.fonts.load(font, 'Aa')),
    ...hindi.map((font) => document.fonts.load(font, 'भारत')),
  ]);
}
