// A browser for tests and the demo: the system's, else Playwright's own, else the system's packages; it may also say how.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';
import { findBrowser } from '#electron/shell/browser/find-browser.ts';
import { mayReachUpstream } from './root.ts';
import { runCommand, runTool } from './run-command.ts';

function browserHere(): string | null {
  const system = findBrowser();
  if (system) return system;
  const own = chromium.executablePath();
  return existsSync(own) ? own : null;
}

/** Path of a Chromium; null when there is none and none could be had (said on the terminal). */
export async function obtainBrowser(): Promise<string | null> {
  const here = browserHere();
  if (here) return here;
  if (mayReachUpstream()) {
    console.log('Fetching a browser for the tests …');
    await runTool('playwright/cli.js', ['install', 'chromium'], { timeoutMs: 5 * 60 * 1000 });
  }
  if (!browserHere() && process.platform === 'linux' && process.getuid?.() === 0) {
    console.log("Installing Chromium from the system's packages …");
    await runCommand('sh', ['-c', 'apt-get update -qq && apt-get install -y -qq chromium'], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      quiet: true,
    });
  }
  const found = browserHere();
  if (!found) {
    console.error(
      'No Chromium was found. Install Chrome, Edge or Chromium (Debian: apt-get install chromium), or name one with KIOSK_BROWSER.',
    );
  }
  return found;
}

/** Chromium as root has no sandbox; only tests and the simulated demo run so. */
export function browserArgs(): string[] {
  return [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--auto-accept-camera-and-microphone-capture',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ];
}
