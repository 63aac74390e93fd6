// What a kiosk is given of the master data: the signed head, and of each section that it has in another form the rows that differ,
// or the whole text where it has none the bank remembers or the rows would be longer.
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import {
  masterSections,
  sectionsOf,
  type masterAskSchema,
  type MasterDeltas,
  type MasterSection,
  type MasterTexts,
} from '#core/contract/bank/master-data.ts';
import { rowDelta } from '#core/contract/bank/row-delta.ts';
import type { BankContext } from '../context.ts';
import { signWord } from '../keys/signed-word.ts';
import { currentCatalogue, formerCatalogues } from './catalogue-store.ts';

/** A kiosk that has slept through more is given whole sections. */
const rememberedCatalogues = 30;

const digestOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export async function masterReply(
  bank: BankContext,
  { have, rows }: z.infer<typeof masterAskSchema>,
): Promise<{ readonly head: string; readonly sections: MasterTexts; readonly deltas?: MasterDeltas }> {
  const catalogue = await currentCatalogue(bank.db);
  const texts = sectionsOf(catalogue);
  const sections: MasterTexts = {};
  const deltas: MasterDeltas = {};
  const versions: Partial<Record<MasterSection, string>> = {};
  let former: readonly Readonly<Record<MasterSection, string>>[] | null = null;
  for (const section of masterSections) {
    const text = texts[section];
    versions[section] = digestOf(text);
    const held = have[section];
    if (held === versions[section]) continue;
    sections[section] = text;
    if (rows !== true || held === undefined) continue;
    former ??= (await formerCatalogues(bank.db, rememberedCatalogues)).map(sectionsOf);
    const before = former.find((each) => digestOf(each[section]) === held);
    const delta = before === undefined ? null : rowDelta(before[section], text);
    if (delta === null || JSON.stringify(delta).length >= text.length) continue;
    deltas[section] = delta;
    delete sections[section];
  }
  const head = { version: catalogue.version, asOf: catalogue.asOf, sections: versions };
  return {
    head: await signWord(bank.keys, 'pravesh-master-data', head),
    sections,
    ...(Object.keys(deltas).length > 0 && { deltas }),
  };
}
