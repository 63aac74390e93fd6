// What a kiosk is given of the master data: the signed head, and of each section that it has in another form the rows that differ,
// or the whole text where it has none the bank remembers or the rows would be longer.
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import {
  firstSections,
  furtherSections,
  sectionsOf,
  type masterAskSchema,
  type MasterDeltas,
  type MasterHead,
  type MasterSection,
  type MasterTexts,
} from '#core/contract/bank/master-data.ts';
import { rowDelta } from '#core/contract/bank/row-delta.ts';
import type { BankContext } from '../context.ts';
import { signWord } from '../keys/signed-word.ts';
import { currentCatalogue, formerCatalogues } from './catalogue-store.ts';
import { formerLists, servedLists } from './issued-lists.ts';

/** A kiosk that has slept through more is given whole sections. */
const rememberedCatalogues = 30;

const digestOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export async function masterReply(
  bank: BankContext,
  { have, further, rows }: z.infer<typeof masterAskSchema>,
): Promise<{ readonly head: string; readonly sections: MasterTexts; readonly deltas?: MasterDeltas }> {
  const catalogue = await currentCatalogue(bank.db);
  const { issuedAt, ...lists } = await servedLists(bank);
  const texts = sectionsOf({ ...catalogue, ...lists });
  const sections: MasterTexts = {};
  const deltas: MasterDeltas = {};
  let former: ReturnType<typeof sectionsOf>[] | null = null;

  async function formerTexts(section: MasterSection): Promise<readonly (string | undefined)[]> {
    if (section === 'keys' || section === 'lists') return formerLists(bank, section, rememberedCatalogues);
    former ??= (await formerCatalogues(bank.db, rememberedCatalogues)).map(sectionsOf);
    return former.map((each) => each[section]);
  }

  /** What leads from the form the kiosk has to the one it shall have. */
  async function offer(section: MasterSection, text: string, held: string | undefined): Promise<void> {
    if (held === digestOf(text)) return;
    sections[section] = text;
    if (rows !== true || held === undefined) return;
    const before = (await formerTexts(section)).find((each) => each !== undefined && digestOf(each) === held);
    const delta = before === undefined ? null : rowDelta(before, text);
    if (delta === null || JSON.stringify(delta).length >= text.length) return;
    deltas[section] = delta;
    delete sections[section];
  }

  const versions: Partial<MasterHead['sections']> = {};
  for (const section of firstSections) {
    versions[section] = digestOf(texts[section]);
    await offer(section, texts[section], have[section]);
  }
  const furtherVersions: Record<string, string> = {};
  for (const section of furtherSections) {
    const text = texts[section];
    if (text === undefined) continue;
    furtherVersions[section] = digestOf(text);
    const held = further?.[section];
    // A kiosk from before there was this section does not name it, and could not read it.
    if (held !== undefined) await offer(section, text, held ?? undefined);
  }
  // A list issued since makes the whole younger: a kiosk takes back nothing older than it has seen.
  const asOf = issuedAt !== null && issuedAt > catalogue.asOf ? issuedAt : catalogue.asOf;
  const head = {
    version: catalogue.version,
    asOf,
    sections: versions,
    ...(Object.keys(furtherVersions).length > 0 && { further: furtherVersions }),
  };
  return {
    head: await signWord(bank.keys, 'pravesh-master-data', head),
    sections,
    ...(Object.keys(deltas).length > 0 && { deltas }),
  };
}
