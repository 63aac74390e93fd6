import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { modelManifest, modelNames } from './manifest.ts';
import type { ModelManifest } from './manifest.ts';
import { checkoutSources } from './model-source.ts';
import type { ModelSources } from './model-source.ts';
import { openCheckoutModelStore, openModelStore } from './open-model-store.ts';

const good = new TextEncoder().encode('a model of thirteen floats');
const bad = new TextEncoder().encode('a model of thirteen boats!');
const manifest: ModelManifest = {
  version: 1,
  faceSets: [],
  models: [
    {
      name: 'yunet',
      file: 'face.onnx',
      bytes: good.byteLength,
      sha256: createHash('sha256').update(good).digest('hex'),
      licence: 'MIT',
      upstream: 'https://models.example/face.onnx',
      purpose: 'test',
    },
  ],
};

let base: string;
const kept = () => join(base, 'out', 'models');
const mirror = () => join(base, 'mirror');

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'pravesh-models-'));
  await mkdir(mirror());
});
afterEach(() => rm(base, { recursive: true, force: true }));

const fromMirror = (): ModelSources => [{ kind: 'folder', folder: mirror(), label: 'MODEL_MIRROR' }];
const answering = (bytes: Uint8Array, status = 200): typeof fetch => {
  return () => Promise.resolve(new Response(Buffer.from(bytes), { status }));
};
const unreached: typeof fetch = () => Promise.reject(new Error('nothing may be fetched here'));

describe('openModelStore', () => {
  test('a file of the mirror is verified, kept, and given out from the kept folder', async () => {
    await writeFile(join(mirror(), 'face.onnx'), good);
    const store = openModelStore({ folder: kept(), sources: fromMirror(), manifest });
    const first = await store.obtain('yunet');
    expect(first).toMatchObject({ ok: true, value: { from: 'MODEL_MIRROR' } });
    expect(await readdir(kept())).toEqual(['face.onnx']);
    const again = await store.obtain('yunet');
    expect(again).toMatchObject({ ok: true, value: { from: 'kept', path: join(kept(), 'face.onnx') } });
  });

  test('a file with a wrong hash is refused, and nothing of it is kept', async () => {
    await writeFile(join(mirror(), 'face.onnx'), bad);
    const store = openModelStore({ folder: kept(), sources: fromMirror(), manifest });
    const found = await store.locate('yunet');
    expect(found).toMatchObject({ ok: false, error: { kind: 'model-hash', file: 'face.onnx' } });
    await expect(readdir(kept())).rejects.toThrow('ENOENT');
  });

  const faults: readonly [string, Uint8Array | null, string][] = [
    ['empty', new Uint8Array(), 'model-empty'],
    ['cut short', good.subarray(0, good.byteLength - 1), 'model-cut'],
    ['other bytes', bad, 'model-hash'],
    ['gone', null, 'model-missing'],
  ];
  test.each(faults)(
    'FN5 a file that is %s is told as that, and never given out',
    async (_what, held, kind) => {
      await mkdir(kept(), { recursive: true });
      if (held) await writeFile(join(kept(), 'face.onnx'), held);
      const found = await openModelStore({ folder: kept(), sources: [], manifest }).locate('yunet');
      expect(found).toMatchObject({ ok: false, error: { kind, file: 'face.onnx' } });
    },
  );

  test('a kept file that changed is refused on the next load, and mended where a source has it', async () => {
    await mkdir(kept(), { recursive: true });
    await writeFile(join(kept(), 'face.onnx'), bad);
    const alone = openModelStore({ folder: kept(), sources: [], manifest });
    expect(await alone.locate('yunet')).toMatchObject({ ok: false, error: { kind: 'model-hash' } });
    await writeFile(join(mirror(), 'face.onnx'), good);
    const mended = await openModelStore({ folder: kept(), sources: fromMirror(), manifest }).locate('yunet');
    expect(mended.ok).toBe(true);
    expect(await readFile(join(kept(), 'face.onnx'))).toEqual(Buffer.from(good));
  });

  test('locating never asks the network, obtaining does', async () => {
    const sources: ModelSources = [{ kind: 'upstream' }];
    const offline = openModelStore({ folder: kept(), sources, manifest, fetchFile: unreached });
    expect(await offline.locate('yunet')).toMatchObject({ ok: false, error: { kind: 'model-missing' } });
    const online = openModelStore({ folder: kept(), sources, manifest, fetchFile: answering(good) });
    expect(await online.obtain('yunet')).toMatchObject({ ok: true, value: { from: 'upstream' } });
  });

  test.each([
    ['a wrong file', answering(bad), 'model-hash'],
    ['more bytes than the manifest says', answering(Buffer.alloc(good.byteLength + 1)), 'model-hash'],
    ['an error page', answering(good, 404), 'model-missing'],
    ['no line', unreached, 'model-missing'],
  ] as const)('upstream with %s is refused by name', async (_what, fetchFile, kind) => {
    const store = openModelStore({ folder: kept(), sources: [{ kind: 'upstream' }], manifest, fetchFile });
    expect(await store.obtain('yunet')).toMatchObject({ ok: false, error: { kind } });
  });

  test('a folder that takes no file is named', async () => {
    await writeFile(join(mirror(), 'face.onnx'), good);
    await writeFile(join(base, 'out'), 'a file where the folder should be');
    const store = openModelStore({ folder: kept(), sources: fromMirror(), manifest });
    const found = await store.locate('yunet');
    expect(found).toMatchObject({ ok: false, error: { kind: 'model-missing' } });
  });
});

