// Finds a Chrome, Edge or Chromium on this machine. Refuses other kinds: only these take the flags and the pipe.
import { accessSync, constants } from 'node:fs';
import { posix, win32 } from 'node:path';

export interface BrowserSearch {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isProgram: (file: string) => boolean;
}

const linuxNames = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const macPrograms = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const windowsPrograms = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
];

/** KIOSK_BROWSER names the one to take, and then no other is tried. */
export function findBrowser(search: BrowserSearch = thisMachine()): string | null {
  const named = search.env['KIOSK_BROWSER'];
  if (named) return search.isProgram(named) ? named : null;
  return candidates(search).find(search.isProgram) ?? null;
}

function candidates({ platform, env }: BrowserSearch): string[] {
  if (platform === 'win32') {
    const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']];
    return windowsPrograms.flatMap((program) =>
      roots.filter((root) => root !== undefined).map((root) => win32.join(root, program)),
    );
  }
  if (platform === 'darwin') {
    const roots = ['/Applications', posix.join(env['HOME'] ?? '/', 'Applications')];
    return macPrograms.flatMap((program) => roots.map((root) => posix.join(root, program)));
  }
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => posix.isAbsolute(folder));
  return linuxNames.flatMap((name) => folders.map((folder) => posix.join(folder, name)));
}

function thisMachine(): BrowserSearch {
  return { platform: process.platform, env: process.env, isProgram };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
