// Every kind of presentation of the bench, by name; the same seed draws the same sequence on every machine.
import { seededChance, type Chance } from '#test/fault/chance.ts';
import { presentPerson } from './genuine.ts';
import { presentFrozen, presentLate, presentLooped, presentPaste, presentPremade } from './injected.ts';
import { presentMask } from './mask.ts';
import { skinBands } from './person.ts';
import type { Presentation } from './presentation.ts';
import { presentPrint } from './print.ts';
import { presentReplay } from './replay.ts';

export const attacks = {
  'print-flat': (chance) => presentPrint(chance, 'flat'),
  'print-bent': (chance) => presentPrint(chance, 'bent'),
  'print-cut-eyes': (chance) => presentPrint(chance, 'cut-eyes'),
  'replay-tablet': (chance) => presentReplay(chance, 'tablet'),
  'replay-phone': (chance) => presentReplay(chance, 'phone'),
  'video-looped': presentLooped,
  'video-frozen': presentFrozen,
  'face-swap': presentPaste,
  mask: presentMask,
  'injection-premade': presentPremade,
  'injection-late': presentLate,
} as const satisfies Readonly<Record<string, (chance: Chance) => Presentation>>;
export type AttackKind = keyof typeof attacks;
export const attackKinds = Object.keys(attacks) as AttackKind[];

/** Far apart, so that no two sequences of the bench begin alike. */
const stride = 7919;

export function attackAt(kind: AttackKind, index: number): Presentation {
  return attacks[kind](seededChance(1_000_003 * (attackKinds.indexOf(kind) + 1) + index * stride));
}

/** Bands of skin in turn, so that each has as many. */
export function genuineAt(index: number): Presentation {
  return presentPerson(seededChance(500_009 + index * stride), {}, skinBands[index % skinBands.length]);
}
