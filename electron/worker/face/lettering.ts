// A line of text as pixels, in the kiosk's own type faces: no system's fonts decide what a watermark says. The text library reads bare fonts only, so ours are unpacked into a folder that goes with the process.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { fontFiles } from '#electron/adapter/receipt/fonts.ts';

export interface Lettered {
  readonly png: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface Ink {
  readonly colour: string;
  /** Per cent. */
  readonly opacity: number;
}

/** Both scripts: the library takes from one what the other lacks. */
const family = 'Noto Sans, Noto Sans Devanagari Bold';

let unpacked: readonly string[] | null = null;

function ourFonts(): readonly string[] {
  if (unpacked) return unpacked;
  const folder = mkdtempSync(join(tmpdir(), 'pravesh-type-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  unpacked = Object.entries(fontFiles).map(([name, { bold }]) => {
    const path = join(folder, `${name}.ttf`);
    writeFileSync(path, bareFont(readFileSync(bold)));
    return path;
  });
  return unpacked;
}

/** `text` at `sizePx`; Latin and Devanagari. */
export async function letter(text: string, sizePx: number, { colour, opacity }: Ink): Promise<Lettered> {
  const marked = `<span foreground="${colour}" alpha="${opacity}%">${escaped(text)}</span>`;
  let drawn: Lettered | null = null;
  // A font is known from the first time that it is named: with the last of them all are.
  for (const fontfile of ourFonts()) {
    const { data, info } = await sharp({
      text: { text: marked, fontfile, font: `${family} ${sizePx}`, rgba: true, dpi: 72 },
    })
      .png()
      .toBuffer({ resolveWithObject: true });
    drawn = { png: data, widthPx: info.width, heightPx: info.height };
  }
  if (!drawn) throw new Error('there is no type face');
  return drawn;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** WOFF 1.0 (W3C, 2012): a font's tables, each packed by zlib or left as it is, behind a header of 44 bytes. */
function bareFont(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const head = Buffer.alloc(12 + 16 * count);
  const exponent = Math.floor(Math.log2(count));
  const range = 16 * 2 ** exponent;
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  head.writeUInt16BE(range, 6);
  head.writeUInt16BE(exponent, 8);
  head.writeUInt16BE(16 * count - range, 10);
  const parts: Buffer[] = [head];
  let at = head.length;
  for (let index = 0; index < count; index++) {
    const entry = 44 + 20 * index;
    const [offset, packed, length] = [4, 8, 12].map((by) => woff.readUInt32BE(entry + by)) as [
      number,
      number,
      number,
    ];
    const table = woff.subarray(offset, offset + packed);
    const to = 12 + 16 * index;
    // Tag and checksum are taken over; place and length are of the bare font.
    woff.copy(head, to, entry, entry + 4);
    woff.copy(head, to + 4, entry + 16, entry + 20);
    head.writeUInt32BE(at, to + 8);
    head.writeUInt32BE(length, to + 12);
    const filler = Buffer.alloc(-length & 3);
    parts.push(packed < length ? inflateSync(table) : table, filler);
    at += length + filler.length;
  }
  return Buffer.concat(parts);
}
