// Reads the fuses off a packaged kiosk. Skips, saying so, unless PRAVESH_PACKAGED_APP names its program.
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from 'playwright/test';

const packaged = process.env['PRAVESH_PACKAGED_APP'];
test.skip(!packaged, 'PRAVESH_PACKAGED_APP names no packaged kiosk');

const wanted: readonly (readonly [FuseV1Options, FuseState])[] = [
  [FuseV1Options.RunAsNode, FuseState.DISABLE],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseState.DISABLE],
  [FuseV1Options.EnableNodeCliInspectArguments, FuseState.DISABLE],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, FuseState.DISABLE],
  [FuseV1Options.EnableCookieEncryption, FuseState.ENABLE],
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, FuseState.ENABLE],
  [FuseV1Options.OnlyLoadAppFromAsar, FuseState.ENABLE],
];

test('the packaged kiosk has its fuses set', async () => {
  const wire = await getCurrentFuseWire(packaged ?? '');
  expect(wanted.map(([fuse]) => [fuse, wire[fuse]])).toEqual(wanted.map(([fuse, state]) => [fuse, state]));
});
