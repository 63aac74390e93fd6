// The kiosk's copy of the master data: the bank's signed head and the sections it names, kept as one text. A section counts
// only with the digest the head gives it; the head only with the bank's signature.
import { createHash, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { catalogueSchema, type Catalogue } from '#core/contract/bank/catalogue.ts';
import {
  catalogueOf,
  masterHeadSchema,
  masterSections,
  masterTextsSchema,
  type MasterDeltas,
  type MasterHead,
  versionIn,
  type MasterTexts,
} from '#core/contract/bank/master-data.ts';
import { applyRowDelta } from '#core/contract/bank/row-delta.ts';
import { jwsSchema } from '#core/kernel/encoding.ts';
import { readWord } from './bank-words.ts';

const keptSchema = z.object({ head: jwsSchema, sections: masterTextsSchema });

export interface KeptMasterData {
  readonly head: MasterHead;
  readonly texts: MasterTexts;
  readonly catalogue: Catalogue;
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * `before` lends the sections that were not sent, and those that rows were sent for. Null: not the bank's, or not whole. What was kept
 * by a kiosk that did not know a further section is whole without it.
 */
export async function readMasterData(
  bankKey: KeyObject,
  reply: {
    readonly head: string;
    readonly sections: MasterTexts;
    readonly deltas?: MasterDeltas | undefined;
  },
  before: MasterTexts | null,
): Promise<KeptMasterData | null> {
  const head = await readWord(bankKey, 'pravesh-master-data', reply.head, masterHeadSchema);
  if (!head) return null;
  const texts: MasterTexts = {};
  for (const section of masterSections) {
    const version = versionIn(head, section);
    if (version === undefined) continue;
    const [delta, held] = [reply.deltas?.[section], before?.[section]];
    const made = delta && held !== undefined ? applyRowDelta(held, delta) : null;
    const text = [reply.sections[section], made ?? undefined, held].find(
      (one) => one !== undefined && digestOf(one) === version,
    );
    if (text !== undefined) texts[section] = text;
    else if (before !== null || section in head.sections) return null;
  }
  const catalogue = catalogueOf(head, texts);
  return catalogue && { head, texts, catalogue };
}

export function keptText(head: string, texts: MasterTexts): string {
  return JSON.stringify({ head, sections: texts });
}

/** What is kept: in sections, or, from before there were any, the whole catalogue as one word of the bank. */
export async function readKept(
  bankKey: KeyObject,
  kept: string,
): Promise<{ readonly catalogue: Catalogue; readonly texts: MasterTexts } | null> {
  const parsed = keptSchema.safeParse(parsedOrNull(kept));
  if (parsed.success) return readMasterData(bankKey, parsed.data, null);
  const catalogue = await readWord(bankKey, 'pravesh-catalogue', kept, catalogueSchema);
  return catalogue && { catalogue, texts: {} };
}
