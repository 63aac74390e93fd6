// kill -9 of the kiosk's main process after every step of an onboarding: on restart, after sign-in, the case is where it was,
// and in the end there is one account.
import { throwawayFolder } from '#scripts/process/throwaway-folder.ts';
import { buildIfStale } from '#scripts/process/build-if-stale.ts';
import { obtainBrowser } from '#scripts/process/test-browser.ts';
import { openBranch, type Branch } from '#scripts/drive/branch.ts';
import { readLedger } from '../kiosk/start-fault-bank.ts';
import { check, type Check, type FaultOptions, type FaultReport } from '../report.ts';
import { atDocument, connect, standing, takeUpAgain, walkSteps } from '../walk/walk-through.ts';

/** Between saving and telling the screen there are milliseconds; the stepper is read once it stands still. */
const settleMs = 300;

async function settled(branch: Branch): Promise<string> {
  let before = '';
  for (;;) {
    const now = await standing(branch.page);
    if (now === before) return now;
    before = now;
    await branch.page.waitForTimeout(settleMs);
  }
}

async function walkKilled(branch: Branch, say: (text: string) => void): Promise<Check[]> {
  const checks: Check[] = [];
  await connect(branch);
  for (const step of walkSteps) {
    const { name } = step;
    await step.act(branch);
    const before = await settled(branch);
    const startedMs = performance.now();
    await branch.restartKiosk('kill');
    await takeUpAgain(branch);
    const after = await settled(branch);
    say(`killed after '${name}', back after ${Math.round(performance.now() - startedMs)} ms`);
    // A reading that was quicker than the kill has stored its pictures already.
    const lost = step.lostByKill !== undefined && before !== after;
    const wentBack = lost && (await atDocument(branch.page));
    checks.push(
      check(
        `killed after '${name}': the case is where it was, or its unread pictures are asked for again`,
        wentBack || before === after,
        { before, after },
      ),
    );
    const again = wentBack || step.lostByKill?.length === 1 ? (step.lostByKill ?? []) : [];
    for (const repeated of walkSteps.filter(({ name: each }) => again.includes(each)))
      await repeated.act(branch);
  }
  return checks;
}

export async function killStepsFault({ say }: FaultOptions): Promise<FaultReport> {
  await buildIfStale();
  const browserPath = await obtainBrowser();
  if (browserPath === null) {
    return { checks: [], skipped: ['kill-steps: needs Chrome, Edge or Chromium'], figures: {} };
  }
  using folder = throwawayFolder('fault-kill-steps');
  const branch = await openBranch({ folder: folder.path, browserPath });
  let checks: Check[] = [];
  try {
    checks = await walkKilled(branch, say);
  } finally {
    await branch.close();
  }
  const { accounts, customers, packets } = await readLedger(branch.bankDir);
  const once = accounts === 1 && customers === 1 && packets.length === 1;
  return {
    checks: [
      ...checks,
      check('one account in the bank', once, { accounts, customers, packets: packets.length }),
    ],
    skipped: [],
    figures: { kills: checks.length, accounts },
  };
}
