// What the simulated cameras see for what was chosen in the band. Pure; the scenes themselves are drawn elsewhere.
import type { DocumentKind } from '#core/reading/field.ts';
import type { Plan, SceneName } from '#renderer/simulate/index.ts';

export const documentTroubles = ['good', 'wrong-digit', 'of-other', 'blurred', 'expired', 'none'] as const;
export type DocumentTrouble = (typeof documentTroubles)[number];
export const faceTroubles = ['good', 'other-person', 'two-faces', 'none', 'blurred'] as const;
export type FaceTrouble = (typeof faceTroubles)[number];
export const cameraTroubles = ['good', 'black', 'unplugged', 'forbidden'] as const;
export type CameraTrouble = (typeof cameraTroubles)[number];
export const pluggedSets = ['none', 'finger', 'iris', 'passport', 'registered', 'all'] as const;
export type PluggedSet = (typeof pluggedSets)[number];

const faces: Readonly<Record<FaceTrouble, SceneName>> = {
  good: 'person',
  'other-person': 'other-person',
  'two-faces': 'two-faces',
  none: 'empty-chair',
  blurred: 'blurred-person',
};

const cards: Readonly<Record<DocumentTrouble, SceneName>> = {
  good: 'aadhaar-front',
  'wrong-digit': 'aadhaar-wrong-digit',
  'of-other': 'aadhaar-of-other',
  blurred: 'aadhaar-blurred',
  // An Aadhaar card has no date of expiry: the customer brings a passport that has.
  expired: 'passport-expired',
  none: 'empty-desk',
};

const passports: Readonly<Record<DocumentTrouble, SceneName>> = {
  good: 'passport',
  'wrong-digit': 'aadhaar-wrong-digit',
  'of-other': 'aadhaar-of-other',
  blurred: 'aadhaar-blurred',
  expired: 'passport-expired',
  none: 'empty-desk',
};

/** A wrong card is wrong on both sides: a reader that trusts either would pass it else. */
const backs: Readonly<Record<DocumentTrouble, SceneName>> = {
  good: 'aadhaar-back',
  'wrong-digit': 'aadhaar-back-wrong-digit',
  'of-other': 'aadhaar-back-of-other',
  blurred: 'aadhaar-back',
  expired: 'aadhaar-back',
  none: 'empty-desk',
};

export function roomPlan(kind: DocumentKind, document: DocumentTrouble, face: FaceTrouble): Plan {
  const front = (kind === 'aadhaar' ? cards : passports)[document];
  // A passport has no back.
  return { face: faces[face], front, back: kind === 'aadhaar' ? backs[document] : 'empty-desk' };
}
