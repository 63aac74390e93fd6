// What the pictures of a real case weigh: one customer goes through the built kiosk by its screen, and the bank's record of
// the packet's parts is summed.
import { compileSparingly } from '#bank/store/embedded-database.ts';
import { openStore } from '#bank/store/open-store.ts';
import { packetManifestSchema } from '#core/contract/bank/packet.ts';
import { openBranch } from '#scripts/drive/branch.ts';
import { buildIfStale } from '#scripts/process/build-if-stale.ts';
import { obtainBrowser } from '#scripts/process/test-browser.ts';
import { throwawayFolder } from '#scripts/process/throwaway-folder.ts';
import { connect, walkSteps } from '../../fault/walk/walk-through.ts';
import { valueOf } from '../../fault/kiosk/enrol-kiosk.ts';

/** Bytes of all parts but the case file, which the overhead counts; null without a browser. */
export async function weighCase(): Promise<number | null> {
  await buildIfStale();
  const browserPath = await obtainBrowser();
  if (browserPath === null) return null;
  using folder = throwawayFolder('bench-weigh');
  const branch = await openBranch({ folder: folder.path, browserPath });
  try {
    await connect(branch);
    for (const step of walkSteps) await step.act(branch);
  } finally {
    await branch.close();
  }
  compileSparingly();
  const store = valueOf(await openStore({ folder: branch.bankDir, databaseUrl: null }));
  try {
    const { manifest } = await store.db.selectFrom('packet').select('manifest').executeTakeFirstOrThrow();
    const { parts } = packetManifestSchema.parse(JSON.parse(manifest));
    return parts.filter(({ name }) => name !== 'case').reduce((sum, { bytes }) => sum + bytes, 0);
  } finally {
    await store.close();
  }
}
