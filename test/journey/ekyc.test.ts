// Aadhaar eKYC through everything that is real: a registered device on its socket, the drivers in their own process, the kiosk,
// the bank. What was sealed for UIDAI arrives there byte by byte, and is afterwards nowhere.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noUidai, standInForUidai, type UidaiGateway } from '#bank/ekyc/uidai-gateway.ts';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import { createProcessScanners } from '#electron/adapter/scanner/process-scanners.ts';
import { createForkWorkerHost } from '#electron/shell/browser/fork-worker-host.ts';
import { startRdSimulator, type RdSimulator } from '#native/rd-service/simulator/rd-simulator.ts';
import { createDeviceKeys } from '#native/sbi/simulator/device-keys.ts';
import { personOf } from '#renderer/simulate/people.ts';
import {
  addAadhaar,
  enrol,
  openBranchAtWork,
  read,
  refusalOf,
  toDocument,
  type BranchAtWork,
} from './branch-at-work.ts';

const root = join(import.meta.dirname, '..', '..');
const { aadhaarNumber } = personOf('meera');
const deviceId = 'rd-service/simulated-device';
const folder = mkdtempSync(join(tmpdir(), 'pravesh-ekyc-'));
const configFile = join(folder, 'devices.json');
const said: string[] = [];
const sink = new Writable({
  write(chunk: Buffer, _encoding, done) {
    said.push(chunk.toString('latin1'));
    done();
  },
});

/** What UIDAI was handed: a copy, and the bank's own memory of it. */
const handed: { readonly copy: Buffer; readonly lent: Uint8Array; readonly number: string }[] = [];
let gateway: UidaiGateway = standInForUidai;
const uidai: UidaiGateway = {
  simulated: true,
  ask(request) {
    handed.push({ copy: Buffer.from(request.pidData), lent: request.pidData, number: request.number });
    return gateway.ask(request);
  },
};

let device: RdSimulator;
let branch: BranchAtWork;
let view: CaseView;

beforeAll(async () => {
  const certificate = createDeviceKeys(new Date()).device.certificate;
  const started = await startRdSimulator({ ports: [0], certificate });
  if (!started) throw new Error('no free port');
  device = started;
  writeFileSync(
    configFile,
    JSON.stringify({
      production: false,
      sbi: null,
      'rd-service': { ports: [device.port] },
      hid: null,
      pcsc: null,
    }),
  );
  branch = await openBranchAtWork({
    bank: { uidai, log: pino({ level: 'trace', base: null }, sink) },
    scanners: () =>
      createProcessScanners({
        workers: createForkWorkerHost((name) => join(root, 'electron', 'worker', `${name}.ts`)),
        simulated: false,
        configFile,
        mayRestart: () => true,
        restMs: 1,
        log: (event, facts) => void said.push(JSON.stringify([event, facts])),
      }),
  });
  await enrol(branch);
  const client = branch.client();
  view = (await read(client, await addAadhaar(client, await toDocument(branch), 'meera'))).view;
  for await (const { devices } of await client.devices.watch())
    if (devices.some((each) => each.deviceId === deviceId && each.proof === 'sealed')) break;
});
afterAll(async () => {
  await branch[Symbol.asyncDispose]();
  await device.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (changes: { number?: string; agreed?: boolean } = {}) =>
  branch
    .client()
    .case.askEkyc({ caseId: view.caseId, deviceId, number: aadhaarNumber, agreed: true, ...changes });

/** Every file of a folder, whole. */
function bytesIn(place: string): Buffer {
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return Buffer.concat(files.map(({ parentPath, name }) => readFileSync(join(parentPath, name))));
}

/** Pieces of what the device sealed, as text and as what the text stands for. */
function piecesOf(pidData: string): Buffer[] {
  return [...pidData.matchAll(/<(?:Skey|Hmac|Data)[^>]*>([^<]+)</g)].flatMap(([, sealed = '']) => [
    Buffer.from(sealed.slice(0, 40)),
    Buffer.from(sealed.slice(0, 40), 'base64'),
  ]);
}

describe('Aadhaar eKYC', () => {
  it('DV62 refuses without the customer’s word, and with another number, before anybody lays a finger down', async () => {
    expect((await refusalOf(ask({ agreed: false }))).kind).toBe('ekyc-needs-consent');
    expect((await refusalOf(ask({ number: '999923761456' }))).kind).toBe('ekyc-number-invalid');
    expect((await refusalOf(ask({ number: personOf('anil').aadhaarNumber }))).kind).toBe('ekyc-other-number');
    expect([device.orders, handed]).toEqual([[], []]);
  });

  it('DV62 passes on to UIDAI what the device sealed, byte by byte, and keeps no piece of it anywhere', async () => {
    view = await ask({ number: aadhaarNumber.replace(/(\d{4})(?=\d)/g, '$1 ') });
    expect(view.reading?.ekyc).toEqual({ outcome: 'confirmed', simulated: true });
    const [sent] = handed;
    const [given = ''] = device.answers;
    expect(sent?.copy.toString('latin1')).toBe(given);
    expect(sent?.number).toBe(aadhaarNumber);
    // The bank's memory of it is overwritten.
    expect(sent?.lent.every((byte) => byte === 0)).toBe(true);
    const pieces = piecesOf(given);
    expect(pieces).toHaveLength(6);
    const kept = Buffer.concat([
      bytesIn(branch.dataDir),
      bytesIn(branch.bank.folder),
      Buffer.from(said.join(''), 'latin1'),
    ]);
    expect(said.join('')).toContain('/v1/ekyc');
    for (const piece of pieces) expect(kept.includes(piece)).toBe(false);
    expect(kept.includes(aadhaarNumber)).toBe(false);
  });

  it('DV62 tells a person that UIDAI does not confirm, and takes the last answer for the one that counts', async () => {
    gateway = { ...uidai, ask: async () => ({ ok: true, value: { kind: 'refused', code: '300' } }) };
    expect((await ask()).reading?.ekyc?.outcome).toBe('not-matched');
    gateway = standInForUidai;
    expect((await ask()).reading?.ekyc?.outcome).toBe('confirmed');
    gateway = noUidai;
    expect((await refusalOf(ask())).kind).toBe('ekyc-unavailable');
    gateway = standInForUidai;
  });

  it('DV62 without a line asks nobody for a finger, and has nothing to send later', async () => {
    const orders = device.orders.length;
    await branch.bank.bank().close();
    expect((await refusalOf(ask())).kind).toBe('ekyc-needs-line');
    expect(device.orders).toHaveLength(orders);
    await branch.bank.restart();
    expect(handed).toHaveLength(4);
  });

  it('CS40 an answer about another name than the one confirmed is dropped', async () => {
    const fields = (view.reading?.fields ?? [])
      .filter(({ editable }) => editable)
      .map(({ name, value }) => ({ name, value: name === 'name' ? `${value} Kumari` : value }));
    const confirmed = await branch.client().case.confirmReading({ caseId: view.caseId, fields });
    expect(confirmed.reading).toMatchObject({ confirmed: true, ekyc: null });
  });
});
