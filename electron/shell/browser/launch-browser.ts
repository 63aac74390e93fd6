// Starts the kiosk's browser and leads its one window in. Refuses to run it unsandboxed for real customers.
import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { createRecoveryCap } from '../recovery-cap.ts';
import { causeOf, type ShellLog } from '../shell-log.ts';
import { browserFlags, sandboxRule } from './browser-flags.ts';
import { openDevtoolsPipe, recordOf, type DevtoolsPipe } from './devtools-pipe.ts';
import { makeProfileFolder } from './profile-folder.ts';

export interface LaunchOptions {
  readonly program: string;
  readonly openingUrl: string;
  /** Asked for when the window is there: a ticket lives 30 s. */
  readonly ticketUrl: () => string;
  readonly window: 'app' | 'kiosk';
  readonly simulated: boolean;
  readonly isRoot: boolean;
  readonly log: ShellLog;
  /** Tests add --headless=new here; nothing a person sets ends up in it. */
  readonly moreFlags?: readonly string[];
}

export interface RunningBrowser {
  /** Resolves when the browser has ended or its window was closed. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

export type LaunchFailure = { readonly kind: 'root-refused' } | { readonly kind: 'browser-not-started' };

// A cold start on a slow disk takes about 10 s.
const windowTimeoutMs = 30_000;
const closeTimeoutMs = 3000;

export async function launchBrowser(options: LaunchOptions): Promise<Result<RunningBrowser, LaunchFailure>> {
  const { log } = options;
  const sandbox = sandboxRule(options);
  if (sandbox.kind === 'refused-as-root') return err({ kind: 'root-refused' });
  if (sandbox.kind === 'unsandboxed-simulation')
    log.warn('browser-without-sandbox', { why: 'simulated, as root' });

  const profile = makeProfileFolder();
  const flags = browserFlags({
    openingUrl: options.openingUrl,
    profile: profile.path,
    window: options.window,
    withoutSandbox: sandbox.kind === 'unsandboxed-simulation',
  });
  const child = spawn(options.program, [...flags, ...(options.moreFlags ?? [])], {
    // 3 and 4 are the pipe; what a browser prints is about itself and helps nobody.
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((done) => {
    child.once('exit', () => done());
    child.once('error', (error) => {
      log.warn('browser-failed', { cause: causeOf(error) });
      done();
    });
  }).then(() => profile.wipe());

  const pipe = openDevtoolsPipe(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const close = async (): Promise<void> => {
    void pipe.call('Browser.close');
    const timer = setTimeout(() => child.kill('SIGKILL'), closeTimeoutMs);
    await ended;
    clearTimeout(timer);
  };

  const window = await Promise.race([findWindow(pipe, options.openingUrl), ended.then(() => null)]);
  if (window === null) {
    await close();
    return err({ kind: 'browser-not-started' });
  }
  const lead = () => pipe.call('Page.navigate', { url: options.ticketUrl() }, window.sessionId);
  const cap = createRecoveryCap();
  pipe.onEvent((method, params) => {
    if (params['targetId'] !== window.targetId) return;
    // On macOS the program outlives its last window; a kiosk does not.
    if (method === 'Target.targetDestroyed') void close();
    if (method === 'Target.targetCrashed') {
      const again = cap.allows();
      log.warn('screen-crashed', { again });
      void (again ? lead() : close());
    }
  });
  if ((await lead()) === null) {
    await close();
    return err({ kind: 'browser-not-started' });
  }
  return ok({ ended, close });
}

interface WindowTarget {
  readonly targetId: string;
  readonly sessionId: string;
}

/** The app window is found by the address it was opened with; other targets (a new tab page) are left alone. */
async function findWindow(pipe: DevtoolsPipe, openingUrl: string): Promise<WindowTarget | null> {
  const found = Promise.withResolvers<string | null>();
  pipe.onEvent((method, params) => {
    const info = recordOf(params['targetInfo']);
    const isNews = method === 'Target.targetCreated' || method === 'Target.targetInfoChanged';
    if (isNews && info['type'] === 'page' && info['url'] === openingUrl)
      found.resolve(String(info['targetId']));
  });
  const timer = setTimeout(() => found.resolve(null), windowTimeoutMs);
  const answered = await pipe.call('Target.setDiscoverTargets', { discover: true });
  if (answered === null) found.resolve(null);
  const targetId = await found.promise;
  clearTimeout(timer);
  if (targetId === null) return null;
  const attached = await pipe.call('Target.attachToTarget', { targetId, flatten: true });
  const sessionId = attached?.['sessionId'];
  return typeof sessionId === 'string' ? { targetId, sessionId } : null;
}
