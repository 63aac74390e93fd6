// Whose key may speak for which issuer of documents, and when: the bank's word, as a file signed by it (`pravesh-issuer-keys`) or as
// the section `keys` of the master data. The higher serial replaces the lower, whichever way it came.
import { z } from 'zod';
import { instantSchema } from '#core/kernel/instant.ts';
import { parsedRows } from './row-delta.ts';

export const issuerKeySchema = z.object({
  issuer: z.literal('uidai'),
  /** DER, base64. */
  certificate: z.base64().max(8192),
  from: instantSchema.nullable(),
  until: instantSchema.nullable(),
});

export const issuerKeysSchema = z.object({
  serial: z.int().positive(),
  asOf: instantSchema,
  keys: z.array(issuerKeySchema).max(200),
});
export type IssuerKeys = z.infer<typeof issuerKeysSchema>;

/** As rows, so that one more key comes over the line as one row: the heading first. */
export const issuerKeyRows = ({ keys, ...heading }: IssuerKeys): string => JSON.stringify([heading, ...keys]);

/** Null for what is no such list. */
export function issuerKeysOf(text: string): IssuerKeys | null {
  const [heading, ...keys] = parsedRows(text) ?? [];
  return issuerKeysSchema.safeParse({ ...heading, keys }).data ?? null;
}
