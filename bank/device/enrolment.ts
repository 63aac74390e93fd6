// Enrolment: an operator makes a single-use code, a kiosk spends it and is known from then on.
// Only the token's hash is kept. Refuses simulated kiosks and development tokens at a production bank.
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { enrolmentCodePrefix, type EnrolReply, type EnrolRequest } from '#core/contract/bank/identity.ts';
import { kioskIdSchema } from '#core/kernel/brand.ts';
import { err, ok } from '#core/kernel/result.ts';
import { currentCatalogue } from '../catalogue/catalogue-store.ts';
import { later } from '../clock.ts';
import type { BankContext } from '../context.ts';
import type { Outcome } from '../failure.ts';

/** An operator walks to the kiosk with it; a day is enough, and a lost note is worth nothing tomorrow. */
const tokenLifeMs = 24 * 3600 * 1000;

/** A fresh code for one kiosk of a branch (the first branch when none is named). */
export async function makeEnrolmentCode(
  bank: BankContext,
  options: { readonly url: string; readonly branchId: string | null },
): Promise<Outcome<string>> {
  const { branches } = await currentCatalogue(bank.db);
  const branch =
    options.branchId === null ? branches[0] : branches.find((b) => b.branchId === options.branchId);
  if (branch === undefined) return err({ kind: 'not-found', detail: 'No such branch.' });
  const token = randomBytes(24).toString('base64url');
  const now = bank.now();
  await bank.db
    .insertInto('enrolment_token')
    .values({
      token_hash: bank.keys.hash('enrolment-token', token),
      branch_id: branch.branchId,
      environment: bank.environment,
      made_at: now,
      expires_at: later(now, tokenLifeMs),
      spent_at: null,
    })
    .execute();
  const code = { url: options.url, token, fingerprint: bank.keys.signing.fingerprint };
  return ok(enrolmentCodePrefix + Buffer.from(JSON.stringify(code)).toString('base64url'));
}

export async function enrolDevice(bank: BankContext, request: EnrolRequest): Promise<Outcome<EnrolReply>> {
  if (Buffer.from(request.deviceKey, 'base64url').length !== 32) {
    return err({ kind: 'bad-request', detail: 'deviceKey must be 32 bytes.' });
  }
  if (bank.environment === 'production' && request.simulated) return err({ kind: 'simulation-refused' });
  const { branches } = await currentCatalogue(bank.db);
  return bank.db.transaction().execute(async (tx): Promise<Outcome<EnrolReply>> => {
    const now = bank.now();
    const hash = bank.keys.hash('enrolment-token', request.token);
    const token = await tx
      .selectFrom('enrolment_token')
      .selectAll()
      .where('token_hash', '=', hash)
      .forUpdate()
      .executeTakeFirst();
    if (token === undefined || token.environment !== bank.environment || token.expires_at <= now) {
      return err({ kind: 'enrolment-token-invalid' });
    }
    if (token.spent_at !== null) return err({ kind: 'enrolment-token-spent' });
    const branch = branches.find((b) => b.branchId === token.branch_id);
    if (branch === undefined) return err({ kind: 'enrolment-token-invalid' });
    const kioskId = kioskIdSchema.parse(uuidv7());
    const device = await tx
      .insertInto('device')
      .values({
        kiosk_id: kioskId,
        device_key: request.deviceKey,
        name: request.name,
        shell: request.shell,
        simulated: request.simulated,
        environment: bank.environment,
        app_version: request.appVersion,
        branch_id: branch.branchId,
        enrolled_at: now,
        revoked_at: null,
      })
      .onConflict((on) => on.column('device_key').doNothing())
      .returning('kiosk_id')
      .executeTakeFirst();
    // A key stands for one kiosk for ever: a second enrolment makes a new one.
    if (device === undefined) return err({ kind: 'bad-request', detail: 'deviceKey is enrolled already.' });
    await tx.updateTable('enrolment_token').set({ spent_at: now }).where('token_hash', '=', hash).execute();
    return ok({
      kioskId,
      branchId: branch.branchId,
      branchName: branch.name.en,
      bankName: bank.name,
      identityHashKey: bank.keys.identityHashKey.toString('base64url'),
    });
  });
}