describe('checkoutSources', () => {
  const kinds = (environment: Record<string, string>) => {
    const sources = checkoutSources('/checkout/main', environment);
    return typeof sources === 'string'
      ? sources
      : sources.map((s) => (s.kind === 'folder' ? s.folder : s.kind));
  };

  test('mirror, then the folder beside the checkout, then upstream', () => {
    expect(kinds({ MODEL_MIRROR: '/mirror' })).toEqual(['/mirror', '/checkout/shared/models', 'upstream']);
  });

  test.each([{ CI: 'true' }, { CI: '1' }, { OFFLINE: '1' }])(
    '%o never reaches for upstream',
    (environment) => {
      expect(kinds(environment)).toEqual(['/checkout/shared/models']);
    },
  );

  test('MODEL_MIRROR=none gives no model, not even one kept earlier', async () => {
    const environment = { MODEL_MIRROR: 'none' };
    expect(kinds(environment)).toBe('none');
    await mkdir(kept(), { recursive: true });
    for (const { file } of modelManifest.models) await writeFile(join(kept(), file), good);
    const found = await openCheckoutModelStore(base, environment).locate('yunet');
    expect(found).toMatchObject({ ok: false, error: { kind: 'model-missing', reason: 'MODEL_MIRROR=none' } });
  });
});

describe('a model made from an npm package', () => {
  const source = {
    package: '@example/faces',
    version: '1.2.3',
    files: [
      { path: 'a.json', sha256: 'a'.repeat(64) },
      { path: 'a.bin', sha256: 'b'.repeat(64) },
    ],
  };
  const made: ModelManifest = {
    version: 1,
    faceSets: [],
    models: [
      {
        name: 'dlib-resnet',
        file: 'made.onnx',
        bytes: good.byteLength,
        sha256: createHash('sha256').update(good).digest('hex'),
        licence: 'CC0-1.0',
        converted: source,
        purpose: 'test',
      },
      ...manifest.models,
    ],
  };
  const open = (sources: ModelSources, convert?: () => Uint8Array) =>
    openModelStore({
      folder: kept(),
      sources,
      manifest: made,
      fetchFile: unreached,
      ...(convert ? { convert } : {}),
    });

  test('is made once by the install step, and located afterwards by a kiosk that cannot convert', async () => {
    const first = await open([{ kind: 'upstream' }], () => good).obtain('dlib-resnet');
    expect(first).toMatchObject({ ok: true, value: { from: '@example/faces@1.2.3' } });
    expect((await open([]).locate('dlib-resnet')).ok).toBe(true);
  });

  test('locating converts nothing', async () => {
    const found = await open([], () => good).locate('dlib-resnet');
    expect(found).toMatchObject({ ok: false, error: { kind: 'model-missing' } });
  });

  test('a conversion with other bytes is refused by its hash, a package that will not do is missing', async () => {
    expect(await open([], () => bad).obtain('dlib-resnet')).toMatchObject({ error: { kind: 'model-hash' } });
    const broken = open([], () => {
      throw new Error('not installed');
    });
    expect(await broken.obtain('dlib-resnet')).toMatchObject({ error: { kind: 'model-missing' } });
  });

  test('MODEL_MIRROR=npm gives such models and no others, whatever was kept', async () => {
    await mkdir(kept(), { recursive: true });
    await writeFile(join(kept(), 'face.onnx'), good);
    const store = open('npm', () => good);
    expect((await store.obtain('dlib-resnet')).ok).toBe(true);
    expect(await store.obtain('yunet')).toMatchObject({ error: { reason: 'MODEL_MIRROR=npm' } });
  });
});

test('MZ7 a model of our own comes with the program, also where no model is to be had; a changed one is refused', async () => {
  const own = join(base, 'own');
  await mkdir(own);
  const { models } = modelManifest;
  const entry = models.find(({ name }) => name === 'mrz-lines');
  if (entry === undefined || !('trainedBy' in entry))
    throw new Error('the manifest names no model of our own');
  const ours: ModelManifest = {
    version: 1,
    models: [{ ...entry, bytes: good.byteLength, sha256: createHash('sha256').update(good).digest('hex') }],
    faceSets: [],
  };
  const store = openModelStore({ folder: kept(), sources: 'none', own, manifest: ours });
  expect(await store.locate('mrz-lines')).toMatchObject({ error: { kind: 'model-missing' } });
  await writeFile(join(own, entry.file), good);
  expect(await store.locate('mrz-lines')).toMatchObject({ ok: true, value: { path: join(own, entry.file) } });
  await writeFile(join(own, entry.file), bad);
  expect(await store.locate('mrz-lines')).toMatchObject({ error: { kind: 'model-hash' } });
});

test('the manifest names every model once, over https, from a package or our own', () => {
  expect(modelManifest.models.map((model) => model.name)).toEqual([...modelNames]);
  const sources = modelManifest.models.map((model) =>
    'upstream' in model
      ? model.upstream
      : 'weights' in model
        ? model.weights
        : 'converted' in model
          ? `https://npm/${model.converted.package}`
          : `https://here/${model.trainedBy}`,
  );
  expect(sources.filter((source) => !source.startsWith('https://'))).toEqual([]);
});
