// The one way a packet enters the bank, by the line or by hand: under its kiosk's key, once, and told to whoever waits for it.
import { packetReceiptSchema } from '#core/contract/bank/packet.ts';
import { err } from '#core/kernel/result.ts';
import type { BankContext } from '../context.ts';
import type { Device } from '../device/device-token.ts';
import type { Failure, Outcome } from '../failure.ts';
import { problemOf } from '../http/problem.ts';
import type { CaseFeed } from '../live/case-feed.ts';
import type { Verifier } from '../verification/verifier.ts';
import type { BlobStore } from './blob-store.ts';
import type { PartialBlobs } from './partial-blob.ts';
import { underKey, type Answer } from './idempotency.ts';
import { submitPacket, type Submitted } from './submit-packet.ts';

export type Intake = {
  readonly bank: BankContext;
  readonly blobs: BlobStore;
  readonly feed: CaseFeed;
  readonly verifier: Verifier;
  /** Left out where a packet comes by hand: its parts come with it. */
  readonly partials?: PartialBlobs;
};

/** `body` is the receipt or a problem, as it was first written. */
export type Received = { readonly status: number; readonly body: string; readonly replayed: boolean };

export async function receivePacket(
  intake: Intake,
  device: Device,
  submission: { readonly key: string; readonly packet: string },
): Promise<Outcome<Received>> {
  const { bank, blobs, feed, verifier } = intake;
  const { key, packet } = submission;
  let known = false;
  const kept = await underKey(bank, { kioskId: device.kioskId, key, body: packet }, async () => {
    const submitted = await submitPacket(bank, blobs, device, packet);
    if (submitted.ok) {
      ({ known } = submitted.value);
      const { status } = submitted.value.receipt;
      if (!known) feed.publish({ kioskId: device.kioskId, status });
      if (status.state === 'received') verifier.take(status.caseId);
    }
    return answerOf(submitted.ok ? submitted : err(await withBegun(intake, device, submitted.error)));
  });
  if (!kept.ok) return kept;
  const { status, body, replayed } = kept.value;
  return { ok: true, value: { status, body, replayed: replayed || known } };
}

/** Says with the missing parts how far each has come, so that none is begun anew that was cut in the middle. */
async function withBegun({ partials }: Intake, { kioskId }: Device, failure: Failure): Promise<Failure> {
  if (!partials || failure.missing === undefined) return failure;
  const begun: Record<string, number> = {};
  for (const digest of failure.missing) {
    const { offset } = await partials.standing({ kioskId, digest });
    if (offset > 0) begun[digest] = offset;
  }
  return Object.keys(begun).length > 0 ? { ...failure, begun } : failure;
}

function answerOf(submitted: Outcome<Submitted>): Answer {
  if (submitted.ok) {
    return {
      status: 202,
      body: JSON.stringify(packetReceiptSchema.parse(submitted.value.receipt)),
      lasting: true,
    };
  }
  const problem = problemOf(submitted.error);
  return { status: problem.status, body: JSON.stringify(problem), lasting: isLasting(submitted.error) };
}

/** Missing parts are sent, and then the same key serves; every other refusal of the same bytes stays a refusal. */
function isLasting(failure: Failure): boolean {
  return failure.kind !== 'blob-missing';
}
