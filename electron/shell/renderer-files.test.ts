import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listRendererFiles, modelNameOf } from './renderer-files.ts';

test('lists what was built, by address, and nothing behind links or beside it', async () => {
  const place = mkdtempSync(join(tmpdir(), 'pravesh-files-'));
  mkdirSync(join(place, 'renderer', 'assets', 'deep'), { recursive: true });
  for (const file of [
    'index.html',
    'assets/index-Ab3dEf9_.js',
    'assets/index-Ab3dEf9_.js.map',
    'assets/deep/plain.wasm',
  ]) {
    writeFileSync(join(place, 'renderer', file), '');
  }
  writeFileSync(join(place, 'secret'), '');
  symlinkSync(join(place, 'secret'), join(place, 'renderer', 'link.txt'));
  const files = await listRendererFiles(join(place, 'renderer'));
  rmSync(place, { recursive: true });
  expect([...files.keys()].sort()).toEqual([
    '/',
    '/assets/deep/plain.wasm',
    '/assets/index-Ab3dEf9_.js',
    '/index.html',
  ]);
  expect(files.get('/assets/index-Ab3dEf9_.js')).toMatchObject({
    immutable: true,
    type: 'text/javascript; charset=utf-8',
  });
  expect(files.get('/assets/deep/plain.wasm')).toMatchObject({ immutable: false, type: 'application/wasm' });
});

test('without a build there is nothing to serve', async () => {
  expect((await listRendererFiles(join(tmpdir(), 'pravesh-no-such-build'))).size).toBe(0);
});

test.each([
  ['/models/face_landmarker.task', 'face_landmarker.task'],
  ['/models/', null],
  ['/models/../x', null],
  ['/models/a/b', null],
  ['/models/.hidden', null],
  ['/models/UPPER.task', null],
  ['/model/x.task', null],
])('model name of %s is %s', (path, name) => {
  expect(modelNameOf(path)).toBe(name);
});
