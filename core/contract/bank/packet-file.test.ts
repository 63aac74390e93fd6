import { describe, expect, it } from 'vitest';
import { decodePacketFile, encodePacketFile } from './packet-file.ts';

const file = {
  idempotencyKey: '0193a1b2-0000-7000-8000-000000000001',
  packet: 'aa.bb.cc',
  parts: [
    { digest: 'ab'.repeat(32), ciphertext: new Uint8Array([1, 2, 3]) },
    { digest: 'cd'.repeat(32), ciphertext: new Uint8Array(70_000).fill(9) },
  ],
};
const bytes = encodePacketFile(file);

describe('a packet as a file', () => {
  it('OB17 comes back as it went, also out of the middle of other bytes', () => {
    expect(decodePacketFile(bytes)).toEqual({ ok: true, value: file });
    const within = new Uint8Array(bytes.length + 40);
    within.set(bytes, 17);
    expect(decodePacketFile(within.subarray(17, 17 + bytes.length))).toEqual({ ok: true, value: file });
  });

  it('OB17 cut anywhere it is told as cut, or as no such file', () => {
    for (const length of [0, 7, 8, 11, 12, 40, bytes.length - 70_000, bytes.length - 1]) {
      expect(decodePacketFile(bytes.subarray(0, length)), String(length)).toMatchObject({ ok: false });
    }
    expect(decodePacketFile(bytes.subarray(0, bytes.length - 1))).toEqual({
      ok: false,
      error: { kind: 'packet-file-cut' },
    });
  });

  it('OB17 with more behind it, or a head of another shape, it is refused', () => {
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    expect(decodePacketFile(longer)).toMatchObject({ error: { kind: 'packet-file-cut' } });
    for (const [at, byte] of [
      [0, 0x51],
      [8, 0xff],
      [12, 0x5b],
      [20, 0x00],
    ] as const) {
      const changed = Uint8Array.from(bytes);
      changed[at] = byte;
      expect(decodePacketFile(changed), String(at)).toMatchObject({ error: { kind: 'not-a-packet-file' } });
    }
  });
});
