// What forgers and shortcuts do to a picture of a card, done to a photograph: a portrait laid in, a digit put in, a copier, a
// display photographed. Drawn from a seed; the photographs are of drawn cards.
import sharp from 'sharp';
import type { Box } from '#core/reading/field.ts';
import type { Chance } from '#test/fault/chance.ts';

export const forgeries = ['portrait-replaced', 'number-uneven', 'screen-pattern', 'no-colour'] as const;
export type Forgery = (typeof forgeries)[number];

export interface Places {
  readonly portrait: Box;
  readonly number: Box;
}

export async function forge(
  jpeg: Uint8Array,
  forgery: Forgery,
  places: Places,
  chance: Chance,
): Promise<Uint8Array> {
  const edited = await edit(jpeg, forgery, places, chance);
  // Whoever edits a picture saves it again.
  return new Uint8Array(await sharp(edited).jpeg({ quality: 88 }).toBuffer());
}

function edit(jpeg: Uint8Array, forgery: Forgery, places: Places, chance: Chance): Promise<Buffer> {
  if (forgery === 'portrait-replaced') return otherPortrait(jpeg, places.portrait, chance);
  if (forgery === 'number-uneven') return otherDigit(jpeg, places.number, chance);
  if (forgery === 'no-colour') return copied(jpeg, chance);
  return onDisplay(jpeg, chance);
}

const whole = ({ x, y, width, height }: Box) => ({
  left: Math.max(0, Math.round(x)),
  top: Math.max(0, Math.round(y)),
  width: Math.max(8, Math.round(width)),
  height: Math.max(8, Math.round(height)),
});

/** From another camera: smoothed by its own processing, or noisier by its smaller sensor. */
async function otherPortrait(jpeg: Uint8Array, box: Box, chance: Chance): Promise<Buffer> {
  const area = whole(box);
  const cut = sharp(jpeg).extract(area);
  const patch =
    chance.below(2) === 0
      ? await cut.median(5).blur(1.5).png().toBuffer()
      : await noisy(await cut.blur(1).raw().toBuffer(), area, 26, chance);
  return sharp(jpeg)
    .composite([{ input: patch, left: area.left, top: area.top }])
    .png()
    .toBuffer();
}

async function noisy(
  raw: Buffer,
  { width, height }: { width: number; height: number },
  sigma: number,
  chance: Chance,
): Promise<Buffer> {
  for (let i = 0; i < raw.length; i++) {
    const draw = (chance.next() + chance.next() + chance.next() + chance.next() - 2) * 1.732;
    raw[i] = Math.max(0, Math.min(255, Math.round((raw[i] ?? 0) + draw * sigma)));
  }
  return sharp(raw, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** The last digit a fifth to a third larger and a little lower, as of another typeface. */
async function otherDigit(jpeg: Uint8Array, box: Box, chance: Chance): Promise<Buffer> {
  const digit = box.width / 14;
  const area = whole({
    x: box.x + box.width - digit * 1.05,
    y: box.y - box.height * 0.05,
    width: digit * 1.1,
    height: box.height * 1.1,
  });
  const grow = 1.2 + 0.15 * chance.next();
  const [width, height] = [Math.round(area.width * grow), Math.round(area.height * grow)];
  const patch = await sharp(jpeg).extract(area).resize(width, height, { fit: 'fill' }).png().toBuffer();
  const { width: most } = await sharp(jpeg).metadata();
  const left = Math.min(area.left, most - width);
  return sharp(jpeg)
    .composite([{ input: patch, left, top: area.top }])
    .png()
    .toBuffer();
}

/** Without colour, under a lamp that gives all of it one. */
async function copied(jpeg: Uint8Array, chance: Chance): Promise<Buffer> {
  const warm = 0.86 + 0.14 * chance.next();
  const grey = await sharp(jpeg).greyscale().toColourspace('srgb').png().toBuffer();
  return sharp(grey)
    .toColourspace('srgb')
    .recomb([
      [1, 0, 0],
      [0, 0.98 * warm + 0.02, 0],
      [0, 0, warm],
    ])
    .png()
    .toBuffer();
}

/** Stripes of three colours, some three pixels apart and not quite along the camera's own. */
async function onDisplay(jpeg: Uint8Array, chance: Chance): Promise<Buffer> {
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const pitch = 2.7 + 1.8 * chance.next();
  const angle = (chance.next() - 0.5) * 0.3;
  const depth = 0.14 + 0.14 * chance.next();
  for (let y = 0; y < info.height; y++) {
    for (let x = 0; x < info.width; x++) {
      const across = (x * Math.cos(angle) + y * Math.sin(angle)) / pitch;
      const down = (y * Math.cos(angle) - x * Math.sin(angle)) / pitch;
      for (let c = 0; c < 3; c++) {
        const i = (y * info.width + x) * 3 + c;
        const wave = Math.cos(2 * Math.PI * (across + c / 3)) + 0.6 * Math.cos(2 * Math.PI * down);
        data[i] = Math.max(0, Math.min(255, (data[i] ?? 0) * (1 + (depth * wave) / 1.6)));
      }
    }
  }
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .png()
    .toBuffer();
}
