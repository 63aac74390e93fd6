// Which devices a branch uses and trusts, as the bank writes it down: drivers, readers, helpers, roots, revocation, allow
// lists. What is missing is strict: no root means nobody vouches, and unsigned devices are refused unless this says else.
import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { DeviceLists } from '#core/contract/bank/device-lists.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { reportMapSchema } from './hid/report-map.ts';
import { strictestOf, withColons } from './trust/strictest-trust.ts';
import type { TrustStore } from './trust/trust-store.ts';

const port = z.int().min(1).max(65_535);
/** SHA-256 in hex, with or without colons. */
const fingerprint = z
  .string()
  .transform((text) => text.replaceAll(':', '').toUpperCase())
  .pipe(z.string().regex(/^[0-9A-F]{64}$/));
const certificate = z
  .string()
  .max(16_384)
  .transform((pem, context) => {
    try {
      return new X509Certificate(pem);
    } catch {
      context.addIssue({ code: 'custom', message: 'not a certificate' });
      return z.NEVER;
    }
  });
const yesOrNo = z.enum(['Y', 'N']);

const trust = z
  .object({
    /** Roots of scanners that sign for themselves (SBI), of registered devices, and of countries (CSCA). Each for its own. */
    scannerRoots: z.array(certificate).max(64).default([]),
    registeredDeviceRoots: z.array(certificate).max(64).default([]),
    countryRoots: z.array(certificate).max(1_024).default([]),
    revoked: z.array(fingerprint).max(100_000).default([]),
    /** 'make/model'; null allows all. */
    allowed: z.array(z.string().max(200)).max(1_000).nullable().default(null),
    /** The devices' own certificates; null allows all that a root vouches for. */
    allowedCertificates: z.array(fingerprint).max(100_000).nullable().default(null),
    unsignedDevices: z.enum(['refuse', 'record']).default('refuse'),
  })
  .prefault({});

/** The parts of an eKYC request that a registered device's capture is bound to (UIDAI eKYC API 2.5, wadh). */
const ekyc = z.object({
  version: z.string().regex(/^\d\.\d$/),
  residentConsent: yesOrNo,
  localLanguage: yesOrNo,
  decrypted: yesOrNo,
  printFormat: yesOrNo,
});
export type EkycTerms = z.infer<typeof ekyc>;

const helper = z.object({
  name: z.string().regex(/^[a-z0-9-]{1,32}$/),
  command: z.string().min(1).max(1_024),
  args: z.array(z.string().max(1_024)).max(32).default([]),
  sha256: fingerprint.nullable().default(null),
});

export const devicesConfigSchema = z
  .object({
    production: z.boolean().default(true),
    trust,
    sbi: z
      .object({ ports: z.array(port).max(1_000).nullable().default(null) })
      .nullable()
      .prefault({}),
    'rd-service': z
      .object({
        ports: z.array(port).max(1_000).nullable().default(null),
        ekyc: ekyc.nullable().default(null),
      })
      .nullable()
      .prefault({}),
    hid: z
      .object({ readers: z.array(reportMapSchema).max(64).default([]) })
      .nullable()
      .prefault({}),
    pcsc: z.object({}).nullable().prefault({}),
    helpers: z
      .array(helper)
      .max(16)
      .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
        error: 'two helpers of one name',
      })
      .default([]),
  })
  .refine(({ production, helpers }) => !production || helpers.every(({ sha256 }) => sha256 !== null), {
    error: 'in production a helper is pinned',
    path: ['helpers'],
  });
export type DevicesConfig = z.infer<typeof devicesConfigSchema>;

export const strictDevices: DevicesConfig = devicesConfigSchema.parse({});

export type ConfigFlaw = { readonly kind: 'devices-config-malformed'; readonly at: string };

export function readDevicesConfig(text: string): Result<DevicesConfig, ConfigFlaw> {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    return err({ kind: 'devices-config-malformed', at: '' });
  }
  const parsed = devicesConfigSchema.safeParse(written);
  if (parsed.success) return ok(parsed.data);
  // Where, never what: it may hold what a bank keeps to itself.
  return err({ kind: 'devices-config-malformed', at: parsed.error.issues[0]?.path.join('.') ?? '' });
}

/**
 * One trust store for each kind of root: a country does not vouch for a scanner, nor a scanner's maker for a passport. `served`: the
 * bank's own lists of the moment, asked for with each look; neither side takes back what the other one says no to.
 */
export function trustOf(
  { trust: told }: DevicesConfig,
  roots: 'scannerRoots' | 'registeredDeviceRoots' | 'countryRoots',
  served: () => DeviceLists | null = () => null,
): TrustStore {
  const { revoked, allowed, allowedCertificates, unsignedDevices } = told;
  const own: TrustStore = {
    roots: told[roots],
    revoked: new Set(revoked.map(withColons)),
    allowed: allowed && new Set(allowed),
    // Documents' signers are not devices, and come and go by the month.
    allowedCertificates:
      roots === 'countryRoots' ? null : allowedCertificates && new Set(allowedCertificates.map(withColons)),
    unknownDevices: unsignedDevices,
  };
  return strictestOf(own, served, roots === 'countryRoots');
}
