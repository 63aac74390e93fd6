// The built kiosk in its browser shell, started without a browser of its own: whoever drives it asks for a ticketed address.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { ask, endProcess, nextMessage } from './child-messages.ts';
import { root } from './root.ts';

const readyMs = 30_000;

export interface KioskProcessOptions {
  readonly dataDir: string;
  readonly simulate: boolean;
  readonly enrolmentCode?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface RunningKiosk {
  readonly pid: number;
  readonly url: string;
  /** Works once, for thirty seconds. */
  ticketUrl(): Promise<string>;
  stop(): Promise<void>;
  /** kill -9: as a power cut would, as far as a process can tell. */
  kill(): Promise<void>;
}

export async function startKiosk(options: KioskProcessOptions): Promise<RunningKiosk> {
  const child = fork(join(root, 'out', 'main', 'browser.js'), [], {
    cwd: root,
    env: {
      ...process.env,
      KIOSK_DATA: options.dataDir,
      KIOSK_SIMULATE: options.simulate ? '1' : '0',
      KIOSK_OPEN: 'ipc',
      KIOSK_ENROLMENT_CODE: options.enrolmentCode ?? '',
      // The device share belongs outside the data folder; a throw-away kiosk keeps its own beside it.
      KIOSK_KEY_SHARE: `${options.dataDir}-share`,
      ...options.env,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ready = await nextMessage(child, 'ready', readyMs);
  return {
    pid: child.pid ?? 0,
    url: z.url().parse(ready['url']),
    async ticketUrl() {
      return z.url().parse((await ask(child, { type: 'ticket' }, 'ticket'))['ticketUrl']);
    },
    stop: () => endProcess(child),
    kill: async () => {
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGKILL');
      await ended;
    },
  };
}
