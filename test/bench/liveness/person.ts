// A drawn person of chance: one of the eight heads with other measures, another skin, with or without glasses, beard and head cover.
import type { Colour, Look } from '#renderer/simulate/head/look.ts';
import { people } from '#renderer/simulate/people.ts';
import type { Chance } from '#test/fault/chance.ts';
import { between } from './draw.ts';

/** Three bands of skin, linear red at the band's ends; each band gets a third of the people. */
const skins = {
  dark: [0.09, 0.2],
  medium: [0.22, 0.42],
  light: [0.48, 0.72],
} as const satisfies Record<string, readonly [number, number]>;
export type Skin = keyof typeof skins;
export const skinBands = Object.keys(skins) as Skin[];

export interface DrawnPerson {
  readonly look: Look;
  readonly groups: Readonly<Record<'skin' | 'glasses' | 'beard' | 'headCover', string>>;
}

function skinColour(chance: Chance, band: Skin): Colour {
  const [from, to] = skins[band];
  const red = between(chance, from, to);
  // Darker skin is redder for its brightness: green and blue fall faster.
  const green = red * between(chance, 0.5, 0.58) * (0.85 + 0.35 * red);
  return [red, green, green * between(chance, 0.62, 0.74)];
}

export function drawPerson(chance: Chance, band: Skin = chance.pick(skinBands)): DrawnPerson {
  const { look } = chance.pick(people);
  const skin = skinColour(chance, band);
  const glasses = chance.next() < 0.35;
  const beard = chance.next() < 0.3;
  const cover = chance.next() < 0.28 ? chance.pick(['turban', 'scarf'] as const) : null;
  const wore = look.hair.style === 'turban' || look.hair.style === 'scarf';
  const style = cover ?? (wore ? 'short' : look.hair.style);
  const hairColour: Colour = cover
    ? [between(chance, 0.05, 0.6), between(chance, 0.05, 0.5), between(chance, 0.05, 0.6)]
    : wore
      ? [0.02, 0.016, 0.013]
      : look.paint.hair;
  const nudge = (value: number, by: number) => value + between(chance, -by, by);
  return {
    look: {
      seed: look.seed + chance.below(10_000),
      shape: {
        ...look.shape,
        faceWidth: look.shape.faceWidth * between(chance, 0.95, 1.05),
        eyeApart: nudge(look.shape.eyeApart, 0.012),
        eyeUp: nudge(look.shape.eyeUp, 0.012),
        noseLong: nudge(look.shape.noseLong, 0.015),
        mouthUp: nudge(look.shape.mouthUp, 0.012),
        mouthWide: nudge(look.shape.mouthWide, 0.012),
      },
      paint: {
        ...look.paint,
        skin,
        lip: [skin[0] * 0.85, skin[1] * 0.55, skin[2] * 0.65],
        hair: hairColour,
        beard: beard ? between(chance, 0.6, 1) : 0,
        beardLow: beard ? between(chance, 0.3, 1) : 0,
        moustache: beard ? between(chance, 0.5, 1) : 0,
      },
      hair: { ...look.hair, style },
      cloth: [between(chance, 0.03, 0.7), between(chance, 0.03, 0.6), between(chance, 0.03, 0.7)],
      glasses: glasses
        ? { size: between(chance, 0, 0.03), thick: between(chance, 0.008, 0.016), colour: [0.02, 0.02, 0.02] }
        : null,
    },
    groups: {
      skin: band,
      glasses: glasses ? 'glasses' : 'none',
      beard: beard ? 'beard' : 'none',
      headCover: cover ?? 'none',
    },
  };
}
