// A passport's chip in software: answers commands as ICAO 9303-10 and -11 have it, under basic access control or PACE. It
// can be laid on the reader of Debian's vsmartcard-vpcd, and then the system's own PC/SC stack carries every byte.
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { PrintedZoneKey } from '#electron/port/scanner.ts';
import { accessKeys, opened, sealed, sessionOf } from '../basic-access.ts';
import type { PassportFiles } from '../read-passport.ts';
import { SecureChannel, tripleDesSealing, type Opened } from '../secure-messaging.ts';
import type { PaceInfo } from '../security-infos.ts';
import { createVirtualPace, type VirtualPace } from './virtual-pace.ts';

export interface VirtualChip {
  answer(command: Buffer): Buffer;
  reset(): void;
}

const words = (status: number) => Buffer.of(status >> 8, status & 0xff);

export interface ChipAccess {
  /** The form of PACE it speaks; null for an older chip. */
  readonly pace: PaceInfo | null;
  /** Chips from 2018 on need not know basic access. */
  readonly basic: boolean;
  /** Printed on the document's front; null where there is none. */
  readonly accessNumber: string | null;
}

const olderChip: ChipAccess = { pace: null, basic: true, accessNumber: null };
const applicationName = 'a0000002471001';

export function createVirtualChip(
  files: PassportFiles,
  key: PrintedZoneKey,
  { pace: spoken, basic, accessNumber }: ChipAccess = olderChip,
): VirtualChip {
  const keys = accessKeys(key);
  const pace =
    spoken &&
    createVirtualPace(spoken, { 1: key, ...(accessNumber === null ? {} : { 2: { accessNumber } }) });
  const byId: Readonly<Record<number, Buffer>> = {
    0x0101: files.dg1,
    0x0102: files.dg2,
    0x011d: files.sod,
  };
  let challenge: Buffer | null = null;
  let channel: SecureChannel | null = null;
  let selected: Buffer | null = null;
  /** Read in the clear: what forms of access there are. */
  let inClear: Buffer | null = null;

  function authenticated(token: Buffer): Buffer {
    const inside = opened(keys, token);
    const nonce = inside?.subarray(0, 8);
    if (!inside || !nonce || !challenge?.equals(inside.subarray(8, 16))) return words(0x6300);
    const part = randomBytes(16);
    const session = sessionOf(nonce, challenge, inside.subarray(16), part);
    channel = new SecureChannel(tripleDesSealing(session), session.counter);
    const reply = sealed(keys, Buffer.concat([challenge, nonce, part]));
    challenge = null;
    return Buffer.concat([reply, words(0x9000)]);
  }

  function stepped(speaking: VirtualPace, data: Buffer): Buffer {
    const said = speaking.step(data);
    if (typeof said === 'number') return words(said);
    channel = said.channel ?? channel;
    return Buffer.concat([said.data, words(0x9000)]);
  }

  function secured(command: Buffer): Opened {
    const inside = channel?.openCommand(command);
    if (!inside) return { data: Buffer.alloc(0), status: 0x6988 };
    const [, instruction, p1, p2] = inside.header;
    if (instruction === 0xa4 && p1 === 0x04)
      return {
        data: Buffer.alloc(0),
        status: inside.data?.toString('hex') === applicationName ? 0x9000 : 0x6a82,
      };
    if (instruction === 0xa4) {
      selected = byId[inside.data?.length === 2 ? inside.data.readUInt16BE() : 0] ?? null;
      return { data: Buffer.alloc(0), status: selected ? 0x9000 : 0x6a82 };
    }
    if (instruction !== 0xb0 || !selected) return { data: Buffer.alloc(0), status: 0x6d00 };
    const offset = (p1 << 8) | p2;
    return { data: selected.subarray(offset, offset + (inside.expected || 256)), status: 0x9000 };
  }

  return {
    answer(command) {
      const [cla = 0, instruction = 0] = command;
      if (channel && (cla & 0x0c) === 0x0c) {
        const sealing = channel;
        const said = secured(command);
        // A broken seal ends the session (9303-11, 9.8.3).
        if (said.status !== 0x6988) return sealing.sealAnswer(said);
        channel = null;
        return words(0x6988);
      }
      const data = command.subarray(5, 5 + (command[4] ?? 0));
      const named = data.toString('hex');
      if (instruction === 0xa4 && named === '3f00') return words(0x9000);
      if (instruction === 0xa4 && named === '011c') {
        inClear = pace?.cardAccess ?? null;
        return words(inClear ? 0x9000 : 0x6a82);
      }
      if (instruction === 0xb0 && inClear) return Buffer.concat([inClear, words(0x9000)]);
      if (pace && instruction === 0x22) return words(pace.choose(data));
      if (pace && instruction === 0x86) return stepped(pace, data);
      if (!basic) return words(0x6982);
      if (instruction === 0xa4) return words(named === applicationName ? 0x9000 : 0x6a82);
      if (instruction === 0x84) {
        challenge = randomBytes(8);
        return Buffer.concat([challenge, words(0x9000)]);
      }
      if (instruction === 0x82) return authenticated(data);
      return words(0x6982);
    },
    reset() {
      pace?.reset();
      inClear = null;
      challenge = null;
      channel = null;
      selected = null;
    },
  };
}

/** T=1, contactless as ISO 14443-4 chips are shown (PC/SC part 3). */
const answerToReset = Buffer.from('3B80800101', 'hex');

export interface LaidCard {
  remove(): Promise<void>;
}

/** Lays the chip on vpcd's reader: two bytes of length, then a command; one byte alone is a control. */
export function layOnReader(chip: VirtualChip, port = 35_963): Promise<LaidCard | null> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ host: '127.0.0.1', port, noDelay: true });
    let pending = Buffer.alloc(0);
    const send = (bytes: Buffer) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(bytes.length);
      socket.write(Buffer.concat([length, bytes]));
    };
    socket.on('error', () => resolve(null));
    socket.on('connect', () =>
      resolve({
        remove: () =>
          new Promise((removed) => {
            if (socket.destroyed) removed();
            socket.on('close', () => removed());
            socket.destroy();
          }),
      }),
    );
    socket.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE()) {
        const message = pending.subarray(2, 2 + pending.readUInt16BE());
        pending = pending.subarray(2 + message.length);
        if (message.length > 1) send(chip.answer(message));
        else if (message[0] === 4) send(answerToReset);
        else chip.reset();
      }
    });
  });
}
