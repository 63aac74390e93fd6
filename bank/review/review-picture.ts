// One picture of a case in review, opened for the reviewer who asked and for nobody else: never kept in the clear, each look written down.
// It refuses what is no picture, and every case that is not in review.
import type { Officer } from '#core/contract/bank/identity.ts';
import { packetManifestSchema } from '#core/contract/bank/packet.ts';
import { reviewPictureRoles } from '#core/contract/bank/review.ts';
import { caseIdSchema } from '#core/kernel/brand.ts';
import { err, ok } from '#core/kernel/result.ts';
import type { BankContext } from '../context.ts';
import type { Outcome } from '../failure.ts';
import type { BlobStore } from '../intake/blob-store.ts';
import { openCaseFile } from '../verification/case-store.ts';
import { openPart } from '../verification/open-packet.ts';
import { writeStaffAct } from './staff-act.ts';

export interface ReviewPicture {
  readonly mediaType: 'image/jpeg' | 'image/png';
  readonly bytes: Buffer;
}

export async function reviewPicture(
  { bank, blobs }: { readonly bank: BankContext; readonly blobs: BlobStore },
  staff: Officer,
  { caseId, evidenceId }: { readonly caseId: string; readonly evidenceId: string },
): Promise<Outcome<ReviewPicture>> {
  const row = await bank.db
    .selectFrom('bank_case')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('state', '=', 'in-review')
    .executeTakeFirst();
  if (row === undefined) return err({ kind: 'not-found' });
  const item = openCaseFile(bank, row).evidence.find((each) => each.evidenceId === evidenceId);
  const mediaType = item?.mediaType;
  if (!item || !reviewPictureRoles.some((role) => role === item.role)) return err({ kind: 'not-found' });
  if (mediaType !== 'image/jpeg' && mediaType !== 'image/png') return err({ kind: 'not-found' });
  const packet = await bank.db
    .selectFrom('packet')
    .select('manifest')
    .where('case_id', '=', caseId)
    .where('version', '=', row.version)
    .executeTakeFirst();
  if (packet === undefined) return err({ kind: 'not-found' });
  const manifest = packetManifestSchema.parse(JSON.parse(packet.manifest));
  const part = manifest.parts.find(({ name }) => name === evidenceId);
  const opening = bank.keys.opening.get(manifest.bankKeyId);
  if (part === undefined || opening === undefined) return err({ kind: 'not-found' });
  // Written before the picture is opened: a look that nobody wrote down has not been.
  await writeStaffAct(bank, bank.db, {
    act: 'review.looked',
    officerId: staff.officerId,
    caseId: caseIdSchema.parse(caseId),
  });
  const opened = await openPart(opening, manifest, part, await blobs.read(part.digest));
  return opened === null
    ? err({ kind: 'packet-unreadable', detail: 'A part does not open.' })
    : ok({ mediaType, bytes: Buffer.from(opened) });
}
