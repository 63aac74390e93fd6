// The chip's side of PACE, for the virtual passport (ICAO 9303-11, 4.4.4): answers MSE:Set AT and GENERAL AUTHENTICATE as a
// chip does, and gives nothing away to a wrong password.
import { randomBytes } from 'node:crypto';
import type { DocumentKey } from '#electron/port/scanner.ts';
import { contentOf, readAll, readTlv } from '../../der/read-der.ts';
import { integer, sequence, tlv } from '../../der/write-der.ts';
import {
  agree,
  isToken,
  keyPair,
  mapGeneric,
  mapIntegrated,
  newSecret,
  nonceBytes,
  ownGenerator,
  passwordKey,
  pointOf,
  sealNonce,
  tokenOf,
  type KeyPair,
  type PaceKeys,
} from '../pace.ts';
import type { CurvePoint } from '../pace-curves.ts';
import { aesSealing, SecureChannel } from '../secure-messaging.ts';
import type { PaceInfo } from '../security-infos.ts';

export interface VirtualPace {
  readonly cardAccess: Buffer;
  reset(): void;
  /** MSE:Set AT's data; the status. */
  choose(data: Buffer): number;
  /** GENERAL AUTHENTICATE's data; the answer's data, or the status of a refusal. */
  step(data: Buffer): { readonly data: Buffer; readonly channel: SecureChannel | null } | number;
}

interface Progress {
  readonly nonce: Buffer;
  readonly sealed: Buffer;
  generator: CurvePoint | null;
  agreement: KeyPair | null;
  other: Buffer | null;
  keys: PaceKeys | null;
}

/** `passwords` by their numbers: 1 the printed zone, 2 the access number. */
export function createVirtualPace(
  info: PaceInfo,
  passwords: Readonly<Record<number, DocumentKey>>,
): VirtualPace {
  const told = sequence(tlv(0x06, info.protocol), integer(2), integer(info.parameterId));
  let progress: Progress | null = null;

  function mapped({ nonce }: Progress, bytes: Buffer): Buffer | null {
    if (info.mapping === 'integrated') {
      const drawn = bytes.length === info.bits / 8 ? mapIntegrated(info, nonce, bytes) : null;
      if (!progress || !drawn) return null;
      progress.generator = drawn;
      return tlv(0x82);
    }
    const other = pointOf(info, bytes);
    const own = keyPair(info, ownGenerator(info), newSecret(info, randomBytes));
    const generator = other && mapGeneric(info, nonce, own.secret, other);
    if (!progress || !generator) return null;
    progress.generator = generator;
    return tlv(0x82, own.point);
  }

  function agreed(generator: CurvePoint, bytes: Buffer): Buffer | null {
    const other = pointOf(info, bytes);
    const own = keyPair(info, generator, newSecret(info, randomBytes));
    if (!progress || !other) return null;
    progress.agreement = own;
    progress.other = bytes;
    progress.keys = agree(info, own.secret, other);
    return tlv(0x84, own.point);
  }

  return {
    cardAccess: tlv(0x31, told),
    reset: () => (progress = null),
    choose(data) {
      const objects = new Map((readAll(data) ?? []).map(({ tag, value }) => [tag, value]));
      const password = passwords[objects.get(0x83)?.[0] ?? 0];
      if (!objects.get(0x80)?.equals(info.protocol) || !password) return 0x6a88;
      const nonce = randomBytes(nonceBytes(info));
      const sealed = sealNonce(passwordKey(password, info), nonce);
      progress = { nonce, sealed, generator: null, agreement: null, other: null, keys: null };
      return 0x9000;
    },
    step(data) {
      const [object] = contentOf(readTlv(data) ?? undefined, 0x7c) ?? [];
      const now = progress;
      const answer = (body: Buffer | null, channel: SecureChannel | null = null) => {
        if (body) return { data: tlv(0x7c, body), channel };
        progress = null;
        return 0x6a80;
      };
      if (!now) return 0x6985;
      if (!object) return answer(tlv(0x80, now.sealed));
      if (object.tag === 0x81) return answer(mapped(now, object.value));
      if (object.tag === 0x83 && now.generator) return answer(agreed(now.generator, object.value));
      const { keys, agreement, other } = now;
      if (object.tag !== 0x85 || !keys || !agreement || !other) return answer(null);
      progress = null;
      if (!isToken(object.value, tokenOf(info, keys, agreement.point))) return 0x6300;
      return answer(tlv(0x86, tokenOf(info, keys, other)), new SecureChannel(aesSealing(keys), 0n));
    },
  };
}
