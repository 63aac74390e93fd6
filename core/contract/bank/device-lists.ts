// What the bank has every kiosk hold devices against, whatever a branch's own file says: revoked certificates, makes and models, and
// the devices' own certificates. A file signed by it (`pravesh-device-lists`) is issued and served as the section `lists`.
import { z } from 'zod';
import { sha256HexSchema } from '#core/kernel/encoding.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { parsedRows } from './row-delta.ts';

export const deviceListsSchema = z.object({
  serial: z.int().positive(),
  asOf: instantSchema,
  /** SHA-256 of certificates, of devices or of whoever vouches for them. Some 80 bytes each on the line. */
  revoked: z.array(sha256HexSchema).max(8_000),
  /** 'make/model'; null allows all. */
  allowed: z.array(z.string().min(1).max(200)).max(1_000).nullable(),
  /** SHA-256 of devices' own certificates; null allows all that are vouched for. */
  allowedCertificates: z.array(sha256HexSchema).max(8_000).nullable(),
});
export type DeviceLists = z.infer<typeof deviceListsSchema>;

const headingSchema = z.object({ limitsModels: z.boolean(), limitsCertificates: z.boolean() });
const rowSchema = z.union([
  z.strictObject({ revoked: z.string() }),
  z.strictObject({ model: z.string() }),
  z.strictObject({ certificate: z.string() }),
]);

/** As rows, so that one more revocation comes over the line as one row. The heading says whether a list that is empty allows none or all. */
export function deviceListRows({ serial, asOf, revoked, allowed, allowedCertificates }: DeviceLists): string {
  const heading = {
    serial,
    asOf,
    limitsModels: allowed !== null,
    limitsCertificates: allowedCertificates !== null,
  };
  return JSON.stringify([
    heading,
    ...revoked.map((each) => ({ revoked: each })),
    ...(allowed ?? []).map((model) => ({ model })),
    ...(allowedCertificates ?? []).map((certificate) => ({ certificate })),
  ]);
}

/** Null for what is no such list: a row of a kind that this kiosk does not know must not pass for one less. */
export function deviceListsOf(text: string): DeviceLists | null {
  const [first, ...rest] = parsedRows(text) ?? [];
  const heading = headingSchema.safeParse(first);
  const rows = z.array(rowSchema).safeParse(rest);
  if (!heading.success || !rows.success) return null;
  const { limitsModels, limitsCertificates } = heading.data;
  const of = (kind: 'revoked' | 'model' | 'certificate'): unknown[] =>
    rows.data.flatMap((row) => (kind in row ? Object.values(row) : []));
  const parsed = deviceListsSchema.safeParse({
    ...first,
    revoked: of('revoked'),
    allowed: limitsModels ? of('model') : null,
    allowedCertificates: limitsCertificates ? of('certificate') : null,
  });
  return parsed.data ?? null;
}
