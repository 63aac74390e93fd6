// Where this machine keeps an application's data: one folder per system, KIOSK_DATA above all.
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

export function dataFolder(
  machine: Machine = { platform: process.platform, env: process.env, home: homedir() },
): string {
  const { platform, env, home } = machine;
  const path = platform === 'win32' ? win32 : posix;
  if (env['KIOSK_DATA']) return path.resolve(env['KIOSK_DATA']);
  if (platform === 'win32')
    return path.join(env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'Pravesh');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Pravesh');
  // XDG base directories: a relative value is to be ignored.
  const xdg = env['XDG_DATA_HOME'];
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(home, '.local', 'share'), 'pravesh');
}
