// The curves of PACE by the numbers of ICAO 9303-11, 9.5.1. The arithmetic is a library's, since neither Node nor Electron
// lets a generator of one's own be used, and Electron's has no Brainpool curves. Curves below 256 bits are not spoken.
import { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1 } from '@noble/curves/misc.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';

export type PaceCurve = typeof p256;
export type CurvePoint = InstanceType<PaceCurve['Point']>;

export const paceCurves: ReadonlyMap<number, PaceCurve> = new Map([
  [12, p256],
  [13, brainpoolP256r1],
  [15, p384],
  [16, brainpoolP384r1],
  [17, brainpoolP512r1],
  [18, p521],
]);
