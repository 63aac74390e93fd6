// Between the camera and the reading a document's picture lies on no disk, and what is stored then shows no number.
import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { openDocumentReader } from '#electron/adapter/document-reader/open-document-reader.ts';
import { createForkWorkerHost } from '#electron/shell/browser/fork-worker-host.ts';
import {
  addAadhaar,
  enrol,
  jpeg,
  modelStore,
  openBranchAtWork,
  read,
  refusalOf,
  toDocument,
  type BranchAtWork,
} from './branch-at-work.ts';
import { aadhaarFront, passportPage } from './pictures.ts';
import { passportZone } from '#renderer/simulate/document/passport-zone.ts';
import { personOf } from '#renderer/simulate/people.ts';

const root = join(import.meta.dirname, '..', '..');
const reader = openDocumentReader(
  createForkWorkerHost((name) => join(root, 'electron', 'worker', `${name}.ts`)),
  modelStore,
);

let branch: BranchAtWork;
beforeAll(async () => {
  branch = await openBranchAtWork();
  await enrol(branch);
});
afterAll(async () => {
  await reader.close();
  await branch[Symbol.asyncDispose]();
});

function bytesOnDisk(): number {
  return readdirSync(branch.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

async function pictureOf(view: CaseView, index: number): Promise<Uint8Array> {
  const evidenceId = view.document?.sides[index]?.evidenceId;
  if (!evidenceId) throw new Error('no such side');
  const blob = await branch.client().case.evidence({ caseId: view.caseId, evidenceId });
  return new Uint8Array(await blob.arrayBuffer());
}

describe('a picture that is not read yet', () => {
  it('RD1 is shown to the screen, and the folder does not grow by it', async () => {
    const client = branch.client();
    const view = await toDocument(branch);
    const before = bytesOnDisk();
    // Far more than the case itself and its audit write meanwhile; what stands after a picture's end no decoder minds.
    const image = jpeg(Buffer.concat([await aadhaarFront('meera'), randomBytes(2_000_000)]));
    const added = await client.case.addDocument({
      caseId: view.caseId,
      kind: 'aadhaar',
      side: 'front',
      origin: 'camera',
      image,
      flags: [],
    });
    const shown = (await pictureOf(added, 0)).length;
    expect(shown).toBe(image.size);
    expect(bytesOnDisk() - before).toBeLessThan(shown / 2);
  });

  it('RD2 once read, both sides are stored without the number: the stored ones are read again', async () => {
    const client = branch.client();
    const { view } = await read(client, await addAadhaar(client, await toDocument(branch), 'meera'));
    // From the disk: this kiosk's memory goes with it.
    await branch.reopen();
    await branch.client().session.signIn(branch.officer);
    const stored = await branch.client().case.get({ caseId: view.caseId });
    expect(stored.document?.sidesMissing).toEqual([]);
    const sides = [
      { side: 'front' as const, image: await pictureOf(stored, 0) },
      { side: 'back' as const, image: await pictureOf(stored, 1) },
    ];
    const today = calendarDateSchema.parse('2026-11-20');
    const again = await reader.read({ kind: 'aadhaar', sides, today }, () => undefined);
    expect(again).toMatchObject({ ok: false, error: { kind: 'no-number-found' } });
  });

  it('RD2 with nothing to black is stored as it was captured', async () => {
    const client = branch.client();
    const person = personOf('meera');
    const page = await passportPage('meera', passportZone(person));
    const { caseId } = await toDocument(branch);
    const added = await client.case.addDocument({
      caseId,
      kind: 'passport',
      side: 'front',
      origin: 'camera',
      image: jpeg(page),
      flags: [],
    });
    const { view } = await read(client, added);
    await branch.reopen();
    await branch.client().session.signIn(branch.officer);
    expect(await pictureOf(view, 0)).toEqual(new Uint8Array(page));
  });

  it('RD3 CS36 does not outlive the kiosk: the sides are asked for again', async () => {
    const added = await addAadhaar(branch.client(), await toDocument(branch), 'meera');
    expect(added.at).toBe('reading');
    await branch.reopen();
    const client = branch.client();
    await client.session.signIn(branch.officer);
    const after = await client.case.get({ caseId: added.caseId });
    expect(after).toMatchObject({
      at: 'document',
      document: { kind: 'aadhaar', sidesMissing: ['front', 'back'] },
    });
    expect((await refusalOf(read(client, after))).kind).toBe('side-missing');
    const { view } = await read(client, await addAadhaar(client, after, 'meera'));
    expect(view.reading?.fields.length).toBeGreaterThan(3);
  });

  it('RD3 is not there for the officer who signs in next', async () => {
    const client = branch.client();
    const added = await addAadhaar(client, await toDocument(branch), 'meera');
    await client.session.signOut();
    await client.session.signIn(branch.officer);
    expect((await client.case.get({ caseId: added.caseId })).document?.sidesMissing).toEqual([
      'front',
      'back',
    ]);
  });
});
