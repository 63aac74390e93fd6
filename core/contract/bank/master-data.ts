// Master data in sections, each under its own version: a kiosk tells which it has and is given only what differs. The bank signs
// the list of versions alone; a section's version is the SHA-256 of its text, so that a section proves itself against it.
//
// POST /v1/master-data {have, rows} → {head, sections, deltas}: `head` a word of type `pravesh-master-data`, `sections` the texts
// of those that differ. A kiosk that says `rows` is given a list it has in an older form as the rows that differ (row-delta.ts),
// where that is shorter. A kiosk that has none, or only what is long gone, is given all of them.
import { z } from 'zod';
import { instantSchema } from '#core/kernel/instant.ts';
import { jwsSchema, sha256HexSchema } from '#core/kernel/encoding.ts';
import { catalogueSchema, type Catalogue } from './catalogue.ts';
import { rowDeltaSchema } from './row-delta.ts';

export const masterSections = ['products', 'branches', 'consents', 'settings'] as const;
export type MasterSection = (typeof masterSections)[number];
const sectionSchema = z.enum(masterSections);

/** The largest is the list of branches: some 200 bytes each. */
const sectionMaxChars = 900_000;

export const masterHeadSchema = z.object({
  /** The catalogue's own name, which cases carry. */
  version: z.string(),
  asOf: instantSchema,
  sections: z.record(sectionSchema, sha256HexSchema),
});
export type MasterHead = z.infer<typeof masterHeadSchema>;

export const masterTextsSchema = z.partialRecord(sectionSchema, z.string().max(sectionMaxChars));
export type MasterTexts = z.infer<typeof masterTextsSchema>;

export const masterAskSchema = z.object({
  have: z.partialRecord(sectionSchema, sha256HexSchema),
  /** Rows are understood. */
  rows: z.literal(true).optional(),
});
export const masterDeltasSchema = z.partialRecord(sectionSchema, rowDeltaSchema);
export type MasterDeltas = z.infer<typeof masterDeltasSchema>;
export const masterReplySchema = z.object({
  head: jwsSchema,
  sections: masterTextsSchema,
  /** Against what the kiosk said it has; never of a section that comes whole. */
  deltas: masterDeltasSchema.optional(),
  /** The bank's word on this kiosk's audit (audit-head.ts); absent before its first packet. */
  audit: jwsSchema.optional(),
});

/** Each section as the text its version is taken over. */
export function sectionsOf(catalogue: Catalogue): Readonly<Record<MasterSection, string>> {
  const { products, branches, purposes, consentTextVersion, policy } = catalogue;
  return {
    products: JSON.stringify(products),
    branches: JSON.stringify(branches),
    consents: JSON.stringify({ purposes, consentTextVersion }),
    settings: JSON.stringify(policy),
  };
}

function parsedOrNull(text: string | undefined): unknown {
  try {
    return text === undefined ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** Null when a section is lacking or not of the contract's form. That each text is the one of the head is checked before. */
export function catalogueOf(head: MasterHead, texts: MasterTexts): Catalogue | null {
  const consents = parsedOrNull(texts.consents);
  const parsed = catalogueSchema.safeParse({
    version: head.version,
    asOf: head.asOf,
    products: parsedOrNull(texts.products),
    branches: parsedOrNull(texts.branches),
    ...(typeof consents === 'object' ? consents : {}),
    policy: parsedOrNull(texts.settings),
  });
  return parsed.success ? parsed.data : null;
}
