// A kiosk and a bank in this process, everything real but the screen: the router is called as the screens call it.
import { createRouterClient } from '@orpc/server';
import type { ContractRouterClient } from '@orpc/contract';
import { ORPCError } from '@orpc/client';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BankOptions } from '#bank/bank.ts';
import { startTestBank, type TestBank } from '#bank/testing/test-bank.ts';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { refusalSchema, type Refusal } from '#core/contract/kiosk/refusal.ts';
import type { Mode } from '#core/contract/kiosk/access.ts';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import type { KioskContract } from '#core/contract/kiosk/contract.ts';
import { createOfficerKeyStore } from '#electron/adapter/key-store/officer-key-store.ts';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { createKiosk, type Kiosk } from '#electron/kiosk.ts';
import type { LivenessMachine } from '#electron/port/liveness-machine.ts';
import type { Scanners } from '#electron/port/scanners.ts';
import { createForkWorkerHost } from '#electron/shell/browser/fork-worker-host.ts';
import type { PersonId } from '#renderer/simulate/people.ts';
import { aadhaarBack, aadhaarFront } from './pictures.ts';

const checkout = join(import.meta.dirname, '..', '..');
export const modelStore = openCheckoutModelStore(checkout, process.env);

export type Client = ContractRouterClient<KioskContract>;

export interface BranchAtWork extends AsyncDisposable {
  readonly bank: TestBank;
  readonly client: () => Client;
  readonly dataDir: string;
  readonly officer: {
    readonly officerId: ReturnType<typeof officerIdSchema.parse>;
    readonly password: string;
  };
  readonly password: (officerId: string) => Promise<string>;
  /** Ends the kiosk and makes it anew on the same data. */
  reopen(changes?: { readonly simulated?: boolean }): Promise<void>;
}

/** A port that stays the bank's own over a restart. */
async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export interface BranchParts {
  readonly bank?: Partial<BankOptions>;
  /** Made anew for each kiosk; left out: a kiosk without devices. */
  readonly scanners?: () => Scanners;
  readonly mode?: Mode;
  readonly livenessMachine?: LivenessMachine;
  /** As systemd would give it; left out: none. */
  readonly credentialsDir?: string;
}

export async function openBranchAtWork(parts: BranchParts = {}): Promise<BranchAtWork> {
  const bank = await startTestBank({ port: await freePort(), ...parts.bank });
  const folder = mkdtempSync(join(tmpdir(), 'pravesh-journey-'));
  const dataDir = join(folder, 'kiosk');
  const make = ({ simulated = true }: { readonly simulated?: boolean } = {}): Kiosk =>
    createKiosk({
      dataDir,
      shell: 'browser',
      version: '0.0.0',
      simulated,
      keyStore: createOfficerKeyStore({
        dataDir,
        shareDir: join(folder, 'share'),
        credentialsDir: parts.credentialsDir ?? null,
      }),
      workers: createForkWorkerHost((name) => join(checkout, 'electron', 'worker', `${name}.ts`)),
      models: modelStore,
      enrolmentCode: null,
      clock: { now: () => instantSchema.parse(bank.now().toISOString()) },
      log: () => undefined,
      ...(parts.mode ? { mode: parts.mode } : {}),
      ...(parts.livenessMachine ? { livenessMachine: parts.livenessMachine } : {}),
      ...(parts.scanners ? { scanners: parts.scanners() } : {}),
    });
  let kiosk = make();
  let client: Client = createRouterClient(kiosk.router);
  async function password(officerId: string): Promise<string> {
    await bank.bank().resetOfficer(officerId);
    const text = await bank.lastMessage(`officer:${officerId}`);
    return text.split(' ').at(-1) ?? '';
  }
  const officer = { officerId: officerIdSchema.parse('asha'), password: await password('asha') };
  return {
    bank,
    dataDir,
    client: () => client,
    officer,
    password,
    async reopen(changes) {
      await kiosk.close();
      kiosk = make(changes);
      client = createRouterClient(kiosk.router);
    },
    async [Symbol.asyncDispose]() {
      await kiosk.close();
      await bank.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function enrol(branch: BranchAtWork): Promise<void> {
  await branch.client().setup.enrol({ code: await branch.bank.code(), ...branch.officer });
}

/** The refusal that a call ended with; throws when it did not refuse. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof ORPCError && outcome.code === 'REFUSED') return refusalSchema.parse(outcome.data);
  throw outcome instanceof Error ? outcome : new Error('the call was not refused');
}

export const jpeg = (bytes: Buffer): Blob => new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' });

let numbers = 0;

/** Another test number each time: the bank limits codes to one number. */
export function nextMobile(): string {
  numbers += 1;
  return `+9190000${String(numbers).padStart(5, '0')}`;
}

export async function codeFor(branch: BranchAtWork, number: string): Promise<string> {
  const text = await branch.bank.lastMessage(number);
  const code = /\b\d{6}\b/.exec(text)?.[0];
  if (!code) throw new Error('no code in the message');
  return code;
}

export async function toContact(client: Client): Promise<CaseView> {
  const { caseId } = await client.case.start({ language: 'en' });
  const catalogue = await client.catalogue.get();
  const purposes = catalogue.purposes.map(({ purposeId, required }) => ({ purposeId, given: required }));
  await client.case.giveConsent({ caseId, purposes });
  const productId = catalogue.products[0]?.productId ?? '';
  const branchId = catalogue.branches[0]?.branchId ?? '';
  return client.case.chooseProduct({ caseId, productId, branchId });
}

export async function toDocument(branch: BranchAtWork): Promise<CaseView> {
  const client = branch.client();
  const { caseId } = await toContact(client);
  const mobile = nextMobile();
  await client.case.sendCode({ caseId, mobile });
  return client.case.answerCode({ caseId, code: await codeFor(branch, mobile) });
}

export async function addAadhaar(
  client: Client,
  view: CaseView,
  id: PersonId,
  number?: string,
): Promise<CaseView> {
  const common = { caseId: view.caseId, kind: 'aadhaar' as const, origin: 'camera' as const, flags: [] };
  const changes = number === undefined ? {} : { number };
  await client.case.addDocument({ ...common, side: 'front', image: jpeg(await aadhaarFront(id, changes)) });
  return client.case.addDocument({ ...common, side: 'back', image: jpeg(await aadhaarBack(id, changes)) });
}

/** Reads to the end; returns the view and every percentage told on the way. */
export async function read(client: Client, view: CaseView): Promise<{ view: CaseView; percents: number[] }> {
  const percents: number[] = [];
  for await (const event of await client.case.read({ caseId: view.caseId })) {
    if (event.type === 'read') return { view: event.case, percents };
    percents.push(event.percent);
  }
  throw new Error('the reading ended without a word');
}

export async function toFace(branch: BranchAtWork, id: PersonId): Promise<CaseView> {
  const client = branch.client();
  const added = await addAadhaar(client, await toDocument(branch), id);
  await read(client, added);
  return client.case.confirmReading({ caseId: added.caseId, fields: [] });
}

/** Follows a case until it is as wanted. */
export async function until(
  client: Client,
  caseId: CaseView['caseId'],
  wanted: (view: CaseView) => boolean,
): Promise<CaseView> {
  for await (const view of await client.case.watch({ caseId })) if (wanted(view)) return view;
  throw new Error('the case was never so');
}
