// A card whose code its issuer signed, through the whole journey: what is proved, what is kept, what the bank may see.
import { createSign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadKeyFile } from '#bank/keys/key-file.ts';
import { signWord } from '#bank/keys/signed-word.ts';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { findAadhaarNumbers } from '#core/reading/aadhaar-number.ts';
import { digitsOf, signedPart, type SecureQrParts } from '#core/reading/secure-qr.fixture.ts';
import { issuerCertificate } from '#electron/adapter/issuer-trust/certificate.fixture.ts';
import { openDocumentReader } from '#electron/adapter/document-reader/open-document-reader.ts';
import { createForkWorkerHost } from '#electron/shell/browser/fork-worker-host.ts';
import { personOf } from '#renderer/simulate/people.ts';
import {
  enrol,
  jpeg,
  modelStore,
  openBranchAtWork,
  read,
  toDocument,
  type BranchAtWork,
} from './branch-at-work.ts';
import { aadhaarBackWithCode, aadhaarFront, selfieOf, signedPhotoOf } from './pictures.ts';

const issuer = issuerCertificate(new Date('2025-01-01'), new Date('2035-01-01'));
const person = personOf('meera');
const root = join(import.meta.dirname, '..', '..');
const reader = openDocumentReader(
  createForkWorkerHost((name) => join(root, 'electron', 'worker', `${name}.ts`)),
  modelStore,
);

let branch: BranchAtWork;
beforeAll(async () => {
  branch = await openBranchAtWork();
  await enrol(branch);
  const keys = loadKeyFile(join(branch.bank.folder, 'keys.json'), 'development');
  if (!keys.ok) throw new Error(keys.error.kind);
  const list = {
    serial: 1,
    asOf: '2026-11-20T00:00:00.000Z',
    keys: [
      { issuer: 'uidai', certificate: Buffer.from(issuer.der).toString('base64'), from: null, until: null },
    ],
  };
  mkdirSync(join(branch.dataDir, 'issuer-keys'), { recursive: true });
  const word = await signWord(keys.value, 'pravesh-issuer-keys', list);
  writeFileSync(join(branch.dataDir, 'issuer-keys', '1.jws'), word);
});
afterAll(async () => {
  await reader.close();
  await branch[Symbol.asyncDispose]();
});

async function codeOf(parts: SecureQrParts, spoil = false): Promise<string> {
  const signed = signedPart({
    lastFour: person.aadhaarNumber.slice(-4),
    person: { name: person.name, birth: '22-07-1994', gender: 'F', pinCode: '411038' },
    photo: await signedPhotoOf('meera'),
    ...parts,
  });
  const signature = createSign('sha256').update(signed).sign(issuer.privateKey);
  const other = Uint8Array.from(signed);
  if (spoil) other[30] = 90;
  return digitsOf(deflateSync(new Uint8Array([...other, ...signature])));
}

async function readCard(code: string) {
  const client = branch.client();
  const { caseId } = await toDocument(branch);
  const common = { caseId, kind: 'aadhaar' as const, origin: 'camera' as const, flags: [] };
  await client.case.addDocument({ ...common, side: 'front', image: jpeg(await aadhaarFront('meera')) });
  const image = jpeg(await aadhaarBackWithCode('meera', code));
  const added = await client.case.addDocument({ ...common, side: 'back', image });
  return { client, added, view: (await read(client, added)).view };
}

const fieldOf = (view: Awaited<ReturnType<typeof readCard>>['view'], name: string) =>
  view.reading?.fields.find((field) => field.name === name);

describe('a card with a signed code', () => {
  it('TL1 its fields are the signed ones, its photo the face’s reference, its number black in the kept pictures', async () => {
    const { client, added, view } = await readCard(await codeOf({}));
    expect(view.reading?.signed).toBe('genuine');
    expect(fieldOf(view, 'name')).toMatchObject({
      value: person.name,
      source: 'signed-qr',
      proof: 'issuer-signature',
      editable: false,
      needsLook: false,
    });
    expect(fieldOf(view, 'aadhaarNumber')).toMatchObject({
      value: `XXXX XXXX ${person.aadhaarNumber.slice(-4)}`,
      source: 'ocr',
    });
    // The captured pictures are gone; what is kept shows no number to any reader.
    const before = added.document?.sides.map((side) => side.evidenceId) ?? [];
    const after = view.document?.sides ?? [];
    expect(after).toHaveLength(2);
    const sides: { side: 'front' | 'back'; image: Uint8Array }[] = [];
    for (const { side, evidenceId } of after) {
      expect(before).not.toContain(evidenceId);
      const blob = await client.case.evidence({ caseId: view.caseId, evidenceId });
      sides.push({ side, image: new Uint8Array(await blob.arrayBuffer()) });
    }
    for (const evidenceId of before) {
      await expect(client.case.evidence({ caseId: view.caseId, evidenceId })).rejects.toThrow('refused');
    }
    const today = calendarDateSchema.parse('2026-11-20');
    const again = await reader.read({ kind: 'aadhaar', sides, today }, () => undefined);
    expect(again).toMatchObject({ ok: false, error: { kind: 'no-number-found' } });

    await client.case.confirmReading({ caseId: view.caseId, fields: [] });
    const compared = await client.case.addSelfie({
      caseId: view.caseId,
      image: jpeg(await selfieOf('meera')),
    });
    expect(compared.face?.portraitId).not.toBeNull();
  });

  it('TL3 a code that says another name keeps both, side by side', async () => {
    const { view } = await readCard(
      await codeOf({ person: { name: 'Sunita Patel', birth: '22-07-1994', gender: 'F' } }),
    );
    expect(fieldOf(view, 'name')).toMatchObject({
      value: 'Sunita Patel',
      needsLook: true,
      rivals: [{ value: person.name, source: 'ocr' }],
    });
  });

  it('an altered code claims nothing, and the reading says so', async () => {
    const { view } = await readCard(await codeOf({}, true));
    expect(view.reading?.signed).toBe('altered');
    expect(fieldOf(view, 'name')).toMatchObject({ value: person.name, source: 'ocr' });
  });

  it('an old code with the whole number is blacked too', async () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?><PrintLetterBarcodeData uid="${person.aadhaarNumber}" name="${person.name}" gender="F" dob="22/07/1994" pc="411038"/>`;
    const { client, view } = await readCard(xml);
    const back = view.document?.sides.find(({ side }) => side === 'back');
    if (!back) throw new Error('no back');
    const blob = await client.case.evidence({ caseId: view.caseId, evidenceId: back.evidenceId });
    const codes = await reader.barcodes(new Uint8Array(await blob.arrayBuffer()), ['qr']);
    expect(codes).toEqual({ ok: true, value: [] });
    expect(findAadhaarNumbers(JSON.stringify(view))).toEqual([]);
  });
});
