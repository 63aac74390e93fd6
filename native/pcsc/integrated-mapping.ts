// The integrated mapping of PACE (ICAO 9303-11, 4.4.3.3.2 and Appendix B): two nonces become a number of the curve's field, the
// number a point of the curve. Ephemeral values only: not in constant time.
import type { AesBits } from './aes.ts';
import { encryptAes } from './aes.ts';
import type { CurvePoint, PaceCurve } from './pace-curves.ts';

const zeroBlock = Buffer.alloc(16);
const hex = (text: string) => Buffer.from(text, 'hex');

/** 4.4.3.3.2: for keys of 128 bits, and for longer ones. */
const constants = {
  short: [hex('a668892a7c41e3ca739f40b057d85904'), hex('a4e136ac725f738b01c1f60217c188ad')],
  long: [
    hex('d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676'),
    hex('54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517'),
  ],
} as const;
/** So many bits more than the field has, so that the remainder is even. */
const spareBits = 64;

/** R(s, t), before it is reduced. `nonce` is the chip's, `added` the reader's: as long as a key. */
export function pseudoRandom(bits: AesBits, nonce: Buffer, added: Buffer, fieldBits: number): Buffer {
  const [next, out] = bits === 128 ? constants.short : constants.long;
  const rounds = Math.ceil((fieldBits + spareBits) / (out.length * 8));
  const pieces: Buffer[] = [];
  let key = encryptAes(added, zeroBlock, nonce).subarray(0, bits / 8);
  for (let round = 0; round < rounds; round += 1) {
    pieces.push(encryptAes(key, zeroBlock, out));
    key = encryptAes(key, zeroBlock, next).subarray(0, bits / 8);
  }
  return Buffer.concat(pieces);
}

/** The point that stands for a number of the field; all curves spoken here have p ≡ 3 mod 4. */
export function pointFor(curve: PaceCurve, random: Buffer): CurvePoint | null {
  const { Point } = curve;
  const { Fp } = Point;
  const { a, b } = Point.CURVE();
  const t = Fp.create(BigInt(`0x${random.toString('hex')}`));
  const alpha = Fp.neg(Fp.sqr(t));
  const sum = Fp.add(alpha, Fp.sqr(alpha));
  if (Fp.is0(sum)) return null;
  const x2 = Fp.mul(Fp.neg(Fp.div(b, a)), Fp.add(Fp.ONE, Fp.inv(sum)));
  const x3 = Fp.mul(alpha, x2);
  const onCurve = (x: bigint) => Fp.add(Fp.add(Fp.mul(Fp.sqr(x), x), Fp.mul(a, x)), b);
  const h2 = onCurve(x2);
  const power = Fp.ORDER - 1n - (Fp.ORDER + 1n) / 4n;
  const root = Fp.pow(h2, power);
  const isFirst = Fp.eql(Fp.mul(Fp.sqr(root), h2), Fp.ONE);
  const point = isFirst
    ? { x: x2, y: Fp.mul(root, h2) }
    : { x: x3, y: Fp.mul(root, Fp.mul(Fp.mul(Fp.sqr(t), t), h2)) };
  const mapped = Point.fromAffine(point);
  return mapped.is0() ? null : mapped;
}
