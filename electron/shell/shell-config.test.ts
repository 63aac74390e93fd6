import { describe, expect, test } from 'vitest';
import { readShellConfig, type ConfigSource } from './shell-config.ts';

function read(env: Record<string, string>, more: Partial<ConfigSource> = {}) {
  return readShellConfig({
    env,
    platform: 'linux',
    home: '/home/asha',
    hasChannel: false,
    simulationBuiltIn: true,
    ...more,
  });
}

describe('settings of a shell', () => {
  test('without any: no simulation, no display, so the address is printed', () => {
    expect(read({})).toEqual({
      ok: true,
      value: {
        dataDir: '/home/asha/.local/share/pravesh',
        simulated: false,
        open: 'print',
        window: 'app',
        mode: 'staffed',
        enrolmentCode: null,
        keyShareDir: null,
        credentialsDir: null,
      },
    });
  });

  test.each([
    ['a display', { DISPLAY: ':0' }, {}, 'browser'],
    ['a Wayland display', { WAYLAND_DISPLAY: 'wayland-0' }, {}, 'browser'],
    ['Windows always has one', {}, { platform: 'win32' }, 'browser'],
    ['a starter that listens', { DISPLAY: ':0' }, { hasChannel: true }, 'ipc'],
    ['what is said stands above', { DISPLAY: ':0', KIOSK_OPEN: 'print' }, { hasChannel: true }, 'print'],
  ] as const)('where to open: %s', (_why, env, more, open) => {
    expect(read({ ...env }, more)).toMatchObject({ ok: true, value: { open } });
  });

  test('simulation is asked for by 1 alone, and a packaged build refuses it', () => {
    expect(read({ KIOSK_SIMULATE: '1' })).toMatchObject({ ok: true, value: { simulated: true } });
    expect(read({ KIOSK_SIMULATE: '0' })).toMatchObject({ ok: true, value: { simulated: false } });
    expect(read({ KIOSK_SIMULATE: '1' }, { simulationBuiltIn: false })).toEqual({
      ok: false,
      error: { kind: 'simulation-left-out' },
    });
  });

  test.each(['staffed', 'self-service', 'field'])('AC25 the mode of use is a setting: %s', (mode) => {
    expect(read({ KIOSK_MODE: mode })).toMatchObject({ ok: true, value: { mode } });
    expect(read({ KIOSK_MODE: 'alone' })).toMatchObject({ ok: false, error: { setting: 'KIOSK_MODE' } });
  });

  test('a value it does not know is refused by name, with what is allowed', () => {
    expect(read({ KIOSK_SIMULATE: 'yes' })).toEqual({
      ok: false,
      error: { kind: 'setting-unknown', setting: 'KIOSK_SIMULATE', allowed: '0, 1' },
    });
    expect(read({ KIOSK_OPEN: 'chrome' })).toMatchObject({ ok: false, error: { setting: 'KIOSK_OPEN' } });
    expect(read({ KIOSK_WINDOW: 'full' })).toMatchObject({ ok: false, error: { setting: 'KIOSK_WINDOW' } });
  });
});
