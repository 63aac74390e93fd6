// An Aadhaar card's signed code by a reader of codes: the real HID driver over recorded reports, the real kiosk and bank.
import { createSign } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadKeyFile } from '#bank/keys/key-file.ts';
import { signWord } from '#bank/keys/signed-word.ts';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { digitsOf, signedPart } from '#core/reading/secure-qr.fixture.ts';
import { issuerCertificate } from '#electron/adapter/issuer-trust/certificate.fixture.ts';
import { createHidScanner } from '#native/hid/hid-scanner.ts';
import type { HidTransport } from '#native/hid/hid-transport.ts';
import { knownReaders } from '#native/hid/known-readers.ts';
import { createHidTwin } from '#native/hid/simulator/hid-twin.ts';
import { barcodeRecording } from '#native/hid/simulator/recorded-devices.ts';
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
import { signedPhotoOf } from './pictures.ts';

const issuer = issuerCertificate(new Date('2025-01-01'), new Date('2035-01-01'));
const person = personOf('meera');
const clock = { now: () => instantSchema.parse(new Date().toISOString()) };
const trust = { roots: [], revoked: new Set<string>(), allowed: null, unknownDevices: 'refuse' } as const;

/** Whatever is held before the reader next. */
let shown = createHidTwin(barcodeRecording('nothing')).transport;
const transport: HidTransport = { list: () => shown.list(), open: (path) => shown.open(path) };
const hold = (text: string) => {
  shown = createHidTwin(barcodeRecording(text)).transport;
};

let branch: BranchAtWork;
let deviceId = '';
beforeAll(async () => {
  const reader = createHidScanner({ clock, trust, transport, readers: knownReaders });
  branch = await openBranchAtWork({
    scanners: () => ({
      open: async () => ({ scanners: [reader], missing: [] }),
      templateOf: async () => null,
      useLists: () => {},
      simulated: null,
      close: () => reader.close(),
    }),
  });
  await enrol(branch);
  const keys = loadKeyFile(join(branch.bank.folder, 'keys.json'), 'development');
  if (!keys.ok) throw new Error(keys.error.kind);
  const certificate = Buffer.from(issuer.der).toString('base64');
  const list = {
    serial: 1,
    asOf: '2026-11-20T00:00:00.000Z',
    keys: [{ issuer: 'uidai', certificate, from: null, until: null }],
  };
  mkdirSync(join(branch.dataDir, 'issuer-keys'), { recursive: true });
  writeFileSync(
    join(branch.dataDir, 'issuer-keys', '1.jws'),
    await signWord(keys.value, 'pravesh-issuer-keys', list),
  );
  for await (const { devices } of await branch.client().devices.watch()) {
    deviceId = devices[0]?.deviceId ?? '';
    if (deviceId) break;
  }
});
afterAll(() => branch[Symbol.asyncDispose]());

async function codeOf(spoil = false): Promise<string> {
  const signed = signedPart({
    lastFour: person.aadhaarNumber.slice(-4),
    person: { name: person.name, birth: '22-07-1994', gender: 'F', pinCode: '411038' },
    photo: await signedPhotoOf('meera'),
  });
  const signature = createSign('sha256').update(signed).sign(issuer.privateKey);
  const told = Uint8Array.from(signed);
  if (spoil) told[30] = 90;
  return digitsOf(deflateSync(new Uint8Array([...told, ...signature])));
}

const scan = ({ caseId }: Pick<CaseView, 'caseId'>) => branch.client().case.scanCode({ caseId, deviceId });
const toPictures = async () => addAadhaar(branch.client(), await toDocument(branch), 'meera');

describe('a code by a reader of codes', () => {
  it('DV71 proves the fields of the card as the same code in a picture would, and is kept nowhere', async () => {
    const view = await toPictures();
    const code = await codeOf();
    hold(code);
    expect(await scan(view)).toEqual({ signed: 'genuine' });
    const { view: after } = await read(branch.client(), view);
    expect(after.reading?.signed).toBe('genuine');
    expect(after.reading?.fields.find(({ name }) => name === 'name')).toMatchObject({
      value: person.name,
      source: 'signed-qr',
      proof: 'issuer-signature',
    });
    const kept = readdirSync(branch.dataDir, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .some((file) => readFileSync(join(file.parentPath, file.name)).includes(code.slice(0, 60)));
    expect(kept).toBe(false);
    expect((await refusalOf(scan(view))).kind).toBe('side-missing');
  });

  it('DV71 that was changed is said to be so; other text, and the code with the whole number, are refused', async () => {
    const view = await toPictures();
    hold(await codeOf(true));
    expect(await scan(view)).toEqual({ signed: 'altered' });
    hold(`<PrintLetterBarcodeData uid="${person.aadhaarNumber}" name="${person.name}"/>`);
    expect((await refusalOf(scan(view))).kind).toBe('code-not-signed');
    hold('9780201379624');
    expect((await refusalOf(scan(view))).kind).toBe('code-not-signed');
  });

  it('DV71 before there is a card is none of the case', async () => {
    expect((await refusalOf(scan(await toDocument(branch)))).kind).toBe('side-missing');
  });
});
