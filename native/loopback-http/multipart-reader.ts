// Cuts a multipart M-JPEG stream into pictures. A part beyond the limit, or one that is no JPEG, ends the reading.

export interface MultipartReader {
  /** False once the stream is no such stream. */
  push(bytes: Buffer): boolean;
}

const maxHeadBytes = 1_024;

export function createMultipartReader(
  boundary: string,
  maxPartBytes: number,
  onPart: (jpeg: Buffer) => void,
): MultipartReader {
  const mark = Buffer.from(`--${boundary}`, 'latin1');
  let pending: Buffer = Buffer.alloc(0);
  let broken = false;

  /** True when one part was read and there may be more. */
  function readPart(): boolean {
    const start = pending.indexOf(mark);
    if (start < 0) {
      broken = pending.length > maxHeadBytes;
      return false;
    }
    const headEnd = pending.indexOf('\r\n\r\n', start);
    if (headEnd < 0) {
      broken = pending.length - start > maxHeadBytes;
      return false;
    }
    const head = pending.subarray(start, headEnd).toString('latin1');
    const declared = /^content-length:\s*(\d{1,9})\s*$/im.exec(head)?.[1];
    const from = headEnd + 4;
    const to = declared === undefined ? pending.indexOf(mark, from) : from + Number(declared);
    const size = to < 0 ? pending.length - from : to - from;
    if (size > maxPartBytes) broken = true;
    if (broken || to < 0 || to > pending.length) return false;
    const jpeg = trimmed(pending.subarray(from, to));
    pending = pending.subarray(to);
    if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) {
      broken = true;
      return false;
    }
    onPart(Buffer.from(jpeg));
    return true;
  }

  return {
    push(bytes) {
      pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
      while (!broken && readPart());
      return !broken;
    },
  };
}

/** Without the line break that belongs to the next boundary. */
function trimmed(part: Buffer): Buffer {
  return part.at(-2) === 0x0d && part.at(-1) === 0x0a ? part.subarray(0, -2) : part;
}

export function boundaryOf(contentType: string): string | null {
  return (
    /^multipart\/x-mixed-replace;\s*boundary="?-{0,2}([\w'()+,./:=?-]{1,70})"?/i.exec(contentType)?.[1] ??
    null
  );
}
