// What may stand before the simulated camera: the customer, a document held up, or something that must be refused.
import type { PersonId } from '../people.ts';

export const personScenes = [
  'person',
  /** Another person's face than the documents carry. */
  'other-person',
  'two-faces',
  'empty-chair',
  'blurred-person',
] as const;

export const documentScenes = [
  'aadhaar-front',
  'aadhaar-back',
  /** Twelve digits whose check digit is wrong. */
  'aadhaar-wrong-digit',
  'aadhaar-back-wrong-digit',
  /** The card of `otherPerson` in the customer's hand. */
  'aadhaar-of-other',
  'aadhaar-back-of-other',
  'aadhaar-blurred',
  'passport',
  'passport-expired',
  /** The desk with nothing on it. */
  'empty-desk',
] as const;

export const sceneNames = [...personScenes, ...documentScenes, 'black'] as const;
export type SceneName = (typeof sceneNames)[number];

/** What a camera opened for a purpose sees while nothing else is asked for. */
export type Purpose = 'face' | 'front' | 'back';
export type Plan = Readonly<Record<Purpose, SceneName>>;

/** The customer who does everything right, with an Aadhaar card; a passport has no back. */
export const aadhaarPlan: Plan = { face: 'person', front: 'aadhaar-front', back: 'aadhaar-back' };
export const passportPlan: Plan = { face: 'person', front: 'passport', back: 'empty-desk' };

/** Set from outside for a test of liveness; what is left out idles by itself. */
export interface Gesture {
  readonly yawDeg?: number;
  readonly pitchDeg?: number;
  readonly blink?: number;
  readonly smile?: number;
  readonly mouthOpen?: number;
  readonly rollDeg?: number;
  /** Against the distance at first. */
  readonly closer?: number;
  /** The screen's colour on the face, linear. */
  readonly glow?: readonly [number, number, number];
}

/** What the camera sees now. */
export interface Staging {
  readonly scene: SceneName;
  readonly person: PersonId;
  readonly otherPerson: PersonId;
  readonly gesture: Gesture;
  /** Milliseconds since this scene was shown: a card comes in and settles. */
  readonly shownMs: number;
}
