// One message between the kiosk and a helper: its length, a head as JSON, and bytes. Read from a peer that may be broken:
// lengths beyond the limits, heads that are no JSON object and bytes that are no frame end the reading.
import { err, ok, type Result } from '#core/kernel/result.ts';

export interface Frame {
  readonly head: unknown;
  readonly body: Buffer;
}

export interface FrameLimits {
  readonly headBytes: number;
  readonly bodyBytes: number;
}

export type FrameFlaw = { readonly kind: 'malformed' | 'too-large' };

/** Ten fingers as pictures are below 4 MB. */
export const frameLimits: FrameLimits = { headBytes: 65_536, bodyBytes: 8_388_608 };

const lengthBytes = 4;

/** Length of all that follows, length of the head, head, body; lengths as 32 bits, high byte first. */
export function writeFrame(head: unknown, body: Uint8Array = Buffer.alloc(0)): Buffer {
  const text = Buffer.from(JSON.stringify(head), 'utf8');
  const lengths = Buffer.alloc(2 * lengthBytes);
  lengths.writeUInt32BE(lengthBytes + text.length + body.length, 0);
  lengths.writeUInt32BE(text.length, lengthBytes);
  return Buffer.concat([lengths, text, body]);
}

export interface FrameReader {
  /** The frames that are now whole; after a flaw nothing more is read. */
  push(chunk: Buffer): Result<readonly Frame[], FrameFlaw>;
}

export function createFrameReader(limits: FrameLimits = frameLimits): FrameReader {
  let pieces: Buffer[] = [];
  let have = 0;
  let flaw: FrameFlaw | null = null;

  /** The first bytes, gathered only when there are enough: a frame in a thousand pieces is copied once. */
  function first(count: number): Buffer | null {
    if (have < count) return null;
    const [head] = pieces;
    if (!head || head.length < count) pieces = [Buffer.concat(pieces)];
    return pieces[0] ?? null;
  }

  function next(): Result<Frame | null, FrameFlaw> {
    const lengths = first(2 * lengthBytes);
    if (!lengths) return ok(null);
    const whole = lengths.readUInt32BE(0);
    const headBytes = lengths.readUInt32BE(lengthBytes);
    if (headBytes > limits.headBytes || whole > lengthBytes + limits.headBytes + limits.bodyBytes)
      return err({ kind: 'too-large' });
    if (whole < lengthBytes + headBytes) return err({ kind: 'malformed' });
    const bytes = first(lengthBytes + whole);
    if (!bytes) return ok(null);
    const head = objectOrNull(bytes.toString('utf8', 2 * lengthBytes, 2 * lengthBytes + headBytes));
    if (!head) return err({ kind: 'malformed' });
    const body = Buffer.from(bytes.subarray(2 * lengthBytes + headBytes, lengthBytes + whole));
    if (body.length > limits.bodyBytes) return err({ kind: 'too-large' });
    const rest = bytes.subarray(lengthBytes + whole);
    // What was handed on is not kept a second time.
    bytes.fill(0, 0, lengthBytes + whole);
    pieces = rest.length > 0 ? [rest] : [];
    have = rest.length;
    return ok({ head, body });
  }

  return {
    push(chunk) {
      if (flaw) return err(flaw);
      pieces.push(chunk);
      have += chunk.length;
      const frames: Frame[] = [];
      for (;;) {
        const frame = next();
        if (!frame.ok) {
          flaw = frame.error;
          pieces = [];
          return frame;
        }
        if (!frame.value) return ok(frames);
        frames.push(frame.value);
      }
    },
  };
}

function objectOrNull(text: string): object | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && !Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
