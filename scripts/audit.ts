// npm run audit -- verify|export: checks a kiosk's audit row by row, or gives it as JSON lines. Only reads, beside a running kiosk too.
// Ends with 0 when the audit is whole, 1 when a row breaks it, 2 when it cannot be read.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { AuditRow } from '#core/audit/audit-row.ts';
import { verifyAuditChain, type AuditFault } from '#core/audit/verify-audit-chain.ts';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { sha256Hex } from '#electron/adapter/case-store/audit-log.ts';
import { readAudit, type AuditTrail } from '#electron/adapter/case-store/read-audit.ts';
import { createOfficerKeyStore } from '#electron/adapter/key-store/officer-key-store.ts';
import { readVault } from '#electron/adapter/key-store/vault-file.ts';
import { osSecretFile } from '#electron/shell/electron/os-key-store.ts';
import { keyPlaces, readShellConfig } from '#electron/shell/shell-config.ts';
import { askPassword } from './process/ask-password.ts';

const usage = `usage: npm run audit -- verify [--data DIR] [--officer ID] [--head HASH …]
       npm run audit -- export [--data DIR] [--officer ID] [--after SEQ] > audit.jsonl
--head: a head that a SIEM kept; it must occur, as must the one that the bank last witnessed, where its word is kept. The officer's password is asked for, or read from standard input.`;

function refuse(line: string): never {
  console.error(line);
  process.exit(2);
}

function readOptions() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        officer: { type: 'string' },
        head: { type: 'string', multiple: true, default: [] },
        after: { type: 'string', default: '0' },
      },
    });
  } catch {
    return refuse(usage);
  }
}

function places(data: string | undefined): { dataDir: string; shareDir?: string } {
  const { env, platform } = process;
  const config = readShellConfig({
    env,
    platform,
    home: homedir(),
    hasChannel: false,
    simulationBuiltIn: true,
  });
  if (!config.ok) refuse(`A setting of the environment is unknown: ${config.error.kind}`);
  return keyPlaces(data === undefined ? config.value : { ...config.value, dataDir: resolve(data) });
}

async function openTrail(data: string | undefined, officer: string | undefined): Promise<AuditTrail> {
  const place = places(data);
  if (existsSync(join(place.dataDir, osSecretFile)))
    refuse('This vault is held by the operating system’s key store: only the kiosk’s own shell opens it.');
  const vault = await readVault(place.dataDir);
  if (!vault.ok) refuse(`No vault to open in ${place.dataDir}: ${vault.error.kind}`);
  const known = vault.value.wraps.map((wrap) => wrap.officerId);
  const officerId = officerIdSchema.safeParse(officer ?? known[0]);
  if (!officerId.success || (officer === undefined && known.length > 1))
    refuse('Several officers open this vault: say whose password it is with --officer ID.');
  const password = await askPassword(`Password of ${officerId.data}: `);
  if (password === null) refuse('No password came.');
  const key = await createOfficerKeyStore(place).unlock({ officerId: officerId.data, password });
  if (!key.ok) refuse(`The vault did not open: ${key.error.kind}`);
  const trail = readAudit({ dataDir: place.dataDir, masterKey: key.value });
  key.value.fill(0);
  if (!trail.ok) {
    const { error } = trail;
    const more = 'reason' in error ? error.reason : 'detail' in error ? error.detail : '';
    refuse(`The database did not open: ${error.kind} ${more}`.trimEnd());
  }
  return trail.value;
}

const saidOf: Record<AuditFault['kind'], string> = {
  'audit-row-missing': 'is missing, doubled or out of order',
  'audit-link-broken': 'does not follow on the row before it',
  'audit-row-changed': 'is not the one its hash was made of',
  'audit-signature-wrong': 'holds a signature that is not this kiosk’s',
  'audit-unsigned': 'should have been signed by now and is not',
  'audit-head-missing': '',
};

const faultLine = (fault: AuditFault): string =>
  fault.kind === 'audit-head-missing'
    ? 'BROKEN: a head that was witnessed elsewhere does not occur: cut short, or written anew.'
    : `BROKEN: row ${fault.seq} ${saidOf[fault.kind]}.`;

/** Every row passes by here once, so that an export is a verification too. */
function* passing(rows: Iterable<AuditRow>, see: (row: AuditRow) => void): Generator<AuditRow> {
  for (const row of rows) {
    see(row);
    yield row;
  }
}

const { positionals, values } = readOptions();
const [command] = positionals;
const afterSeq = Number(values.after);
if ((command !== 'verify' && command !== 'export') || positionals.length > 1 || !Number.isInteger(afterSeq))
  refuse(usage);

const trail = await openTrail(values.data, values.officer);
const { kioskId, isSigned } = trail;
const see = (row: AuditRow): void => {
  if (command === 'export' && row.seq > afterSeq)
    process.stdout.write(`${JSON.stringify({ kioskId, ...row })}\n`);
};
const verified = verifyAuditChain(passing(trail.rows(), see), sha256Hex, {
  witnessed: [...values.head, ...trail.witnessed],
  ...(isSigned ? { isSigned } : {}),
});
trail.close();
// Standard output carries rows alone.
const say = command === 'verify' ? console.log : console.error;
if (verified.ok) {
  const { rows, head, signed } = verified.value;
  say(
    `whole: ${rows} rows, the first ${signed} signed by kiosk ${kioskId ?? '(not enrolled)'}; head ${head}`,
  );
} else {
  say(faultLine(verified.error));
  process.exitCode = 1;
}
