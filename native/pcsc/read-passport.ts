// Opens a passport's chip, by PACE or by basic access, and reads its signed files: the printed zone (DG1), the portrait (DG2)
// and what the issuing state signed of them (SOD). In the clear only what forms of access there are; nothing beyond.
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { DocumentKey, PrintedZoneKey, ScannerFailure } from '#electron/port/scanner.ts';
import { accessKeys, readerSession, readerToken } from './basic-access.ts';
import type { CardChannel } from './pcsc-library.ts';
import { freshSecrets, openByPace } from './open-by-pace.ts';
import { SecureChannel, tripleDesSealing, type Command } from './secure-messaging.ts';
import { readPaceInfos, type PaceInfo } from './security-infos.ts';

export interface PassportFiles {
  readonly dg1: Buffer;
  readonly dg2: Buffer;
  readonly sod: Buffer;
}

/** Random bytes; a recording is played back with those it was made with. */
export type Draw = (bytes: number) => Buffer;

export interface PassportReading extends PassportFiles {
  /** How the chip was opened, for the record. */
  readonly access: string;
}

interface OpenedChip {
  readonly channel: SecureChannel;
  readonly access: string;
}

const application = Buffer.from('A0000002471001', 'hex');
const files = { dg1: [0x01, 0x01], dg2: [0x01, 0x02], sod: [0x01, 0x1d] } as const;
const rootFile = Buffer.from('3F00', 'hex');
const cardAccessFile = Buffer.from('011C', 'hex');
const done = 0x9000;
/** Fewer bytes than asked for: the file has no more. */
const endOfFile = 0x6282;
/** So that the sealed answer stays within the 256 bytes of a short one: 223 and padding make 28 blocks. */
const pieceBytes = 0xdf;
/** Offsets of READ BINARY have 15 bits. A portrait has 10 to 25 KB. */
const maxFileBytes = 0x7fff;

export async function readPassport(
  card: CardChannel,
  key: DocumentKey,
  signal: AbortSignal,
  draw: Draw,
): Promise<Result<PassportReading, ScannerFailure>> {
  const opened = await openChip(card, key, draw);
  if (!opened.ok) return opened;
  const { channel, access } = opened.value;
  const read: Partial<Record<keyof PassportFiles, Buffer>> = {};
  for (const name of ['sod', 'dg1', 'dg2'] as const) {
    const file = await readFile(card, channel, Buffer.from(files[name]), signal);
    if (!file.ok) return file;
    read[name] = file.value;
  }
  const { dg1, dg2, sod } = read;
  return dg1 && dg2 && sod ? ok({ dg1, dg2, sod, access }) : err({ kind: 'answer-malformed' });
}

const statusOf = (answer: Buffer) => answer.readUInt16BE(answer.length - 2);

async function plain(card: CardChannel, command: Buffer): Promise<Result<Buffer, ScannerFailure>> {
  const answer = await card.transmit(command);
  if (!answer.ok) return answer;
  const status = statusOf(answer.value);
  if (status === done) return ok(answer.value.subarray(0, -2));
  // 6300 and 6982 and 6985: the key is not this passport's.
  const denied = status === 0x6300 || status === 0x6982 || status === 0x6985;
  return err({ kind: denied ? 'access-denied' : 'not-supported', code: status.toString(16) });
}

/** PACE where the chip speaks it, basic access where it does not; a wrong password is tried once. */
async function openChip(
  card: CardChannel,
  key: DocumentKey,
  draw: Draw,
): Promise<Result<OpenedChip, ScannerFailure>> {
  const told = await paceInfosOf(card);
  if (!told.ok) return told;
  const [info] = told.value;
  if (info) {
    const paced = await openByPace(card, info, key, freshSecrets(info, draw));
    if (paced.ok) return selectedUnder(card, paced.value, info);
    // A chip that falls out with itself over PACE may still speak the older form; whoever was refused was refused.
    if (paced.error.kind !== 'not-supported' || 'accessNumber' in key) return paced;
  }
  if ('accessNumber' in key) return err({ kind: 'not-supported', code: 'access-number' });
  const basic = await openBasically(card, key, draw);
  return basic.ok ? ok({ channel: basic.value, access: 'BAC' }) : basic;
}

/** Empty where the chip tells of none: it then knows basic access only. */
async function paceInfosOf(card: CardChannel): Promise<Result<readonly PaceInfo[], ScannerFailure>> {
  // Back to the chip's root, where an earlier reading may have left it elsewhere. Some know no such command.
  const root = await card.transmit(Buffer.concat([Buffer.of(0x00, 0xa4, 0x00, 0x0c, 0x02), rootFile]));
  if (!root.ok) return root;
  const selected = await card.transmit(
    Buffer.concat([Buffer.of(0x00, 0xa4, 0x02, 0x0c, 0x02), cardAccessFile]),
  );
  if (!selected.ok) return selected;
  if (statusOf(selected.value) !== done) return ok([]);
  const read = await card.transmit(Buffer.of(0x00, 0xb0, 0x00, 0x00, 0x00));
  if (!read.ok) return read;
  const isWhole = statusOf(read.value) === done || statusOf(read.value) === endOfFile;
  return ok(isWhole ? readPaceInfos(read.value.subarray(0, -2)) : []);
}

async function selectedUnder(
  card: CardChannel,
  channel: SecureChannel,
  { mapping, bits }: PaceInfo,
): Promise<Result<OpenedChip, ScannerFailure>> {
  const selected = await sealedCommand(card, channel, {
    header: [0x00, 0xa4, 0x04, 0x0c],
    data: application,
    expected: null,
  });
  return selected.ok ? ok({ channel, access: `PACE, ${mapping} mapping, AES-${bits}` }) : selected;
}

async function openBasically(
  card: CardChannel,
  key: PrintedZoneKey,
  draw: Draw,
): Promise<Result<SecureChannel, ScannerFailure>> {
  const select = Buffer.concat([Buffer.of(0x00, 0xa4, 0x04, 0x0c, application.length), application]);
  const selected = await plain(card, select);
  if (!selected.ok) return selected;
  const challenged = await plain(card, Buffer.of(0x00, 0x84, 0x00, 0x00, 0x08));
  if (!challenged.ok) return challenged;
  const chipNonce = challenged.value;
  if (chipNonce.length !== 8) return err({ kind: 'answer-malformed' });
  const keys = accessKeys(key);
  const nonce = draw(8);
  const keyPart = draw(16);
  const token = readerToken(keys, nonce, chipNonce, keyPart);
  const authenticate = Buffer.concat([
    Buffer.of(0x00, 0x82, 0x00, 0x00, token.length),
    token,
    Buffer.of(token.length),
  ]);
  const answered = await plain(card, authenticate);
  if (!answered.ok) return answered;
  const session = readerSession(keys, nonce, chipNonce, keyPart, answered.value);
  return session
    ? ok(new SecureChannel(tripleDesSealing(session), session.counter))
    : err({ kind: 'signature-wrong' });
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
