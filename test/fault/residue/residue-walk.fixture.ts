// Walks one customer through the real kiosk; all its processes write below one folder: argv = folder, browser. It stands
// still on the way, with the case ended and everything running, and again when all has ended, so that the folder is searched.
import { join } from 'node:path';
import { openBranch } from '#scripts/drive/branch.ts';
import texts from '../../../resources/languages/en/steps.json' with { type: 'json' };
import { press, screenMs } from '#scripts/drive/kiosk-screen.ts';
import { printerName } from './print-spool.ts';
import { connect, walkSteps } from '../walk/walk-through.ts';

const [folder = '', browserPath = ''] = process.argv.slice(2);

function standStill(where: string): Promise<void> {
  const goOn = new Promise<void>((resolve) => process.once('message', () => resolve()));
  process.send?.({ type: 'look', where });
  return goOn;
}

const branch = await openBranch({ folder, browserPath });
try {
  await connect(branch);
  for (const step of walkSteps) {
    await step.act(branch);
    // In mid-case too: a picture kept, a reading shown, a face compared.
    if (step.name === 'read' || step.name === 'face') await standStill(`after '${step.name}'`);
  }
  await press(branch.page, texts.done.receipt);
  await branch.page.getByRole('dialog', { name: texts.done.receiptTitle }).waitFor({ timeout: screenMs });
  // On paper, and as the copy a person asks for: the system's spool and the download are written by others than the kiosk.
  await press(branch.page, texts.done.print);
  await branch.page
    .getByText(texts.done.printed.replace('{{printer}}', printerName))
    .waitFor({ timeout: screenMs });
  const [copy] = await Promise.all([
    branch.page.waitForEvent('download'),
    branch.page.getByRole('link', { name: texts.done.save }).click(),
  ]);
  await copy.saveAs(join(folder, 'saved', 'receipt.pdf'));
  await standStill('with the receipt open');
  await branch.page.keyboard.press('Escape');
  await press(branch.page, texts.done.next);
  await standStill('with the case ended');
  await branch.kiosk.kill();
  await standStill('with the kiosk killed');
} finally {
  await branch.close();
}
await standStill('after the end');
process.disconnect();
