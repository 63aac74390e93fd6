// npm run bank -- review list|look|approve|refuse: the bank's review desk from a terminal; issuer-keys|device-lists sign: the bank's word on
// whose key is whose (issuer-keys.ts) and which devices are taken (device-lists.ts); issue: kiosks are served it from then on. At the desk it signs in as the bank's own staff over the
// bank's own routes; the password is asked for and kept nowhere. Ends with 0 when done, 1 when the bank says no, 2 when misused.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { bankEnvironmentSchema } from '#core/contract/bank/identity.ts';
import { bankCaseStatusSchema } from '#core/contract/bank/packet.ts';
import { problemSchema } from '#core/contract/bank/problem.ts';
import {
  reviewListSchema,
  reviewPictureRoles,
  staffSessionSchema,
  type ReviewDecision,
  type ReviewItem,
} from '#core/contract/bank/review.ts';
import { listIssuedSchema } from '#core/contract/bank/issued-list.ts';
import type { FurtherSection } from '#core/contract/bank/master-data.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { dataFolder } from '#electron/shell/data-folder.ts';
import { signDeviceLists } from './device-lists.ts';
import { signIssuerKeys } from './issuer-keys.ts';
import { askPassword } from './process/ask-password.ts';
import { sideBySide } from './process/side-by-side.ts';

const usage = `usage: npm run bank -- review list [--officer ID] [--url URL]
       npm run bank -- review look CASE --out FILE [--officer ID] [--url URL]
       npm run bank -- review approve|refuse CASE --reason TEXT [--for-good] [--officer ID] [--url URL]
       npm run bank -- issuer-keys sign --keys FILE --certificates DIR --out DIR [--environment development|production]
       npm run bank -- device-lists sign --keys FILE --lists FILE --out DIR [--environment development|production]
       npm run bank -- issuer-keys|device-lists issue FILE.jws [--officer ID] [--url URL]
CASE: its id or reference. look: portrait and live photo side by side, as a JPEG that the caller wipes again. --for-good: no correction is taken. The bank is that of --url, BANK_URL, or the one npm start runs here.
The officer's password is asked for, or read from standard input; a supervisor's (vikram) is wanted.`;

function refuse(line: string, code = 2): never {
  console.error(line);
  process.exit(code);
}

function readOptions() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        officer: { type: 'string', default: 'vikram' },
        url: { type: 'string' },
        reason: { type: 'string' },
        'for-good': { type: 'boolean', default: false },
        keys: { type: 'string' },
        certificates: { type: 'string' },
        lists: { type: 'string' },
        out: { type: 'string' },
        environment: { type: 'string', default: 'production' },
      },
    });
  } catch {
    return refuse(usage);
  }
}

/** Where the bank that `npm start` runs was reached last. */
function localBank(): string | null {
  const usual = dataFolder();
  const ports = [`${usual}-bank`, `${usual}-simulated-bank`].map((folder) => join(folder, 'port'));
  const path = ports.find((each) => existsSync(each));
  return path === undefined ? null : `http://127.0.0.1:${readFileSync(path, 'utf8').trim()}`;
}

const { values, positionals } = readOptions();
const [desk, what, named] = positionals;
const section = desk === 'issuer-keys' ? 'keys' : desk === 'device-lists' ? 'lists' : null;
if (section !== null && what === 'sign') process.exit(await signList(section));
const isDecision = what === 'approve' || what === 'refuse';
const isIssue = section !== null && what === 'issue';
if (!isIssue && (desk !== 'review' || (what !== 'list' && what !== 'look' && !isDecision))) refuse(usage);
if (isIssue && (named === undefined || !existsSync(named))) refuse(usage);
if (isDecision && (named === undefined || values.reason === undefined)) refuse(usage);
if (what === 'look' && (named === undefined || values.out === undefined)) refuse(usage);
const url = values.url ?? process.env['BANK_URL'] ?? localBank() ?? refuse('Which bank? Say --url URL.');

