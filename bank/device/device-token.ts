// Judges the token each request carries: signed by an enrolled device, for this method and path, now, and only once.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { compactVerify, decodeJwt } from 'jose';
import { z } from 'zod';
import { deviceTokenAudience, deviceTokenLifeS } from '#core/contract/bank/identity.ts';
import { kioskIdSchema, type KioskId } from '#core/kernel/brand.ts';
import { err, ok } from '#core/kernel/result.ts';
import { later } from '../clock.ts';
import type { BankContext } from '../context.ts';
import type { Outcome } from '../failure.ts';
import type { BankTables } from '../store/tables.ts';

/** Two honest clocks may differ this much; beyond it the kiosk is told to set its own by the bank's. */
const clockLeewayS = 15;

const claimsSchema = z.object({
  iss: kioskIdSchema,
  aud: z.literal(deviceTokenAudience),
  iat: z.int(),
  exp: z.int(),
  jti: z.string().min(8).max(128),
  htm: z.string(),
  htu: z.string(),
});

export type Device = {
  readonly kioskId: KioskId;
  readonly key: KeyObject;
  readonly branchId: string;
  readonly simulated: boolean;
};

type DeviceRow = BankTables['device'];

export async function authenticateDevice(
  bank: BankContext,
  request: { readonly authorization: string | undefined; readonly method: string; readonly path: string },
): Promise<Outcome<Device>> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(request.authorization ?? '')?.[1];
  if (token === undefined) return err({ kind: 'unauthenticated' });
  const claims = claimsSchema.safeParse(decodeClaims(token));
  if (!claims.success) return err({ kind: 'unauthenticated' });
  const { iss, iat, exp, jti, htm, htu } = claims.data;

  const row = await rowOf(bank, iss);
  if (row === undefined) return err({ kind: 'device-unknown' });
  if (!(await isSignedBy(token, deviceKeyOf(row.device_key)))) return err({ kind: 'unauthenticated' });
  const device = welcome(bank, row);
  if (!device.ok) return device;

  if (htm !== request.method || htu !== request.path) return err({ kind: 'unauthenticated' });
  if (exp <= iat || exp - iat > deviceTokenLifeS) return err({ kind: 'unauthenticated' });
  const now = bank.now();
  const nowS = now.getTime() / 1000;
  if (iat > nowS + clockLeewayS || exp <= nowS - clockLeewayS) return err({ kind: 'clock-skew' });

  const fresh = await bank.db
    .insertInto('device_token_use')
    .values({ kiosk_id: iss, jti, keep_until: later(new Date(exp * 1000), 2 * clockLeewayS * 1000) })
    .onConflict((on) => on.columns(['kiosk_id', 'jti']).doNothing())
    .returning('jti')
    .executeTakeFirst();
  if (fresh === undefined) return err({ kind: 'unauthenticated', detail: 'This token was used before.' });
  return device;
}

/** A kiosk by its id alone, for what it signed itself: enrolled here, and not turned away since. */
export async function deviceById(bank: BankContext, kioskId: KioskId): Promise<Outcome<Device>> {
  const row = await rowOf(bank, kioskId);
  return row === undefined ? err({ kind: 'device-unknown' }) : welcome(bank, row);
}

function rowOf(bank: BankContext, kioskId: KioskId): Promise<DeviceRow | undefined> {
  return bank.db.selectFrom('device').selectAll().where('kiosk_id', '=', kioskId).executeTakeFirst();
}

function welcome(bank: BankContext, row: DeviceRow): Outcome<Device> {
  if (row.revoked_at !== null) return err({ kind: 'device-revoked' });
  // A production bank trusts no kiosk that a development bank let in, and no simulated one.
  if (bank.environment === 'production' && row.environment !== 'production')
    return err({ kind: 'device-revoked' });
  if (bank.environment === 'production' && row.simulated) return err({ kind: 'simulation-refused' });
  return ok({
    kioskId: kioskIdSchema.parse(row.kiosk_id),
    key: deviceKeyOf(row.device_key),
    branchId: row.branch_id,
    simulated: row.simulated,
  });
}

/** Used tokens are kept only while they could be replayed. */
export async function forgetOldTokens(bank: BankContext): Promise<void> {
  await bank.db.deleteFrom('device_token_use').where('keep_until', '<', bank.now()).execute();
}

function deviceKeyOf(rawBase64Url: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: rawBase64Url }, format: 'jwk' });
}

function decodeClaims(token: string): unknown {
  try {
    return decodeJwt(token);
  } catch {
    // Not a token at all: read as one without claims.
    return null;
  }
}

async function isSignedBy(token: string, key: KeyObject): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: ['EdDSA'] });
    return true;
  } catch {
    // jose throws for every fault of a token.
    return false;
  }
}
