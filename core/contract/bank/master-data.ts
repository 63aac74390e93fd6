// Master data in sections, each under its own version: a kiosk tells which it has and is given only what differs. The bank signs
// the list of versions alone; a section's version is the SHA-256 of its text, so that a section proves itself against it.
//
// POST /v1/master-data {have, further, rows} → {head, sections, deltas}: `head` a word of type `pravesh-master-data`, `sections` the
// texts of those that differ. Sections that came later stand apart as `further`, on either side: a kiosk or a bank from before them
// reads over it, and a kiosk is given no further section than it names. A kiosk that says `rows` is given a list it has in an older form as the rows that differ (row-delta.ts),
// where that is shorter. A kiosk that has none, or only what is long gone, is given all of them.
import { z } from 'zod';
import { instantSchema } from '#core/kernel/instant.ts';
import { jwsSchema, sha256HexSchema } from '#core/kernel/encoding.ts';
import { catalogueSchema, type Catalogue } from './catalogue.ts';
import { deviceListRows, deviceListsOf } from './device-lists.ts';
import { issuerKeyRows, issuerKeysOf } from './issuer-keys.ts';
import { rowDeltaSchema } from './row-delta.ts';

export const firstSections = ['products', 'branches', 'consents', 'settings'] as const;
/** A bank that has issued none has no such section. */
export const furtherSections = ['keys', 'lists'] as const;
export const masterSections = [...firstSections, ...furtherSections] as const;
export type MasterSection = (typeof masterSections)[number];
export type FirstSection = (typeof firstSections)[number];
export type FurtherSection = (typeof furtherSections)[number];
const firstSchema = z.enum(firstSections);
const sectionSchema = z.enum(masterSections);

/** The largest is the list of branches: some 200 bytes each. */
export const sectionMaxChars = 900_000;

export const masterHeadSchema = z.object({
  /** The catalogue's own name, which cases carry. */
  version: z.string(),
  asOf: instantSchema,
  sections: z.record(firstSchema, sha256HexSchema),
  /** By name; of those that this kiosk does not know it takes none. */
  further: z.record(z.string().max(40), sha256HexSchema).optional(),
});
export type MasterHead = z.infer<typeof masterHeadSchema>;

export const masterTextsSchema = z.partialRecord(sectionSchema, z.string().max(sectionMaxChars));
export type MasterTexts = z.infer<typeof masterTextsSchema>;

export const masterAskSchema = z.object({
  have: z.partialRecord(firstSchema, sha256HexSchema),
  /** Those this kiosk knows; null: it has none yet. */
  further: z.record(z.string().max(40), sha256HexSchema.nullable()).optional(),
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

export type SectionTexts = Readonly<Record<FirstSection, string>> &
  Readonly<Partial<Record<FurtherSection, string>>>;

/** Each section as the text its version is taken over. */
export function sectionsOf(catalogue: Catalogue): SectionTexts {
  const { products, branches, purposes, consentTextVersion, policy, keys, lists } = catalogue;
  return {
    products: JSON.stringify(products),
    branches: JSON.stringify(branches),
    consents: JSON.stringify({ purposes, consentTextVersion }),
    settings: JSON.stringify(policy),
    ...(keys && { keys: issuerKeyRows(keys) }),
    ...(lists && { lists: deviceListRows(lists) }),
  };
}

/** The version the head gives a section; undefined: the bank has none. */
export function versionIn(head: MasterHead, section: MasterSection): string | undefined {
  return firstSections.some((first) => first === section)
    ? head.sections[section as FirstSection]
    : head.further?.[section];
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
    ...(texts.keys !== undefined && { keys: issuerKeysOf(texts.keys) }),
    ...(texts.lists !== undefined && { lists: deviceListsOf(texts.lists) }),
  });
  return parsed.success ? parsed.data : null;
}
