// Sends one sealed part in pieces, from where the bank stands. A piece that is lost is sent again in place, from what the bank
// then holds; only a line that loses several in a row is gone. Nothing is remembered on this side: the bank is asked.
import {
  uploadCompleteHeader,
  uploadLengthHeader,
  uploadOffsetHeader,
} from '#core/contract/bank/blob-upload.ts';
import {
  afterChunk,
  afterLoss,
  patienceMs,
  repeatPauseMs,
  repeatsInPlace,
  unknownQuality,
  type LineQuality,
} from '#core/outbox/chunk-policy.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { LinkFailure } from '../../port/bank-link.ts';
import type { SealedPart } from '../../port/case-store.ts';
import type { Schedule } from '../../port/schedule.ts';
import type { HttpLine, LineAnswer, LineRequest } from './http-line.ts';
import { failureOf } from './read-answer.ts';

/** What a piece was measured by; shared by all pieces of a line. */
export interface Pace {
  quality(): LineQuality;
  sent(bytes: number, ms: number): void;
  lost(): void;
}

export function createPace(): Pace {
  let quality = unknownQuality;
  return {
    quality: () => quality,
    sent: (bytes, ms) => (quality = afterChunk(quality, { bytes, ms })),
    lost: () => (quality = afterLoss(quality)),
  };
}

export interface Uploader {
  /** Sends with the device's token. */
  readonly ask: (request: LineRequest) => ReturnType<HttpLine['ask']>;
  readonly schedule: Schedule;
  readonly pace: Pace;
}

interface Standing {
  readonly offset: number;
  readonly complete: boolean;
}

const pause = (schedule: Schedule, ms: number): Promise<void> =>
  new Promise((resolve) => void schedule.after(ms, resolve));

function offsetIn(answer: LineAnswer, length: number): number | null {
  const text = answer.header(uploadOffsetHeader);
  const offset = text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
  return offset !== null && offset <= length ? offset : null;
}

async function standingOf(uploader: Uploader, part: SealedPart): Promise<Result<Standing, LinkFailure>> {
  const answer = await uploader.ask({ method: 'HEAD', path: `/v1/blobs/${part.digest}` });
  if (!answer.ok) return answer;
  const { status } = answer.value;
  // A HEAD's problem has no body to read, so its kind is not known; the piece itself will be told.
  if (status >= 500) return err(failureOf(answer.value));
  if (status !== 200) return ok({ offset: 0, complete: false });
  const offset = offsetIn(answer.value, part.bytes);
  if (offset === null) return err({ kind: 'bank-answer-unreadable' });
  return ok({ offset, complete: answer.value.header(uploadCompleteHeader) === '?1' });
}

function piece(uploader: Uploader, part: SealedPart, offset: number, losses: number): LineRequest {
  const quality = uploader.pace.quality();
  // A bank that was ended when all had come, before it was proved, needs to be asked once more: the last byte does that.
  const from = Math.min(offset, part.bytes - 1);
  const bytes = part.ciphertext.subarray(from, from + quality.chunkBytes);
  return {
    method: 'PATCH',
    path: `/v1/blobs/${part.digest}`,
    headers: { [uploadOffsetHeader]: String(from), [uploadLengthHeader]: String(part.bytes) },
    body: { type: 'application/octet-stream', bytes },
    patienceMs: patienceMs(quality, bytes.byteLength, losses),
  };
}

/** What an answer to a piece means: whole, go on from here, or not to be sent. */
function readPiece(answer: LineAnswer, length: number): Result<Standing, LinkFailure> {
  const { status } = answer;
  if (status === 200 || status === 201) return ok({ offset: length, complete: true });
  if (status === 204) {
    const offset = offsetIn(answer, length);
    return offset === null ? err({ kind: 'bank-answer-unreadable' }) : ok({ offset, complete: false });
  }
  const failure = failureOf(answer);
  const isElsewhere = failure.kind === 'refused' && failure.problem.kind === 'blob-offset';
  const offset = isElsewhere ? failure.problem.offset : undefined;
  return offset !== undefined && offset <= length ? ok({ offset, complete: false }) : err(failure);
}

/** `from`: what the bank is believed to hold; wrong, it says so at the first piece. */
export async function uploadPart(
  uploader: Uploader,
  part: SealedPart,
  from: number,
): Promise<Result<null, LinkFailure>> {
  const { schedule, pace } = uploader;
  let offset = from;
  /** In a row without anything having come on. */
  let losses = 0;
  for (;;) {
    const request = piece(uploader, part, offset, losses);
    const bytes = request.body?.bytes.byteLength ?? 0;
    const beganMs = schedule.elapsedMs();
    const answer = await uploader.ask(request);
    let stands: Result<Standing, LinkFailure>;
    if (answer.ok) {
      stands = readPiece(answer.value, part.bytes);
      if (stands.ok && stands.value.offset === offset + bytes)
        pace.sent(bytes, schedule.elapsedMs() - beganMs);
    } else {
      if (answer.error.kind !== 'no-line' || losses >= repeatsInPlace) return answer;
      pace.lost();
      await pause(schedule, repeatPauseMs * 2 ** losses);
      stands = await standingOf(uploader, part);
      if (!stands.ok && stands.error.kind === 'no-line' && losses + 1 <= repeatsInPlace) {
        losses += 1;
        continue;
      }
    }
    if (!stands.ok) return stands;
    if (stands.value.complete) return ok(null);
    losses = stands.value.offset > offset ? 0 : losses + 1;
    // A line that loses every piece is none; a bank that goes round in a circle is in trouble.
    if (losses > repeatsInPlace)
      return answer.ok ? err({ kind: 'bank-failed', retryAfterS: null }) : err({ kind: 'no-line' });
    offset = stands.value.offset;
  }
}
