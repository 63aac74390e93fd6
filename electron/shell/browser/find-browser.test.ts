import { expect, test } from 'vitest';
import { findBrowser } from './find-browser.ts';

const present =
  (...files: string[]) =>
  (file: string) =>
    files.includes(file);

test.each([
  ['linux', { PATH: '/usr/local/bin:/usr/bin' }, ['/usr/bin/chromium'], '/usr/bin/chromium'],
  ['linux', { PATH: '/usr/bin' }, ['/usr/bin/chromium', '/usr/bin/google-chrome'], '/usr/bin/google-chrome'],
  ['linux', { PATH: '.:/usr/bin' }, ['chromium', './chromium'], null],
  [
    'darwin',
    { HOME: '/Users/a' },
    ['/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  [
    'darwin',
    { HOME: '/Users/a' },
    ['/Users/a/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    '/Users/a/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  [
    'win32',
    { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' },
    ['C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'],
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
  ['linux', {}, [], null],
] as const)('on %s with %j and %j: %s', (platform, env, files, found) => {
  expect(findBrowser({ platform, env, isProgram: present(...files) })).toBe(found);
});

test('a named browser is taken, or none: a typing mistake does not open another one', () => {
  const search = { platform: 'linux' as const, isProgram: present('/opt/chrome', '/usr/bin/chromium') };
  expect(findBrowser({ ...search, env: { PATH: '/usr/bin', KIOSK_BROWSER: '/opt/chrome' } })).toBe(
    '/opt/chrome',
  );
  expect(findBrowser({ ...search, env: { PATH: '/usr/bin', KIOSK_BROWSER: '/opt/chrom' } })).toBeNull();
});
