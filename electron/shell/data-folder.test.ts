import { expect, test } from 'vitest';
import { dataFolder } from './data-folder.ts';

test.each([
  ['linux', {}, '/home/asha', '/home/asha/.local/share/pravesh'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/home/asha', '/data/pravesh'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/asha', '/home/asha/.local/share/pravesh'],
  ['darwin', {}, '/Users/asha', '/Users/asha/Library/Application Support/Pravesh'],
  [
    'win32',
    { LOCALAPPDATA: 'C:\\Users\\asha\\AppData\\Local' },
    'C:\\Users\\asha',
    'C:\\Users\\asha\\AppData\\Local\\Pravesh',
  ],
  ['win32', {}, 'C:\\Users\\asha', 'C:\\Users\\asha\\AppData\\Local\\Pravesh'],
  ['linux', { KIOSK_DATA: '/srv/kiosk', XDG_DATA_HOME: '/data' }, '/home/asha', '/srv/kiosk'],
] as const)('on %s with %j', (platform, env, home, folder) => {
  expect(dataFolder({ platform, env, home })).toBe(folder);
});
