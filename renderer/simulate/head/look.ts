// What makes one drawn person differ from another. Lengths are in head units: 1 is half a head's height, about 115 mm.

/** Linear red, green, blue, 0 to 1. */
export type Colour = readonly [number, number, number];

export type HairStyle = 'bald' | 'crop' | 'short' | 'full' | 'curly' | 'long' | 'bun' | 'turban' | 'scarf';

export interface Shape {
  readonly faceWidth: number;
  readonly jawWidth: number;
  readonly chinWidth: number;
  readonly chinForward: number;
  readonly lowerFace: number;
  readonly cheekbone: number;
  readonly cheekFull: number;
  readonly browRidge: number;
  readonly eyeApart: number;
  readonly eyeUp: number;
  readonly eyeWide: number;
  readonly eyeOpen: number;
  readonly eyeTilt: number;
  readonly eyeDeep: number;
  readonly noseLong: number;
  readonly noseWide: number;
  readonly noseOut: number;
  readonly noseBridge: number;
  readonly noseHook: number;
  readonly mouthUp: number;
  readonly mouthWide: number;
  readonly upperLip: number;
  readonly lowerLip: number;
  readonly mouthCurve: number;
  readonly earSize: number;
}

export interface Paint {
  readonly skin: Colour;
  readonly lip: Colour;
  readonly iris: Colour;
  readonly hair: Colour;
  /** Brow hair is its own colour: it greys later. */
  readonly brow: Colour;
  readonly browThick: number;
  readonly browArch: number;
  readonly browSlant: number;
  readonly browUp: number;
  readonly browApart: number;
  readonly browDense: number;
  readonly blush: number;
  readonly underEye: number;
  readonly crease: number;
  readonly age: number;
  readonly freckles: number;
  readonly mottle: number;
  readonly lash: number;
  readonly kohl: number;
  /** Hair of the face: under a turban the hair's own colour is the cloth's. */
  readonly beardHair: Colour;
  readonly beard: number;
  readonly beardLow: number;
  readonly moustache: number;
  readonly stubble: number;
  readonly bindi: number;
  /** Moles: place on the face and size. */
  readonly moles: readonly (readonly [number, number, number])[];
}

export interface Hair {
  readonly style: HairStyle;
  readonly line: number;
  readonly recede: number;
  readonly part: number;
}

/** What hides a part of the face. */
export type Worn = { readonly what: 'sunglasses' } | { readonly what: 'mask'; readonly colour: Colour };

export interface Look {
  readonly seed: number;
  readonly shape: Shape;
  readonly paint: Paint;
  readonly hair: Hair;
  readonly cloth: Colour;
  readonly glasses: null | { readonly size: number; readonly thick: number; readonly colour: Colour };
  readonly worn?: Worn;
}

/** Where the parts of a face stand once its shape is known; painting and modelling must agree on them. */
export interface Landmarks {
  readonly eyeX: number;
  readonly eyeY: number;
  readonly eyeHalf: number;
  readonly eyeUpper: number;
  readonly eyeLower: number;
  readonly browY: number;
  readonly noseTip: number;
  readonly noseBase: number;
  readonly noseHalf: number;
  readonly mouthY: number;
  readonly mouthHalf: number;
  readonly upperLip: number;
  readonly lowerLip: number;
}

export function landmarksOf(look: Look): Landmarks {
  const shape = look.shape;
  const eyeY = 0.0 + shape.eyeUp;
  const noseBase = -0.4 - shape.noseLong;
  return {
    eyeX: 0.285 + shape.eyeApart,
    eyeY,
    eyeHalf: 0.135 + shape.eyeWide,
    eyeUpper: 0.052 + shape.eyeOpen,
    eyeLower: 0.036 + shape.eyeOpen * 0.5,
    browY: eyeY + 0.2 + look.paint.browUp,
    noseTip: noseBase + 0.07 - shape.noseHook,
    noseBase,
    noseHalf: 0.145 + shape.noseWide,
    mouthY: -0.62 + shape.mouthUp,
    mouthHalf: 0.22 + shape.mouthWide,
    upperLip: 0.062 + shape.upperLip,
    lowerLip: 0.078 + shape.lowerLip,
  };
}

/** Height of the line between the lips above the mouth's own middle. */
export function mouthLine(x: number, look: Look, marks: Landmarks): number {
  const t = Math.min(1.3, Math.abs(x) / marks.mouthHalf);
  return look.shape.mouthCurve * t * t - 0.006 * Math.exp(-t * t * 30);
}
