// Pictures for journeys without a screen: specimen cards with a drawn portrait, and drawn selfies. Nobody's face.
import { toBuffer } from 'qrcode';
import sharp from 'sharp';
import { jpeg2000 } from '#native/jpeg2000/jpeg2000.fixture.ts';
import { drawPortrait, headOf } from '#renderer/simulate/document/portrait.ts';
import { paintWall, type HeadPose } from '#renderer/simulate/head/render-head.ts';
import { personOf, type PersonId } from '#renderer/simulate/people.ts';

const cardPx = { width: 1011, height: 638 };
const portraitPx = { width: 220, height: 270 };
const selfiePx = { width: 1280, height: 720 };

async function png(rgba: Uint8ClampedArray, width: number, height: number): Promise<Buffer> {
  return sharp(rgba, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .png()
    .toBuffer();
}

const line = (x: number, y: number, size: number, value: string, weight = 'normal'): string =>
  `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}">${value}</text>`;

async function card(lines: readonly string[], portrait?: Buffer): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${cardPx.width}" height="${cardPx.height}" font-family="sans-serif" fill="#111"><rect width="100%" height="100%" fill="#fdfdf8"/>${lines.join('')}</svg>`;
  const layers = portrait ? [{ input: portrait, left: 50, top: 160 }] : [];
  return sharp(Buffer.from(svg)).composite(layers).jpeg({ quality: 92 }).toBuffer();
}

const spaced = (digits: string) => digits.replace(/(\d{4})(?=\d)/g, '$1 ');
const dayFirst = (iso: string) => iso.split('-').toReversed().join('/');

export interface CardChanges {
  readonly number?: string;
}

export async function aadhaarFront(id: PersonId, changes: CardChanges = {}): Promise<Buffer> {
  const person = personOf(id);
  const portrait = await png(
    drawPortrait(person, portraitPx.width, portraitPx.height),
    portraitPx.width,
    portraitPx.height,
  );
  return card(
    [
      line(330, 80, 40, 'Government of India', 'bold'),
      line(310, 200, 34, person.name),
      line(310, 250, 34, `DOB: ${dayFirst(person.dateOfBirth)}`),
      line(310, 300, 34, person.sex === 'F' ? 'FEMALE' : 'MALE'),
      line(290, 520, 58, spaced(changes.number ?? person.aadhaarNumber), 'bold'),
    ],
    portrait,
  );
}

/** The back with a code where the cards print it: right, seven centimetres of a dense one need a third of the picture. */
export async function aadhaarBackWithCode(id: PersonId, code: string): Promise<Buffer> {
  const back = sharp(await aadhaarBack(id));
  const qr = await toBuffer(code, { type: 'png', scale: 3, margin: 4, errorCorrectionLevel: 'L' });
  return back
    .extend({ right: 480, background: '#fdfdf8' })
    .composite([{ input: qr, left: cardPx.width + 20, top: 90 }])
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** The person's portrait as a Secure QR carries it: JPEG 2000, small. */
export async function signedPhotoOf(id: PersonId): Promise<Uint8Array> {
  const [width, height] = [80, 100];
  const rgb = await sharp(drawPortrait(personOf(id), width, height), { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .raw()
    .toBuffer();
  return jpeg2000(rgb, width, height, 30);
}

export async function aadhaarBack(id: PersonId, changes: CardChanges = {}): Promise<Buffer> {
  const person = personOf(id);
  return card([
    line(230, 80, 34, 'Unique Identification Authority of India'),
    line(60, 200, 30, 'Address:', 'bold'),
    ...person.address.map((text, index) => line(60, 250 + 45 * index, 30, text)),
    line(290, 520, 58, spaced(changes.number ?? person.aadhaarNumber), 'bold'),
  ]);
}

/** The person as the kiosk's camera sees them, in a light other than the portrait's. */
export async function selfieOf(...ids: readonly PersonId[]): Promise<Buffer> {
  const { width, height } = selfiePx;
  const rgba = new Uint8ClampedArray(width * height * 4);
  paintWall(width, height, rgba);
  for (const [index, id] of ids.entries()) {
    const pose: Partial<HeadPose> = {
      scale: 0.6,
      yawDeg: 6,
      smile: 0.3,
      offset: [ids.length === 1 ? 0 : index === 0 ? -0.5 : 0.5, 0],
      light: { azimuthDeg: -28, elevationDeg: 22, strength: 0.95 },
    };
    headOf(personOf(id)).draw(pose, width, height, rgba);
  }
  return sharp(rgba, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** A passport's photo page: two lines of machine readable zone in a monospaced face, the holder's portrait above. */
export async function passportPage(id: PersonId, zone: readonly [string, string]): Promise<Buffer> {
  const portrait = await png(
    drawPortrait(personOf(id), portraitPx.width, portraitPx.height),
    portraitPx.width,
    portraitPx.height,
  );
  const mono = (y: number, text: string) =>
    `<text x="30" y="${y}" font-size="36" font-family="monospace" textLength="950" lengthAdjust="spacing">${text.replaceAll('<', '&lt;')}</text>`;
  return card(
    [
      line(330, 70, 34, 'REPUBLIC OF INDIA', 'bold'),
      line(310, 200, 30, personOf(id).surname),
      line(310, 250, 30, personOf(id).givenNames),
      mono(540, zone[0]),
      mono(600, zone[1]),
    ],
    portrait,
  );
}

/** A card with nothing on it that could be a number. */
export const wordsOnly = (): Promise<Buffer> =>
  card([
    line(330, 80, 40, 'Government of India', 'bold'),
    line(310, 200, 34, 'Meera Joshi'),
    line(310, 250, 34, 'DOB: 22/07/1994'),
  ]);

export const emptyRoom = async (): Promise<Buffer> => {
  const { width, height } = selfiePx;
  const rgba = new Uint8ClampedArray(width * height * 4);
  paintWall(width, height, rgba);
  return sharp(rgba, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg()
    .toBuffer();
};

export const blurred = (picture: Buffer): Promise<Buffer> => sharp(picture).blur(14).jpeg().toBuffer();
