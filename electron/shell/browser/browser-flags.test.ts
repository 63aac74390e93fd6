import { expect, test } from 'vitest';
import { browserFlags, sandboxRule } from './browser-flags.ts';

const options = {
  openingUrl: 'http://k00.localhost:1/opening',
  profile: '/dev/shm/p',
  window: 'app' as const,
  withoutSandbox: false,
};

test('one window on our page, nothing kept, nothing fetched, a private pipe, the sandbox on', () => {
  const flags = browserFlags(options);
  expect(flags).toEqual(
    expect.arrayContaining([
      '--app=http://k00.localhost:1/opening',
      '--user-data-dir=/dev/shm/p',
      '--incognito',
      '--remote-debugging-pipe',
      '--auto-accept-camera-and-microphone-capture',
      '--disable-background-networking',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE *.localhost',
    ]),
  );
  expect(flags).not.toContain('--no-sandbox');
  expect(flags).not.toContain('--kiosk');
  expect(flags.join()).not.toMatch(/remote-debugging-port|disable-web-security|ticket/);
});

test('kiosk mode fills the screen', () => {
  expect(browserFlags({ ...options, window: 'kiosk' })).toContain('--kiosk');
});

test('without its sandbox the browser runs for a simulated kiosk as root, and for nobody else', () => {
  expect(sandboxRule({ isRoot: false, simulated: false }).kind).toBe('sandboxed');
  expect(sandboxRule({ isRoot: false, simulated: true }).kind).toBe('sandboxed');
  expect(sandboxRule({ isRoot: true, simulated: true }).kind).toBe('unsandboxed-simulation');
  expect(sandboxRule({ isRoot: true, simulated: false }).kind).toBe('refused-as-root');
});