async function call<S extends z.ZodType>(
  schema: S,
  path: string,
  token: string | null,
  body?: object,
): Promise<z.infer<S>> {
  const answer = await fetch(new URL(path, url), {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => refuse(`No bank answers at ${url}.`, 1));
  const told: unknown = await answer.json().catch(() => null);
  if (answer.ok) return schema.parse(told);
  const problem = problemSchema.safeParse(told);
  return refuse(
    problem.success ? `${problem.data.kind}: ${problem.data.title}` : `The bank answered ${answer.status}.`,
    1,
  );
}

const password = (await askPassword(`Password of ${values.officer}: `)) ?? refuse('No password came.');
const { token } = await call(staffSessionSchema, '/v1/back-office/sessions', null, {
  officerId: values.officer,
  password,
});
if (isIssue && named !== undefined) {
  const word = readFileSync(named, 'utf8').trim();
  const issued = await call(listIssuedSchema, '/v1/back-office/lists', token, { section, word });
  console.log(`${named}  serial ${issued.serial}  served from now on`);
  process.exit(0);
}
const { cases } = await call(reviewListSchema, '/v1/reviews', token);
if (what === 'list') {
  for (const each of cases) console.log(lineOf(each));
  if (cases.length === 0) console.error('No case is in review.');
} else if (what === 'look') {
  await look(reviewed(), values.out ?? refuse(usage));
} else {
  const item = reviewed();
  const decision: ReviewDecision['decision'] =
    what === 'approve' ? 'approve' : values['for-good'] ? 'refuse-for-good' : 'refuse';
  const body = { revision: item.revision, decision, reason: values.reason };
  const status = await call(bankCaseStatusSchema, `/v1/reviews/${item.caseId}/decision`, token, body);
  console.log(`${item.reference}  ${status.state}  ${status.reasons.join(' ')}`);
}

function reviewed(): ReviewItem {
  const item = cases.find((each) => each.caseId === named || each.reference === named);
  return item ?? refuse(`${named ?? ''} is not in review.`, 1);
}

async function look({ caseId, reference, evidence }: ReviewItem, file: string): Promise<void> {
  const of = (roles: readonly string[]) =>
    roles.map((role) => evidence.find((each) => each.role === role)).find((each) => each !== undefined) ??
    refuse(`${reference} has no picture to compare.`, 1);
  const fetched = async ({ evidenceId }: ReviewItem['evidence'][number]) => {
    const answer = await fetch(new URL(`/v1/reviews/${caseId}/pictures/${evidenceId}`, url), {
      headers: { authorization: `Bearer ${token}` },
    }).catch(() => refuse(`No bank answers at ${url}.`, 1));
    if (!answer.ok) refuse(`The bank answered ${answer.status}.`, 1);
    return new Uint8Array(await answer.arrayBuffer());
  };
  const portrait = await fetched(of(reviewPictureRoles.filter((role) => role !== 'selfie')));
  const selfie = await fetched(of(['selfie']));
  // For its owner's eyes alone, and never over a file that is there.
  writeFileSync(file, await sideBySide(portrait, selfie), { mode: 0o600, flag: 'wx' });
  console.log(file);
}

function lineOf({ reference, caseId, since, reasons, face, evidence }: ReviewItem): string {
  const roles = evidence.map(({ role }) => role).join(' ');
  const score = face.score === null ? '' : ` ${face.score.toFixed(2)}`;
  return `${reference}  ${caseId}  ${since}  ${reasons.join(' ')}  face ${face.outcome}${score}  ${roles}`;
}

/** Needs no running bank, only its key file: a list is signed wherever that file is kept. */
async function signList(which: FurtherSection): Promise<number> {
  const { keys: keyFile, certificates, lists, out } = values;
  const environment = bankEnvironmentSchema.safeParse(values.environment);
  if (!keyFile || !out || !environment.success) return refuse(usage);
  const common = {
    keyFile,
    out,
    environment: environment.data,
    asOf: instantSchema.parse(new Date().toISOString()),
  };
  const signed =
    which === 'keys' && certificates
      ? await signIssuerKeys({ ...common, certificates })
      : which === 'lists' && lists
        ? await signDeviceLists({ ...common, lists })
        : refuse(usage);
  if (!signed.ok) return refuse(JSON.stringify(signed.error), 1);
  console.log(`${signed.value.file}  serial ${signed.value.serial}`);
  return 0;
}
