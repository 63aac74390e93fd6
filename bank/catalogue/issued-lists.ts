// The lists that a supervisor issued: signed where the bank's key is kept, taken in here only with that signature and a serial above
// the one served. Kept as signed, every one, so that a kiosk with an older one is given the rows that differ.
import { deviceListRows, deviceListsSchema, type DeviceLists } from '#core/contract/bank/device-lists.ts';
import { issuerKeyRows, issuerKeysSchema, type IssuerKeys } from '#core/contract/bank/issuer-keys.ts';
import { sectionMaxChars, type FurtherSection } from '#core/contract/bank/master-data.ts';
import type { BankWordType } from '#core/contract/bank/signed-word.ts';
import type { Instant } from '#core/kernel/instant.ts';
import { err, ok } from '#core/kernel/result.ts';
import { instantOf } from '../clock.ts';
import type { BankContext } from '../context.ts';
import type { Outcome } from '../failure.ts';
import { readWord } from '../keys/signed-word.ts';
import { writeStaffAct } from '../review/staff-act.ts';

export const listWords: Readonly<Record<FurtherSection, BankWordType>> = {
  keys: 'pravesh-issuer-keys',
  lists: 'pravesh-device-lists',
};

async function keysIn(bank: BankContext, word: string): Promise<IssuerKeys | null> {
  const read = await readWord(bank.keys, listWords.keys, word);
  return (read.ok && issuerKeysSchema.safeParse(read.value).data) || null;
}

async function listsIn(bank: BankContext, word: string): Promise<DeviceLists | null> {
  const read = await readWord(bank.keys, listWords.lists, word);
  return (read.ok && deviceListsSchema.safeParse(read.value).data) || null;
}

/** The list as its section's text; null for a word that is none of ours. */
async function textIn(
  bank: BankContext,
  section: FurtherSection,
  word: string,
): Promise<{ readonly serial: number; readonly text: string } | null> {
  if (section === 'keys') {
    const keys = await keysIn(bank, word);
    return keys && { serial: keys.serial, text: issuerKeyRows(keys) };
  }
  const lists = await listsIn(bank, word);
  return lists && { serial: lists.serial, text: deviceListRows(lists) };
}

function issued(bank: BankContext, section: FurtherSection, limit: number) {
  return bank.db
    .selectFrom('issued_list')
    .select(['word', 'issued_at', 'serial'])
    .where('section', '=', section)
    .orderBy('serial', 'desc')
    .limit(limit)
    .execute();
}

/** Those served now, and when the later one was issued. */
export async function servedLists(bank: BankContext): Promise<{
  readonly keys?: IssuerKeys;
  readonly lists?: DeviceLists;
  readonly issuedAt: Instant | null;
}> {
  const [[keyRow], [listRow]] = [await issued(bank, 'keys', 1), await issued(bank, 'lists', 1)];
  const keys = keyRow && (await keysIn(bank, keyRow.word));
  const lists = listRow && (await listsIn(bank, listRow.word));
  const moments = [keyRow, listRow].flatMap((row) => (row ? [row.issued_at.getTime()] : []));
  return {
    ...(keys && { keys }),
    ...(lists && { lists }),
    issuedAt: moments.length === 0 ? null : instantOf(new Date(Math.max(...moments))),
  };
}

/** The texts of those before the one served, the newest first. */
export async function formerLists(
  bank: BankContext,
  section: FurtherSection,
  limit: number,
): Promise<readonly string[]> {
  const words = (await issued(bank, section, limit + 1)).slice(1);
  const texts = await Promise.all(words.map(({ word }) => textIn(bank, section, word)));
  return texts.flatMap((each) => (each ? [each.text] : []));
}

export async function issueList(
  bank: BankContext,
  officerId: string,
  section: FurtherSection,
  word: string,
): Promise<Outcome<{ readonly section: FurtherSection; readonly serial: number }>> {
  const list = await textIn(bank, section, word);
  if (!list) return err({ kind: 'bad-request', detail: 'not a list that this bank signed' });
  const { serial, text } = list;
  if (text.length > sectionMaxChars) return err({ kind: 'too-large' });
  return bank.db.transaction().execute(async (tx) => {
    const last = await tx
      .selectFrom('issued_list')
      .select('serial')
      .where('section', '=', section)
      .orderBy('serial', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (last && last.serial >= serial)
      return err({ kind: 'bad-request' as const, detail: `serial ${last.serial} is issued already` });
    await tx
      .insertInto('issued_list')
      .values({ section, serial, word, issued_at: bank.now(), officer_id: officerId })
      .execute();
    await writeStaffAct(bank, tx, { act: `list.${section}-issued`, officerId, caseId: null });
    return ok({ section, serial });
  });
}
