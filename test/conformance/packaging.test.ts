// What an installer must never lack: fuses, a publisher, no simulation, and a release that waits for the Electron suite.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { afterEach, describe, expect, test, vi } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('electron-builder.yml', () => {
  const text = read('electron-builder.yml');
  test.each([
    ['runAsNode', false],
    ['enableNodeOptionsEnvironmentVariable', false],
    ['enableNodeCliInspectArguments', false],
    ['grantFileProtocolExtraPrivileges', false],
    ['enableCookieEncryption', true],
    ['enableEmbeddedAsarIntegrityValidation', true],
    ['onlyLoadAppFromAsar', true],
  ])('fuse %s: %s', (fuse, on) => {
    expect(text).toMatch(new RegExp(`^  ${fuse}: ${on}$`, 'm'));
  });

  test('names its publisher and checks updates by it, packs into an archive, and takes no tests or maps along', () => {
    expect(text).toMatch(/^ {4}publisherName: \S+/m);
    expect(text).toMatch(/^ {2}verifyUpdateCodeSignature: true$/m);
    expect(text).toMatch(/^asar: true$/m);
    expect(text).toMatch(/^ {2}- '!\*\*\/\*\.map'$/m);
    for (const target of ['nsis', 'dmg', 'AppImage, deb']) expect(text).toContain(`target: [${target}]`);
  });
});

describe('the release', () => {
  test('waits for the Electron suite, which must find its runtime on three systems', () => {
    expect(read('.github/workflows/release.yml')).toMatch(/needs: \[ci, electron\]/);
    const suite = read('.github/workflows/electron.yml');
    expect(suite).toContain("REQUIRE_ELECTRON: '1'");
    expect(suite).toContain('os: [ubuntu-latest, windows-latest, macos-latest]');
  });
});

describe('a packaged build', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  /** The settings of a shell as that build compiles them. */
  async function settingsOf(packaged: '0' | '1'): Promise<string> {
    vi.stubEnv('PRAVESH_PACKAGED', packaged);
    vi.resetModules();
    const { default: config } = await import('../../electron.vite.config.ts');
    const result = await build({
      configFile: false,
      logLevel: 'silent',
      define: { ...config.main?.define },
      build: {
        write: false,
        minify: false,
        ssr: true,
        rolldownOptions: { input: join(root, 'electron', 'shell', 'shell-config.ts') },
      },
    });
    return JSON.stringify(result);
  }

  test('has no simulation; a checkout has', async () => {
    expect(await settingsOf('1')).toMatch(/simulationBuiltIn = false/);
    expect(await settingsOf('0')).toMatch(/simulationBuiltIn = true/);
  });
});
