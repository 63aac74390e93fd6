// Specimen documents drawn by the tests themselves: an invented person, UIDAI's public test number, ICAO's layout.
import sharp from 'sharp';

const page = (width: number, height: number, body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" fill="#111">
  <rect width="100%" height="100%" fill="#fdfdf8"/>${body}</svg>`;

const text = (x: number, y: number, size: number, value: string, more = ''): string =>
  `<text x="${x}" y="${y}" font-size="${size}" ${more}>${value.replaceAll('<', '&lt;')}</text>`;

export function aadhaarFront(number: string): Promise<Buffer> {
  const body = [
    '<rect x="60" y="150" width="200" height="250" fill="#c8d4e0"/><circle cx="160" cy="250" r="55" fill="#775544"/>',
    text(330, 80, 40, 'Government of India', 'font-weight="bold"'),
    text(310, 200, 34, 'Priya Venkatesan'),
    text(310, 250, 34, 'DOB: 03/11/1992'),
    text(310, 300, 34, 'FEMALE'),
    text(330, 500, 58, number, 'font-weight="bold" letter-spacing="2"'),
  ];
  return sharp(Buffer.from(page(1011, 638, body.join(''))))
    .png()
    .toBuffer();
}

export function aadhaarBack(number: string): Promise<Buffer> {
  const body = [
    text(230, 80, 34, 'Unique Identification Authority of India'),
    text(60, 200, 30, 'Address:', 'font-weight="bold"'),
    text(60, 250, 30, 'D/O K Venkatesan, 12/3 Anna Salai,'),
    text(60, 295, 30, 'Chennai, Tamil Nadu - 600017'),
    text(330, 500, 58, number, 'font-weight="bold" letter-spacing="2"'),
  ];
  return sharp(Buffer.from(page(1011, 638, body.join(''))))
    .png()
    .toBuffer();
}

/** The card lying aslant on a dark desk, as a camera sees it. */
export async function onDesk(card: Buffer, degrees: number): Promise<Buffer> {
  const turned = await sharp(card)
    .resize({ width: 900 })
    .ensureAlpha()
    .rotate(degrees, { background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .png()
    .toBuffer();
  return sharp({ create: { width: 1280, height: 720, channels: 3, background: '#4a3a2c' } })
    .composite([{ input: turned }])
    .jpeg({ quality: 88 })
    .toBuffer();
}
