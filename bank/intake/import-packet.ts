// A packet carried to the bank by hand, as one file a kiosk exported. It goes the way of one that came by the line: the same
// device, the same key, the same one effect. Refuses what is no such file, a kiosk that is not enrolled, one turned away,
// and parts that are not what the file says.
import { Readable } from 'node:stream';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { decodePacketFile } from '#core/contract/bank/packet-file.ts';
import { packetReceiptSchema, type BankCaseStatus } from '#core/contract/bank/packet.ts';
import { problemSchema } from '#core/contract/bank/problem.ts';
import { kioskIdSchema } from '#core/kernel/brand.ts';
import { err, ok } from '#core/kernel/result.ts';
import { deviceById } from '../device/device-token.ts';
import type { Outcome } from '../failure.ts';
import { receivePacket, type Intake } from './receive-packet.ts';

export type Imported = {
  readonly status: BankCaseStatus;
  /** The bank had it already, by the line or by an earlier import. */
  readonly known: boolean;
};

export async function importPacket(intake: Intake, bytes: Uint8Array): Promise<Outcome<Imported>> {
  const file = decodePacketFile(bytes);
  if (!file.ok) return err({ kind: 'bad-request', detail: file.error.kind });
  // Read before its signature is known, and only to find whose key is to prove it.
  const named = z.object({ kioskId: kioskIdSchema }).safeParse(claimsOf(file.value.packet));
  if (!named.success) return err({ kind: 'packet-schema' });
  const device = await deviceById(intake.bank, named.data.kioskId);
  if (!device.ok) return device;
  for (const { digest, ciphertext } of file.value.parts) {
    const kept = await intake.blobs.keep(digest, Readable.from([Buffer.from(ciphertext)]));
    if (!kept.ok) return kept;
  }
  const { idempotencyKey, packet } = file.value;
  const received = await receivePacket(intake, device.value, { key: idempotencyKey, packet });
  if (!received.ok) return received;
  const body: unknown = JSON.parse(received.value.body);
  if (received.value.status >= 400) {
    const { kind, detail } = problemSchema.parse(body);
    return err(detail === undefined ? { kind } : { kind, detail });
  }
  return ok({ status: packetReceiptSchema.parse(body).status, known: received.value.replayed });
}

function claimsOf(jws: string): unknown {
  try {
    return decodeJwt(jws);
  } catch {
    // Not a token at all.
    return null;
  }
}
