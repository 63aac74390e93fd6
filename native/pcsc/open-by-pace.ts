// Opens a chip by PACE, command by command (ICAO 9303-11, 4.4.4). Refuses a chip that answers with no point of the curve,
// with our own point, or with a token that proves nothing; a password that is not this document's is `access-denied`.
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { DocumentKey, ScannerFailure } from '#electron/port/scanner.ts';
import { contentOf, readTlv } from '../der/read-der.ts';
import { tlv } from '../der/write-der.ts';
import {
  agree,
  isToken,
  keyPair,
  mapGeneric,
  mapIntegrated,
  newSecret,
  nonceBytes,
  openNonce,
  ownGenerator,
  passwordKey,
  pointOf,
  tokenOf,
} from './pace.ts';
import type { CurvePoint } from './pace-curves.ts';
import type { CardChannel } from './pcsc-library.ts';
import { aesSealing, SecureChannel } from './secure-messaging.ts';
import type { PaceInfo } from './security-infos.ts';

/** Passwords by their numbers (9.2.1, reference of a public or secret key). */
const printedZone = 0x01;
const accessNumber = 0x02;

/** What a reader draws for each opening; the standard's worked example brings its own. */
export interface PaceSecrets {
  readonly mapping: bigint;
  readonly agreement: bigint;
  /** For the integrated mapping: a nonce as long as a key. */
  readonly added: Buffer;
}

export function freshSecrets(info: PaceInfo, draw: (bytes: number) => Buffer): PaceSecrets {
  return {
    mapping: newSecret(info, draw),
    agreement: newSecret(info, draw),
    added: draw(info.bits / 8),
  };
}

type Answered = Result<Buffer, ScannerFailure>;

export async function openByPace(
  card: CardChannel,
  info: PaceInfo,
  key: DocumentKey,
  secrets: PaceSecrets,
): Promise<Result<SecureChannel, ScannerFailure>> {
  const chosen = await choose(card, info, 'accessNumber' in key ? accessNumber : printedZone);
  if (!chosen.ok) return chosen;
  const sealed = await step(card, null, 0x80);
  if (!sealed.ok) return sealed;
  if (sealed.value.length !== nonceBytes(info)) return malformed('nonce');
  const nonce = openNonce(passwordKey(key, info), sealed.value);

  const mapped = await (info.mapping === 'generic' ? mappedGenerically : mappedIntegrally)(
    card,
    info,
    nonce,
    secrets,
  );
  if (!mapped.ok) return mapped;

  const agreement = keyPair(info, mapped.value, secrets.agreement);
  const agreed = await step(card, tlv(0x83, agreement.point), 0x84);
  if (!agreed.ok) return agreed;
  const chipPoint = pointOf(info, agreed.value);
  if (!chipPoint || agreed.value.equals(agreement.point)) return malformed('agreement');
  const keys = agree(info, agreement.secret, chipPoint);

  const proof = tlv(0x85, tokenOf(info, keys, agreed.value));
  const proved = await step(card, proof, 0x86, { last: true });
  if (!proved.ok) return proved;
  if (!isToken(proved.value, tokenOf(info, keys, agreement.point)))
    return err({ kind: 'signature-wrong', code: 'pace' });
  return ok(new SecureChannel(aesSealing(keys), 0n));
}

type Mapped = Promise<Result<CurvePoint, ScannerFailure>>;

async function mappedGenerically(
  card: CardChannel,
  info: PaceInfo,
  nonce: Buffer,
  secrets: PaceSecrets,
): Mapped {
  const own = keyPair(info, ownGenerator(info), secrets.mapping);
  const answer = await step(card, tlv(0x81, own.point), 0x82);
  if (!answer.ok) return answer;
  const chip = pointOf(info, answer.value);
  if (!chip || answer.value.equals(own.point)) return malformed('mapping');
  const generator = mapGeneric(info, nonce, own.secret, chip);
  return generator ? ok(generator) : malformed('mapping');
}

/** The chip has nothing to say to our nonce. */
async function mappedIntegrally(
  card: CardChannel,
  info: PaceInfo,
  nonce: Buffer,
  secrets: PaceSecrets,
): Mapped {
  const answer = await step(card, tlv(0x81, secrets.added), 0x82);
  if (!answer.ok) return answer;
  const generator = mapIntegrated(info, nonce, secrets.added);
  return generator ? ok(generator) : malformed('mapping');
}

const malformed = (code: string) => err({ kind: 'answer-malformed', code } as const);

/** MSE:Set AT. Chips tell of earlier wrong passwords with 63Cx here, and go on. */
async function choose(card: CardChannel, info: PaceInfo, password: number): Promise<Answered> {
  const data = Buffer.concat([
    tlv(0x80, info.protocol),
    tlv(0x83, Buffer.of(password)),
    tlv(0x84, Buffer.of(info.parameterId)),
  ]);
  const answer = await card.transmit(Buffer.concat([Buffer.of(0x00, 0x22, 0xc1, 0xa4, data.length), data]));
  if (!answer.ok) return answer;
  const status = statusOf(answer.value);
  return status === 0x9000 || (status & 0xfff0) === 0x63c0
    ? ok(answer.value)
    : err({ kind: 'not-supported', code: status.toString(16) });
}

/** GENERAL AUTHENTICATE: one object there, one back. All but the last are chained. */
async function step(
  card: CardChannel,
  object: Buffer | null,
  wanted: number,
  { last = false } = {},
): Promise<Answered> {
  const data = tlv(0x7c, object ?? Buffer.alloc(0));
  const head = Buffer.of(last ? 0x00 : 0x10, 0x86, 0x00, 0x00, data.length);
  const answer = await card.transmit(Buffer.concat([head, data, Buffer.of(0x00)]));
  if (!answer.ok) return answer;
  const status = statusOf(answer.value);
  if (status !== 0x9000) {
    const denied = last && ((status & 0xff00) === 0x6300 || status === 0x6982 || status === 0x6983);
    return err({ kind: denied ? 'access-denied' : 'not-supported', code: status.toString(16) });
  }
  const objects = contentOf(readTlv(answer.value.subarray(0, -2)) ?? undefined, 0x7c);
  const found = objects?.find(({ tag }) => tag === wanted);
  return found ? ok(found.value) : malformed('pace');
}

const statusOf = (answer: Buffer) => answer.readUInt16BE(answer.length - 2);
