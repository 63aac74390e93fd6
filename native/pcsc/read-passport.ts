// Opens a passport's chip with the printed zone's key and reads its signed files: the printed zone (DG1), the portrait
// (DG2) and what the issuing state signed of them (SOD). Nothing is read in the clear, nothing beyond these three.
import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { DocumentKey, ScannerFailure } from '#electron/port/scanner.ts';
import { accessKeys, readerSession, readerToken } from './basic-access.ts';
import type { CardChannel } from './pcsc-library.ts';
import { SecureChannel, type Command } from './secure-messaging.ts';

export interface PassportFiles {
  readonly dg1: Buffer;
  readonly dg2: Buffer;
  readonly sod: Buffer;
}

const application = Buffer.from('A0000002471001', 'hex');
const files = { dg1: [0x01, 0x01], dg2: [0x01, 0x02], sod: [0x01, 0x1d] } as const;
const done = 0x9000;
/** So that the sealed answer stays within the 256 bytes of a short one: 223 and padding make 28 blocks. */
const pieceBytes = 0xdf;
/** Offsets of READ BINARY have 15 bits. A portrait has 10 to 25 KB. */
const maxFileBytes = 0x7fff;

export async function readPassport(
  card: CardChannel,
  key: DocumentKey,
  signal: AbortSignal,
): Promise<Result<PassportFiles, ScannerFailure>> {
  const opened = await openChip(card, key);
  if (!opened.ok) return opened;
  const channel = opened.value;
  const read: Partial<Record<keyof PassportFiles, Buffer>> = {};
  for (const name of ['sod', 'dg1', 'dg2'] as const) {
    const file = await readFile(card, channel, Buffer.from(files[name]), signal);
    if (!file.ok) return file;
    read[name] = file.value;
  }
  const { dg1, dg2, sod } = read;
  return dg1 && dg2 && sod ? ok({ dg1, dg2, sod }) : err({ kind: 'answer-malformed' });
}

async function plain(card: CardChannel, command: Buffer): Promise<Result<Buffer, ScannerFailure>> {
  const answer = await card.transmit(command);
  if (!answer.ok) return answer;
  const status = answer.value.readUInt16BE(answer.value.length - 2);
  if (status === done) return ok(answer.value.subarray(0, -2));
  // 6300 and 6982 and 6985: the key is not this passport's.
  const denied = status === 0x6300 || status === 0x6982 || status === 0x6985;
  return err({ kind: denied ? 'access-denied' : 'not-supported', code: status.toString(16) });
}

async function openChip(card: CardChannel, key: DocumentKey): Promise<Result<SecureChannel, ScannerFailure>> {
  // Basic access knows the printed zone only.
  if ('accessNumber' in key) return err({ kind: 'not-supported', code: 'access-number' });
  const select = Buffer.concat([Buffer.of(0x00, 0xa4, 0x04, 0x0c, application.length), application]);
  const selected = await plain(card, select);
  if (!selected.ok) return selected;
  const challenged = await plain(card, Buffer.of(0x00, 0x84, 0x00, 0x00, 0x08));
  if (!challenged.ok) return challenged;
  const chipNonce = challenged.value;
  if (chipNonce.length !== 8) return err({ kind: 'answer-malformed' });
  const keys = accessKeys(key);
  const nonce = randomBytes(8);
  const keyPart = randomBytes(16);
  const token = readerToken(keys, nonce, chipNonce, keyPart);
  const authenticate = Buffer.concat([
    Buffer.of(0x00, 0x82, 0x00, 0x00, token.length),
    token,
    Buffer.of(token.length),
  ]);
  const answered = await plain(card, authenticate);
  if (!answered.ok) return answered;
  const session = readerSession(keys, nonce, chipNonce, keyPart, answered.value);
  return session ? ok(new SecureChannel(session)) : err({ kind: 'signature-wrong' });
}

async function sealedCommand(
  card: CardChannel,
  channel: SecureChannel,
  command: Command,
): Promise<Result<Buffer, ScannerFailure>> {
  const answer = await card.transmit(channel.sealCommand(command));
  if (!answer.ok) return answer;
  const opened = channel.openAnswer(answer.value);
  if (!opened) return err({ kind: 'signature-wrong', code: 'messaging' });
  if (opened.status !== done) return err({ kind: 'not-supported', code: opened.status.toString(16) });
  return ok(opened.data);
}

async function readFile(
  card: CardChannel,
  channel: SecureChannel,
  file: Buffer,
  signal: AbortSignal,
): Promise<Result<Buffer, ScannerFailure>> {
  const selected = await sealedCommand(card, channel, {
    header: [0x00, 0xa4, 0x02, 0x0c],
    data: file,
    expected: null,
  });
  if (!selected.ok) return selected;
  const pieces: Buffer[] = [];
  let have = 0;
  let wanted = pieceBytes;
  while (have < wanted) {
    if (signal.aborted) return err({ kind: 'aborted' });
    // The length of the whole stands in the first bytes; asking for more than there is would be an error.
    const expected = have === 0 ? 6 : Math.min(pieceBytes, wanted - have);
    const piece = await sealedCommand(card, channel, {
      header: [0x00, 0xb0, have >> 8, have & 0xff],
      data: null,
      expected,
    });
    if (!piece.ok) return piece;
    if (piece.value.length === 0 || piece.value.length > expected) return err({ kind: 'answer-malformed' });
    if (have === 0) {
      const length = fileBytes(piece.value);
      if (length === null) return err({ kind: 'answer-malformed' });
      if (length > maxFileBytes) return err({ kind: 'answer-too-large' });
      wanted = length;
    }
    pieces.push(piece.value);
    have += piece.value.length;
  }
  return ok(Buffer.concat(pieces).subarray(0, wanted));
}

/** Tag (one byte in all three files), length, and so much content. */
function fileBytes(head: Buffer): number | null {
  const [, first = 0x80] = head;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  if (count === 0 || count > 3 || head.length < 2 + count) return null;
  return 2 + count + head.readUIntBE(2, count);
}
