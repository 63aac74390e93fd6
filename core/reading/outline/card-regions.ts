// Where on a card or a page the things lie that must be readable, so that glare and blur are told by place. Rough on purpose:
// a place in words, not a box to read from. A kind that is not listed has the portrait left and print right of it.
import { z } from 'zod';
import type { DocumentSide } from '../field.ts';

export const cardRegions = ['portrait', 'number', 'name', 'address', 'code', 'zone'] as const;
export const cardRegionSchema = z.enum(cardRegions);
export type CardRegion = z.infer<typeof cardRegionSchema>;

/** In shares of the card's width and height. */
export interface RegionArea {
  readonly region: CardRegion;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const area = (region: CardRegion, x: number, y: number, width: number, height: number): RegionArea => ({
  region,
  x,
  y,
  width,
  height,
});

const layouts: Readonly<Record<string, readonly RegionArea[]>> = {
  'aadhaar front': [
    area('number', 0.25, 0.72, 0.5, 0.13),
    area('name', 0.29, 0.24, 0.62, 0.36),
    area('portrait', 0.04, 0.24, 0.24, 0.44),
  ],
  'aadhaar back': [
    area('number', 0.25, 0.72, 0.5, 0.13),
    area('address', 0.04, 0.22, 0.6, 0.42),
    area('code', 0.66, 0.2, 0.3, 0.48),
  ],
  'passport front': [
    area('zone', 0.02, 0.76, 0.96, 0.2),
    area('name', 0.32, 0.12, 0.6, 0.5),
    area('portrait', 0.03, 0.12, 0.27, 0.46),
  ],
};

const otherFront = [area('name', 0.3, 0.2, 0.66, 0.7), area('portrait', 0.02, 0.18, 0.26, 0.5)];
const otherBack = [area('address', 0.05, 0.1, 0.9, 0.8)];

/** What matters most first: where several are bad, that one is named. */
export function regionsOf(kind: string, side: DocumentSide): readonly RegionArea[] {
  return layouts[`${kind} ${side}`] ?? (side === 'front' ? otherFront : otherBack);
}
