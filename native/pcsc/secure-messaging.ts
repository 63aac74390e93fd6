// Secure messaging of ICAO 9303-11, 9.8: every command to the chip and every answer encrypted and sealed under a counter,
// with triple DES after basic access, with AES after PACE. Both sides of it, for the reader and for the virtual passport.
import { timingSafeEqual } from 'node:crypto';
import { readAll } from '../der/read-der.ts';
import { tlv } from '../der/write-der.ts';
import { cmac, decryptAes, encryptAes, encryptBlock } from './aes.ts';
import type { AccessKeys } from './basic-access.ts';
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

/** The cipher under it, for whole blocks. */
export interface Sealing {
  readonly blockBytes: 8 | 16;
  encrypt(counter: Buffer, text: Buffer): Buffer;
  decrypt(counter: Buffer, cipher: Buffer): Buffer;
  /** Eight bytes. */
  mac(blocks: Buffer): Buffer;
}

export const tripleDesSealing = (keys: AccessKeys): Sealing => ({
  blockBytes: 8,
  encrypt: (_, text) => encrypt(keys.encryption, text),
  decrypt: (_, cipher) => decrypt(keys.encryption, cipher),
  mac: (blocks) => mac(keys.mac, blocks),
});

/** 9.8.6: the counter, encrypted, is where the chain starts. */
export const aesSealing = (keys: AccessKeys): Sealing => ({
  blockBytes: 16,
  encrypt: (counter, text) => encryptAes(keys.encryption, encryptBlock(keys.encryption, counter), text),
  decrypt: (counter, cipher) => decryptAes(keys.encryption, encryptBlock(keys.encryption, counter), cipher),
  mac: (blocks) => cmac(keys.mac, blocks).subarray(0, 8),
});

const headerOf = ([cla, ...rest]: Command['header']) => Buffer.of(cla | 0x0c, ...rest);

/** Keeps the counter: one step for each command, one for each answer. */
export class SecureChannel {
  readonly #sealing: Sealing;
  #counter: bigint;

  constructor(sealing: Sealing, counter: bigint) {
    this.#sealing = sealing;
    this.#counter = counter;
  }

  #step(): Buffer {
    const { blockBytes } = this.#sealing;
    this.#counter = BigInt.asUintN(blockBytes * 8, this.#counter + 1n);
    return Buffer.from(this.#counter.toString(16).padStart(blockBytes * 2, '0'), 'hex');
  }

  #pad(bytes: Buffer): Buffer {
    return pad(bytes, this.#sealing.blockBytes);
  }

  #encrypted(counter: Buffer, data: Buffer): Buffer {
    return tlv(0x87, Buffer.of(1), this.#sealing.encrypt(counter, this.#pad(data)));
  }

  sealCommand(command: Command): Buffer {
    const counter = this.#step();
    const header = headerOf(command.header);
    const parts: Buffer[] = [];
    if (command.data) parts.push(this.#encrypted(counter, command.data));
    if (command.expected !== null) parts.push(tlv(0x97, Buffer.of(command.expected)));
    const body = Buffer.concat(parts);
    const seal = this.#sealing.mac(this.#pad(Buffer.concat([counter, this.#pad(header), body])));
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
    const wanted = this.#sealing.mac(this.#pad(Buffer.concat([counter, body])));
    if (!timingSafeEqual(wanted, seal)) return null;
    const cipher = parts.find(({ tag }) => tag === 0x87)?.value;
    const data = cipher ? this.#decrypted(counter, cipher) : Buffer.alloc(0);
    return data ? { data, status: status.readUInt16BE() } : null;
  }

  #decrypted(counter: Buffer, cipher: Buffer): Buffer | null {
    const { blockBytes } = this.#sealing;
    if (cipher[0] !== 1 || cipher.length <= blockBytes || (cipher.length - 1) % blockBytes !== 0) return null;
    return unpad(this.#sealing.decrypt(counter, cipher.subarray(1)), blockBytes);
  }

  /** The chip's side: null where the command's seal is wrong. */
  openCommand(command: Buffer): Command | null {
    const counter = this.#step();
    const header = command.subarray(0, 4);
    const parts = readAll(command.subarray(5, 5 + (command[4] ?? 0)));
    const seal = parts?.find(({ tag }) => tag === 0x8e)?.value;
    if (!parts || seal?.length !== 8) return null;
    const body = Buffer.concat(parts.filter(({ tag }) => tag !== 0x8e).map(({ whole }) => whole));
    const wanted = this.#sealing.mac(this.#pad(Buffer.concat([counter, this.#pad(header), body])));
    if (!timingSafeEqual(wanted, seal)) return null;
    const cipher = parts.find(({ tag }) => tag === 0x87)?.value;
    const [cla = 0, ins = 0, p1 = 0, p2 = 0] = header;
    return {
      header: [cla & ~0x0c, ins, p1, p2],
      data: cipher ? this.#decrypted(counter, cipher) : null,
      expected: parts.find(({ tag }) => tag === 0x97)?.value[0] ?? null,
    };
  }

  sealAnswer({ data, status }: Opened): Buffer {
    const counter = this.#step();
    const words = Buffer.alloc(2);
    words.writeUInt16BE(status);
    const cipher = data.length > 0 ? [this.#encrypted(counter, data)] : [];
    const body = Buffer.concat([...cipher, tlv(0x99, words)]);
    const seal = this.#sealing.mac(this.#pad(Buffer.concat([counter, body])));
    return Buffer.concat([body, tlv(0x8e, seal), words]);
  }
}
