// Reads ASN.1 in DER from bytes that may lie: a length beyond the end, an indefinite length or a tag of more than two
// bytes makes the whole unreadable. Depth is the caller's: nothing here recurses.

export interface Tlv {
  /** One byte, or two for high tag numbers (0x5f1f, 0x7f61). */
  readonly tag: number;
  readonly value: Buffer;
  /** Tag, length and value, as they came. */
  readonly whole: Buffer;
}

/** Null where there is no whole element at the start. */
export function readTlv(bytes: Buffer): Tlv | null {
  const first = bytes[0];
  if (first === undefined) return null;
  let at = 1;
  let tag = first;
  if ((first & 0x1f) === 0x1f) {
    const second = bytes[at];
    if (second === undefined || second >= 0x80) return null;
    tag = (first << 8) | second;
    at += 1;
  }
  const short = bytes[at];
  if (short === undefined) return null;
  at += 1;
  let length = short;
  if (short >= 0x80) {
    const count = short & 0x7f;
    if (count === 0 || count > 3 || at + count > bytes.length) return null;
    length = bytes.readUIntBE(at, count);
    at += count;
  }
  if (at + length > bytes.length) return null;
  return { tag, value: bytes.subarray(at, at + length), whole: bytes.subarray(0, at + length) };
}

/** Elements one after another, to the last byte; null where they do not fill it exactly. */
export function readAll(bytes: Buffer): readonly Tlv[] | null {
  const found: Tlv[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const next = readTlv(rest);
    if (!next) return null;
    found.push(next);
    rest = rest.subarray(next.whole.length);
  }
  return found;
}

/** The content of an element with this tag; null where it is another. */
export function contentOf(element: Tlv | undefined, tag: number): readonly Tlv[] | null {
  return element?.tag === tag ? readAll(element.value) : null;
}

export function oidText(element: Tlv | undefined): string | null {
  if (element?.tag !== 0x06 || element.value.length === 0) return null;
  const parts: number[] = [];
  let value = 0;
  for (const [index, byte] of element.value.entries()) {
    if (index === 0)
      parts.push(Math.min(2, Math.floor(byte / 40)), byte - 40 * Math.min(2, Math.floor(byte / 40)));
    else {
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) {
        parts.push(value);
        value = 0;
      }
    }
  }
  return parts.join('.');
}
