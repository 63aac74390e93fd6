// Is Electron's runtime here, and may it be fetched? The package is never required for this: doing so would start a download.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mayReachUpstream, root } from './root.ts';
import { runTool } from './run-command.ts';

const packageDir = join(root, 'node_modules', 'electron');
/** A download of about 110 MB; past this the browser shell serves today. */
const fetchMs = 5 * 60 * 1000;

export function electronIsHere(): boolean {
  return existsSync(join(packageDir, 'path.txt')) && existsSync(join(packageDir, 'dist'));
}

/** True when the runtime is there at the end. */
export async function obtainElectron(): Promise<boolean> {
  if (electronIsHere()) return true;
  if (!mayReachUpstream()) return false;
  console.log("Fetching Electron's runtime …");
  await runTool('electron/install.js', [], { quiet: true, timeoutMs: fetchMs });
  return electronIsHere();
}
