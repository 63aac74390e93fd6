// Tickets open the live channel: single use, 30 s, kept as a hash, spent by the statement that finds them.
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { ticketSchema } from '#core/contract/bank/identity.ts';
import { kioskIdSchema, type KioskId } from '#core/kernel/brand.ts';
import { err, ok } from '#core/kernel/result.ts';
import { instantOf, later } from '../clock.ts';
import type { BankContext } from '../context.ts';
import type { Outcome } from '../failure.ts';

const ticketLifeMs = 30_000;

export async function makeTicket(bank: BankContext, kioskId: KioskId): Promise<z.infer<typeof ticketSchema>> {
  const ticket = randomBytes(24).toString('base64url');
  const now = bank.now();
  const expiresAt = later(now, ticketLifeMs);
  await bank.db.deleteFrom('ticket').where('expires_at', '<', now).execute();
  await bank.db
    .insertInto('ticket')
    .values({ ticket_hash: bank.keys.hash('ticket', ticket), kiosk_id: kioskId, expires_at: expiresAt })
    .execute();
  return { ticket, expiresAt: instantOf(expiresAt) };
}

export async function spendTicket(bank: BankContext, ticket: string): Promise<Outcome<KioskId>> {
  const row = await bank.db
    .deleteFrom('ticket')
    .where('ticket_hash', '=', bank.keys.hash('ticket', ticket))
    .returning(['kiosk_id', 'expires_at'])
    .executeTakeFirst();
  if (row === undefined || row.expires_at <= bank.now()) return err({ kind: 'ticket-invalid' });
  return ok(kioskIdSchema.parse(row.kiosk_id));
}
