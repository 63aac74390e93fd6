// The key store's share gone, or another machine's in its place: told by its name, every byte kept, and all opens once it is back.
import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { openCaseStore } from '#electron/adapter/case-store/open-case-store.ts';
import { createOfficerKeyStore } from '#electron/adapter/key-store/officer-key-store.ts';
import { valueOf } from '../kiosk/enrol-kiosk.ts';
import { check, type Check } from '../report.ts';
import { judgeFolder, type Durable } from '../store/durable.ts';
import { sha256Of } from '../kiosk/seal-case.ts';
import { writeCase } from '../store/write-cases.ts';

function fingerprint(folder: string): string {
  return readdirSync(folder)
    .sort()
    .map((name) => `${name} ${sha256Of(readFileSync(join(folder, name)))}`)
    .join('\n');
}

export async function keyGone(folder: string): Promise<Check[]> {
  const [dataDir, shareDir] = [join(folder, 'kiosk'), join(folder, 'share')];
  const secret = { officerId: officerIdSchema.parse('asha'), password: 'a password of a test' };
  const keys = () => createOfficerKeyStore({ dataDir, shareDir });
  const key = valueOf(await keys().create(secret));
  const said: Durable[] = [];
  const store = valueOf(openCaseStore({ dataDir, masterKey: key }));
  writeCase(store, 5000, (durable) => said.push(durable));
  store.close();
  const before = fingerprint(dataDir);

  renameSync(shareDir, `${shareDir}-away`);
  const gone = await keys().unlock(secret);
  const stillGone = await keys().create(secret);
  // Another machine's share, as when the folder was carried there.
  valueOf(await createOfficerKeyStore({ dataDir: join(folder, 'other'), shareDir }).create(secret));
  const other = await keys().unlock(secret);
  rmSync(shareDir, { recursive: true });
  const untouched = fingerprint(dataDir) === before;
  renameSync(`${shareDir}-away`, shareDir);
  const back = await keys().unlock(secret);
  const replaced = (answer: typeof gone): boolean => !answer.ok && answer.error.kind === 'key-store-replaced';
  return [
    check('key share gone: called so', replaced(gone), gone.ok || gone.error),
    check('key share of another machine: called so', replaced(other), other.ok || other.error),
    check('key share gone: no new vault over the old data', !stillGone.ok, stillGone.ok),
    check('key share gone: every byte of the data kept', untouched),
    check('key share back: all opens', back.ok && judgeFolder(dataDir, back.value, said).kind === 'whole'),
  ];
}
