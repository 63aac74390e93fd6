// PACE (ICAO 9303-11, 4.4) as calculation: a short password makes strong session keys, and whoever listens cannot try
// passwords afterwards. Both sides, so that the virtual passport proves the reader and the standard's example proves both.
import { createHash, timingSafeEqual } from 'node:crypto';
import { mrzCheckDigit } from '#core/reading/mrz.ts';
import type { DocumentKey } from '#electron/port/scanner.ts';
import { tlv } from '../der/write-der.ts';
import { cmac, decryptAes, deriveAesKey, encryptAes } from './aes.ts';
import { pointFor, pseudoRandom } from './integrated-mapping.ts';
import { paceCurves, type CurvePoint } from './pace-curves.ts';
import type { PaceInfo } from './security-infos.ts';

const zeroBlock = Buffer.alloc(16);
const tokenBytes = 8;

/** 4.4.3.3: whole blocks, and no shorter than the key. */
export const nonceBytes = ({ bits }: PaceInfo): number => (bits === 128 ? 16 : 32);

/** One side's key pair; the point uncompressed, as it goes over the wire. */
export interface KeyPair {
  readonly secret: bigint;
  readonly point: Buffer;
}

export interface PaceKeys {
  readonly encryption: Buffer;
  readonly mac: Buffer;
}

/** 9.7.3: the printed zone goes in as its digest, an access number as its digits. */
export function passwordKey(key: DocumentKey, { bits }: PaceInfo): Buffer {
  return deriveAesKey(passwordOf(key), 3, bits);
}

function passwordOf(key: DocumentKey): Buffer {
  if ('accessNumber' in key) return Buffer.from(key.accessNumber, 'latin1');
  const number = key.documentNumber.toUpperCase().padEnd(9, '<');
  const parts = [number, key.birthDate, key.expiryDate].map((part) => part + mrzCheckDigit(part));
  return createHash('sha1').update(parts.join(''), 'latin1').digest();
}

export const openNonce = (key: Buffer, sealed: Buffer): Buffer => decryptAes(key, zeroBlock, sealed);
export const sealNonce = (key: Buffer, nonce: Buffer): Buffer => encryptAes(key, zeroBlock, nonce);

function curveOf({ parameterId }: PaceInfo) {
  const curve = paceCurves.get(parameterId);
  if (!curve) throw new Error('a curve that no chip was asked for');
  return curve;
}

/** A copy: for the curve's own the library first makes a table, which takes longer than the two times it is used. */
export function ownGenerator(info: PaceInfo): CurvePoint {
  const { Point } = curveOf(info);
  return Point.fromAffine(Point.BASE.toAffine());
}

export function keyPair(info: PaceInfo, generator: CurvePoint, secret: bigint): KeyPair {
  return { secret, point: Buffer.from(generator.multiply(secret).toBytes(false)) };
}

/** `draw` gives random bytes. Eight more than the order has make the rest of a division even (FIPS 186-5, A.2.1). */
export function newSecret(info: PaceInfo, draw: (bytes: number) => Buffer): bigint {
  const { Fn } = curveOf(info).Point;
  return (BigInt(`0x${draw(Fn.BYTES + 8).toString('hex')}`) % (Fn.ORDER - 1n)) + 1n;
}

/** Null for what is no point of the curve: a forged one would give the secret away. */
export function pointOf(info: PaceInfo, bytes: Buffer): CurvePoint | null {
  // Compressed points are not allowed here (9.4.4).
  if (bytes[0] !== 0x04) return null;
  try {
    const point = curveOf(info).Point.fromBytes(bytes);
    point.assertValidity();
    return point;
  } catch {
    return null;
  }
}

/** 4.4.3.3.1: generator times nonce, plus the point both know. Null where it is no generator. */
export function mapGeneric(
  info: PaceInfo,
  nonce: Buffer,
  secret: bigint,
  other: CurvePoint,
): CurvePoint | null {
  const { Point } = curveOf(info);
  const factor = Point.Fn.create(BigInt(`0x${nonce.toString('hex')}`));
  const shared = other.multiply(secret);
  const mapped = factor === 0n ? shared : ownGenerator(info).multiply(factor).add(shared);
  return mapped.is0() ? null : mapped;
}

/** 4.4.3.3.2: a point drawn from both nonces. */
export function mapIntegrated(info: PaceInfo, nonce: Buffer, added: Buffer): CurvePoint | null {
  const curve = curveOf(info);
  return pointFor(curve, pseudoRandom(info.bits, nonce, added, curve.Point.Fp.BITS));
}

/** Session keys from the point both know. */
export function agree({ bits }: PaceInfo, secret: bigint, other: CurvePoint): PaceKeys {
  const whole = Buffer.from(other.multiply(secret).toBytes(false));
  // Its x coordinate, in the field's whole length.
  const shared = whole.subarray(1, 1 + (whole.length - 1) / 2);
  return { encryption: deriveAesKey(shared, 1, bits), mac: deriveAesKey(shared, 2, bits) };
}

/** 4.4.3.4: what proves to one side that the other has its key. */
export function tokenOf({ protocol }: PaceInfo, keys: PaceKeys, point: Buffer): Buffer {
  return cmac(keys.mac, tlv(0x7f49, tlv(0x06, protocol), tlv(0x86, point))).subarray(0, tokenBytes);
}

export function isToken(claimed: Buffer, wanted: Buffer): boolean {
  return claimed.length === wanted.length && timingSafeEqual(claimed, wanted);
}
