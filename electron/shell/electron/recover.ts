// Brings a crashed or hanging screen back, a few times; then the application ends, and whoever keeps it running starts it afresh.
import { createRecoveryCap } from '../recovery-cap.ts';
import type { ShellLog } from '../shell-log.ts';
import type { BrowserWindow, ElectronModule } from './electron-module.ts';

export interface RecoverOptions {
  readonly window: BrowserWindow;
  readonly log: ShellLog;
  /** Too many crashes: an orderly end. */
  giveUp(): void;
}

export function recover({ app }: Pick<ElectronModule, 'app'>, options: RecoverOptions): void {
  const { window, log } = options;
  const cap = createRecoveryCap();
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    const again = cap.allows();
    log.warn('screen-crashed', { reason, exitCode, again });
    if (again) window.webContents.reload();
    else options.giveUp();
  });
  // Becomes a crash, and is then counted as one.
  window.on('unresponsive', () => window.webContents.forcefullyCrashRenderer());
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    // Chromium restarts its own; helpers of ours are started again when next wanted.
    if (reason !== 'clean-exit') log.warn('helper-gone', { type, reason, exitCode });
  });
}
