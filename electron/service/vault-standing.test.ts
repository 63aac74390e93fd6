// What staff see of the vault, over the real key store and a database that was damaged and saved.
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { openCaseStore } from '../adapter/case-store/open-case-store.ts';
import { databaseFileName } from '../adapter/case-store/open-database.ts';
import { clock, fullCase, newEnrolment, noon, queueCase } from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { createOfficerKeyStore } from '../adapter/key-store/officer-key-store.ts';
import { escrowKey, renewKey } from './vault-key.ts';
import { vaultStanding } from './vault-standing.ts';

const temp = useTempStore();
const asha = { officerId: officerIdSchema.parse('asha'), password: 'monsoon over the delta' };

it('VA22 staff see whether a key change is asked for, and whether the recovery key could be written', async () => {
  const shareDir = `${temp.dataDir}-share`;
  onTestFinished(() => rmSync(shareDir, { recursive: true, force: true }));
  const keyStore = createOfficerKeyStore({ dataDir: temp.dataDir, shareDir });
  const masterKey = valueOf(await keyStore.create(asha));
  const officer = { officerId: asha.officerId, name: 'Asha', role: 'supervisor' } as const;
  const vault = { store: temp.open({ masterKey }), masterKey, officer };
  const ports = { keyStore, clock };
  expect(valueOf(await vaultStanding(ports, vault))).toEqual({
    keyChangedAt: null,
    keyChangeAsked: false,
    recoveryWritten: null,
    salvages: [],
  });
  valueOf(await renewKey(ports, vault));
  const refused = await escrowKey(ports, vault, newEnrolment());
  expect(valueOf(await vaultStanding(ports, vault))).toMatchObject({
    keyChangeAsked: true,
    recoveryWritten: refused.ok,
  });
});

it('VA22 OB15 staff see what was saved of a damaged file, and where it lies', async () => {
  const shareDir = `${temp.dataDir}-share`;
  onTestFinished(() => rmSync(shareDir, { recursive: true, force: true }));
  const keyStore = createOfficerKeyStore({ dataDir: temp.dataDir, shareDir });
  const masterKey = valueOf(await keyStore.create(asha));
  const store = temp.open({ masterKey, clock });
  for (let each = 0; each < 20; each += 1) queueCase(store, fullCase());
  store.close();
  const path = join(temp.dataDir, databaseFileName);
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(4096, 7), 0, 4096, Math.floor(statSync(path).size / 2));
  closeSync(file);
  // The first start moves it aside, the second has what is readable.
  const options = { dataDir: temp.dataDir, masterKey, clock };
  expect(openCaseStore(options).ok).toBe(false);
  const saved = temp.open({ masterKey, clock });
  const { salvages } = valueOf(await vaultStanding({ keyStore }, { store: saved, masterKey }));
  expect(salvages).toHaveLength(1);
  expect(salvages[0]).toMatchObject({ at: noon, folder: 'damaged-1' });
  expect((salvages[0]?.cases ?? 0) + (salvages[0]?.casesLost ?? 0)).toBeGreaterThan(10);
});
