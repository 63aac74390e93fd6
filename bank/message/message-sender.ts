// How the bank reaches a person: one port. In development messages are written, sealed, to a table that the operator
// may read as the customer would read the phone. No code is ever fixed and no message ever logged.
import { v7 as uuidv7 } from 'uuid';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { instantOf, type Clock } from '../clock.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { openColumn, sealColumn } from '../store/sealed-column.ts';
import type { Db } from '../store/tables.ts';

/** `to`: a mobile number in E.164, or officer:<id>. */
export type Message = { readonly to: string; readonly text: string };
type SendError = { readonly kind: 'unavailable' };

export type MessageSender = {
  /** Within the caller's transaction: what is rolled back was never sent. */
  readonly send: (db: Db, message: Message) => Promise<Result<null, SendError>>;
};

/** A production bank without a provider configured sends nothing and says so. */
export const unconfiguredSender: MessageSender = {
  send: () => Promise.resolve(err({ kind: 'unavailable' })),
};

export function outboxSender(keys: KeyRing, now: Clock): MessageSender {
  return {
    async send(db, message) {
      const id = uuidv7();
      await db
        .insertInto('outbox_message')
        .values({
          message_id: id,
          recipient_hash: recipientHash(keys, message.to),
          recipient_sealed: sealColumn(keys.columnKey, placeOf(id, 'recipient_sealed'), message.to),
          body_sealed: sealColumn(keys.columnKey, placeOf(id, 'body_sealed'), message.text),
          made_at: now(),
        })
        .execute();
      return ok(null);
    },
  };
}

/** By it a recipient's messages are found without being opened. */
export function recipientHash(keys: KeyRing, to: string): string {
  return keys.hash('recipient', to);
}

export type SentMessage = Message & { readonly messageId: string; readonly at: string };

/** Messages to one recipient, or to everybody, oldest first. Development only: the caller sees to that. */
export async function readOutbox(db: Db, keys: KeyRing, to: string | null): Promise<readonly SentMessage[]> {
  const all = db.selectFrom('outbox_message').selectAll().orderBy('message_id');
  const rows = await (
    to === null ? all : all.where('recipient_hash', '=', recipientHash(keys, to))
  ).execute();
  return rows.map((row) => ({
    messageId: row.message_id,
    to: openColumn(keys.columnKey, placeOf(row.message_id, 'recipient_sealed'), row.recipient_sealed),
    text: openColumn(keys.columnKey, placeOf(row.message_id, 'body_sealed'), row.body_sealed),
    at: instantOf(row.made_at),
  }));
}

function placeOf(id: string, column: string): { table: string; id: string; column: string } {
  return { table: 'outbox_message', id, column };
}
