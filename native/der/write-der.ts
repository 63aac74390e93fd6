// Writes ASN.1 in DER (X.690), as far as certificates and passports' data groups need it.

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

export function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  if (length < 0x100) return Buffer.of(0x81, length);
  if (length < 0x10000) return Buffer.of(0x82, length >> 8, length & 0xff);
  return Buffer.of(0x83, length >> 16, (length >> 8) & 0xff, length & 0xff);
}

/** A tag of one or two bytes (0x5f1f), its length, its content. */
export function tlv(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const head = tag > 0xff ? Buffer.of(tag >> 8, tag & 0xff) : Buffer.of(tag);
  return Buffer.concat([head, lengthBytes(body.length), body]);
}

export const sequence = (...content: readonly Uint8Array[]): Buffer => tlv(tags.sequence, ...content);
export const octets = (content: Uint8Array): Buffer => tlv(tags.octetString, content);
export const nothing = (): Buffer => tlv(tags.null);

/** SET OF wants its members in ascending order of their encoding. */
export const setOf = (...content: readonly Uint8Array[]): Buffer =>
  tlv(tags.set, ...content.toSorted((a, b) => Buffer.compare(a, b)));

export function integer(value: number | Uint8Array): Buffer {
  const bytes = typeof value === 'number' ? Buffer.from(evenHex(value), 'hex') : Buffer.from(value);
  return tlv(tags.integer, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

function evenHex(value: number): string {
  const hex = value.toString(16);
  return hex.length % 2 === 0 ? hex : `0${hex}`;
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const digits = [part & 0x7f];
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left % 128) | 0x80);
    bytes.push(...digits);
  }
  return tlv(tags.oid, Buffer.from(bytes));
}

/** UTCTime to 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5). */
export function time(at: Date): Buffer {
  const digits = at.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return at.getUTCFullYear() < 2050
    ? tlv(tags.utcTime, Buffer.from(digits.slice(2), 'latin1'))
    : tlv(tags.generalizedTime, Buffer.from(digits, 'latin1'));
}
