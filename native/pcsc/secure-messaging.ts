// Secure messaging of ICAO 9303-11, 9.8: every command to the chip and every answer encrypted and sealed under a counter.
// Both sides of it, for the reader and for the virtual passport.
import { timingSafeEqual } from 'node:crypto';
import { readAll } from '../der/read-der.ts';
import { tlv } from '../der/write-der.ts';
import type { Session } from './basic-access.ts';
import { decrypt, encrypt, mac, pad, unpad } from './des.ts';

export interface Command {
  /** Class, instruction and two parameters, in the clear. */
  readonly header: readonly [number, number, number, number];
  readonly data: Buffer | null;
  /** Bytes expected, 0 for 256; null for none. */
  readonly expected: number | null;
}

export interface Opened {
  readonly data: Buffer;
  /** As the chip said it inside the seal. */
  readonly status: number;
}

const headerOf = ([cla, ...rest]: Command['header']) => Buffer.of(cla | 0x0c, ...rest);

/** Keeps the counter: one step for each command, one for each answer. */
export class SecureChannel {
  #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  #step(): Buffer {
    const counter = BigInt.asUintN(64, this.#session.counter + 1n);
    this.#session = { ...this.#session, counter };
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(counter);
    return bytes;
  }

  sealCommand(command: Command): Buffer {
    const counter = this.#step();
    const header = headerOf(command.header);
    const parts: Buffer[] = [];
    if (command.data)
      parts.push(tlv(0x87, Buffer.of(1), encrypt(this.#session.encryption, pad(command.data))));
    if (command.expected !== null) parts.push(tlv(0x97, Buffer.of(command.expected)));
    const body = Buffer.concat(parts);
    const seal = mac(this.#session.mac, pad(Buffer.concat([counter, pad(header), body])));
    const sealed = Buffer.concat([body, tlv(0x8e, seal)]);
    return Buffer.concat([header, Buffer.of(sealed.length), sealed, Buffer.of(0)]);
  }

  /** Null where the answer is not sealed as it must be: nothing of it is used then. */
  openAnswer(answer: Buffer): Opened | null {
    const counter = this.#step();
    const parts = readAll(answer.subarray(0, -2));
    const seal = parts?.find(({ tag }) => tag === 0x8e)?.value;
    const status = parts?.find(({ tag }) => tag === 0x99)?.value;
    if (!parts || seal?.length !== 8 || status?.length !== 2) return null;
    const body = Buffer.concat(parts.filter(({ tag }) => tag !== 0x8e).map(({ whole }) => whole));
    const wanted = mac(this.#session.mac, pad(Buffer.concat([counter, body])));
    if (!timingSafeEqual(wanted, seal)) return null;
    const cipher = parts.find(({ tag }) => tag === 0x87)?.value;
    const data = cipher ? this.#decrypted(cipher) : Buffer.alloc(0);
    return data ? { data, status: status.readUInt16BE() } : null;
  }

  #decrypted(cipher: Buffer): Buffer | null {
    if (cipher[0] !== 1 || cipher.length < 9 || (cipher.length - 1) % 8 !== 0) return null;
    return unpad(decrypt(this.#session.encryption, cipher.subarray(1)));
  }

  /** The chip's side: null where the command's seal is wrong. */
  openCommand(command: Buffer): Command | null {
    const counter = this.#step();
    const header = command.subarray(0, 4);
    const parts = readAll(command.subarray(5, 5 + (command[4] ?? 0)));
    const seal = parts?.find(({ tag }) => tag === 0x8e)?.value;
    if (!parts || seal?.length !== 8) return null;
    const body = Buffer.concat(parts.filter(({ tag }) => tag !== 0x8e).map(({ whole }) => whole));
    const wanted = mac(this.#session.mac, pad(Buffer.concat([counter, pad(header), body])));
    if (!timingSafeEqual(wanted, seal)) return null;
    const cipher = parts.find(({ tag }) => tag === 0x87)?.value;
    const [cla = 0, ins = 0, p1 = 0, p2 = 0] = header;
    return {
      header: [cla & ~0x0c, ins, p1, p2],
      data: cipher ? this.#decrypted(cipher) : null,
      expected: parts.find(({ tag }) => tag === 0x97)?.value[0] ?? null,
    };
  }

  sealAnswer({ data, status }: Opened): Buffer {
    const counter = this.#step();
    const words = Buffer.alloc(2);
    words.writeUInt16BE(status);
    const cipher =
      data.length > 0 ? tlv(0x87, Buffer.of(1), encrypt(this.#session.encryption, pad(data))) : null;
    const body = Buffer.concat([...(cipher ? [cipher] : []), tlv(0x99, words)]);
    const seal = mac(this.#session.mac, pad(Buffer.concat([counter, body])));
    return Buffer.concat([body, tlv(0x8e, seal), words]);
  }
}
