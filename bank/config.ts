// The bank's settings from the environment, parsed once. Refuses an address beyond loopback without TLS,
// and production without a named key file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { bankEnvironmentSchema, type BankEnvironment } from '#core/contract/bank/identity.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';

export type BankConfig = {
  readonly environment: BankEnvironment;
  /** Folder of blobs, of the embedded database and, in development, of the keys. */
  readonly folder: string;
  readonly databaseUrl: string | null;
  readonly host: string;
  /** 0: the port of the last run when it is free, else any. */
  readonly port: number;
  /** Where kiosks find the bank, when that is not the address it listens on (another name, a proxy). */
  readonly publicUrl?: string;
  readonly keyFile: string;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly logLevel: string;
};

export type ConfigError = { readonly kind: 'config'; readonly detail: string };

const environmentSchema = z.object({
  BANK_ENV: bankEnvironmentSchema.default('development'),
  BANK_DATA: z.string().min(1, 'names the data folder'),
  DATABASE_URL: z.string().min(1).optional(),
  BANK_HOST: z.string().default('127.0.0.1'),
  BANK_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  BANK_PUBLIC_URL: z.url({ protocol: /^https$/ }).optional(),
  BANK_KEY_FILE: z.string().min(1).optional(),
  BANK_TLS_CERT: z.string().min(1).optional(),
  BANK_TLS_KEY: z.string().min(1).optional(),
  BANK_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
});

/** Every setting there is, for the README's table and its test. */
export const settingNames = Object.keys(environmentSchema.shape);

export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): Result<BankConfig, ConfigError> {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    return err({ kind: 'config', detail: names.join('; ') });
  }
  const set = parsed.data;
  if (set.BANK_ENV === 'production' && set.BANK_KEY_FILE === undefined) {
    return err({ kind: 'config', detail: 'BANK_KEY_FILE must be set in production' });
  }
  if ((set.BANK_TLS_CERT === undefined) !== (set.BANK_TLS_KEY === undefined)) {
    return err({ kind: 'config', detail: 'BANK_TLS_CERT and BANK_TLS_KEY belong together' });
  }
  const tls =
    set.BANK_TLS_CERT === undefined || set.BANK_TLS_KEY === undefined
      ? null
      : { cert: readFileSync(set.BANK_TLS_CERT, 'utf8'), key: readFileSync(set.BANK_TLS_KEY, 'utf8') };
  const config: BankConfig = {
    environment: set.BANK_ENV,
    folder: set.BANK_DATA,
    databaseUrl: set.DATABASE_URL ?? null,
    host: set.BANK_HOST,
    port: set.BANK_PORT,
    ...(set.BANK_PUBLIC_URL === undefined ? {} : { publicUrl: set.BANK_PUBLIC_URL.replace(/\/$/, '') }),
    keyFile: set.BANK_KEY_FILE ?? join(set.BANK_DATA, 'bank-keys.json'),
    tls,
    logLevel: set.BANK_LOG,
  };
  return checkAddress(config);
}

/** Without TLS only this machine may be spoken to. */
export function checkAddress(config: BankConfig): Result<BankConfig, ConfigError> {
  if (config.tls === null && !isLoopback(config.host)) {
    return err({
      kind: 'config',
      detail: `${config.host} is not loopback: set BANK_TLS_CERT and BANK_TLS_KEY`,
    });
  }
  return ok(config);
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
