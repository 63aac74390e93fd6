// The browser shell from its first to its last moment: lock, kiosk, door, screen, and an end that loses nothing.
import type { Writable } from 'node:stream';
import { createFrameServer, type FrameServer } from '../carrier/serve-frames.ts';
import { lockDataFolder } from '../data-folder-lock.ts';
import { listRendererFiles } from '../renderer-files.ts';
import type { ServedKiosk } from '../served-kiosk.ts';
import type { ShellConfig } from '../shell-config.ts';
import { causeOf, framesOf, type ShellLog } from '../shell-log.ts';
import { openDoor, type Door } from './door.ts';
import { findBrowser } from './find-browser.ts';
import { launchBrowser, type RunningBrowser } from './launch-browser.ts';
import type { StarterChannel } from './starter-channel.ts';
import { createDoorKeys } from './ticket.ts';

/** How the process ends, for scripts: 0 in order; else what stood in the way. */
export const exitStatus = { ended: 0, failed: 1, settings: 2, folderInUse: 3, folderUnusable: 4 } as const;

export interface BrowserShellOptions {
  readonly config: ShellConfig;
  readonly rendererDir: string;
  openKiosk(): Promise<ServedKiosk>;
  readonly starter: StarterChannel | null;
  /** Resolves when a signal asks for the end. */
  readonly stopAsked: Promise<void>;
  readonly out: Writable;
  readonly log: ShellLog;
}

// A bank call under way may take this long to be written down; after it the outbox sends again by itself.
const drainMs = 4000;

export async function runBrowserShell(options: BrowserShellOptions): Promise<number> {
  const { config, log, starter } = options;
  const say = (line: string): void => void options.out.write(`${line}\n`);

  const lock = lockDataFolder(config.dataDir);
  if (!lock.ok) {
    if (lock.error.kind === 'folder-in-use') {
      say(`A kiosk is already running on this data folder: ${config.dataDir}`);
      say('Close it first, or set KIOSK_DATA to another folder.');
      return exitStatus.folderInUse;
    }
    say(`This data folder cannot be used (${lock.error.cause}): ${config.dataDir}`);
    return exitStatus.folderUnusable;
  }

  const served = openFrames(options);
  const failed = served.then(
    () => new Promise<never>(() => undefined),
    (error: unknown) => {
      log.warn('kiosk-not-opened', { cause: causeOf(error), frames: framesOf(error) });
      return exitStatus.failed;
    },
  );
  const keys = createDoorKeys();
  let printing = config.open === 'print';
  const announceCode = (): boolean => {
    if (!printing) return false;
    say(`Code for the kiosk's page (works once, 10 minutes): ${keys.code()}`);
    return true;
  };
  const door = await openDoor({
    keys,
    files: await listRendererFiles(options.rendererDir),
    served,
    announceCode,
    log,
  });

  starter?.onTicketWanted(() => {
    if (config.open === 'ipc') starter.tell({ type: 'ticket', ticketUrl: door.ticketUrl() });
  });
  starter?.tell({
    type: 'ready',
    url: door.origin,
    ...(config.open === 'ipc' ? { ticketUrl: door.ticketUrl() } : {}),
  });
  const browser = config.open === 'browser' ? await openBrowser(options, door, say) : null;
  printing ||= config.open === 'browser' && browser === null;
  if (printing) {
    say(`The kiosk is open at ${door.origin}/`);
    say('Open that address in Chrome, Edge or Chromium on this machine, and type the code it asks for.');
    announceCode();
    say('Without a screen, npm run demo drives the kiosk through a whole onboarding.');
  }

  const status = await Promise.race([
    options.stopAsked.then(() => exitStatus.ended),
    failed,
    ...(browser === null ? [] : [browser.ended.then(() => exitStatus.ended)]),
    ...(starter === null
      ? []
      : [new Promise<number>((gone) => starter.onGone(() => gone(exitStatus.ended)))]),
  ]);

  const opened = await served.catch(() => null);
  await opened?.frames.drain(drainMs);
  await opened?.kiosk.close();
  await door.close();
  await browser?.close();
  lock.value.release();
  return status;
}

interface OpenedKiosk {
  readonly kiosk: ServedKiosk;
  readonly frames: FrameServer;
  modelFile(name: string): Promise<string | null>;
}

async function openFrames(options: BrowserShellOptions): Promise<OpenedKiosk> {
  const kiosk = await options.openKiosk();
  return {
    kiosk,
    frames: createFrameServer(kiosk.router, options.log),
    modelFile: (name) => kiosk.modelFile(name),
  };
}

async function openBrowser(
  { config, log }: BrowserShellOptions,
  door: Door,
  say: (line: string) => void,
): Promise<RunningBrowser | null> {
  const program = findBrowser();
  if (program === null) {
    say('No Chrome, Edge or Chromium was found here; KIOSK_BROWSER may name one.');
    return null;
  }
  const isRoot = process.getuid?.() === 0;
  const browser = await launchBrowser({
    program,
    openingUrl: `${door.origin}/opening`,
    ticketUrl: () => door.ticketUrl(),
    window: config.window,
    simulated: config.simulated,
    isRoot,
    log,
  });
  if (browser.ok) {
    if (isRoot)
      say('Warning: the browser runs without its sandbox, because this simulated kiosk runs as root.');
    return browser.value;
  }
  say(
    browser.error.kind === 'root-refused'
      ? 'A browser is not opened as root: start the kiosk as an ordinary user.'
      : `The browser could not be opened: ${program}`,
  );
  return null;
}
