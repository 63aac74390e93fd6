// Gives out verified model files. Every file is hashed each time it is given out; one with a wrong hash is never used.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import { download } from './download.ts';
import { modelManifest } from './manifest.ts';
import type { ConvertedModel, ModelEntry, ModelManifest, ModelName, PackageSource } from './manifest.ts';
import { checkoutSources } from './model-source.ts';
import type { Environment, ModelSource, ModelSources } from './model-source.ts';

export type ModelFailure =
  | { readonly kind: 'model-missing'; readonly file: string; readonly reason: string }
  /** There, but not what was pinned: no byte of it, only its beginning, or other bytes. */
  | {
      readonly kind: 'model-empty' | 'model-cut' | 'model-hash';
      readonly file: string;
      readonly reason: string;
    };

export interface LocatedModel {
  readonly path: string;
  readonly sha256: string;
}

/** `from` is where it lay: `kept` for the store's own folder, else the source it was just taken from. */
export type ObtainedModel = LocatedModel & { readonly from: string };

export interface ModelStore {
  /** For run time: the kept file, else one taken from a folder; never asks the network. */
  locate(name: ModelName): Promise<Result<LocatedModel, ModelFailure>>;
  /** For the install step: as `locate`, and then upstream where that is allowed. */
  obtain(name: ModelName): Promise<Result<ObtainedModel, ModelFailure>>;
}

export interface ModelStoreOptions {
  /** Where verified files are kept. */
  readonly folder: string;
  readonly sources: ModelSources;
  /** Where the files that are our own lie: they are part of the program, so `none` does not take them away. */
  readonly own?: string;
  readonly manifest?: ModelManifest;
  readonly fetchFile?: typeof fetch;
  /** Makes a model of the weights inside an npm package; a kiosk at work has none. Throws where the package will not do. */
  readonly convert?: ConvertModel;
}

export type ConvertModel = (name: ConvertedModel, source: PackageSource) => Uint8Array;

export function openModelStore(options: ModelStoreOptions): ModelStore {
  const { folder, sources, own, manifest = modelManifest, fetchFile = fetch, convert } = options;

  async function obtain(
    name: ModelName,
    maySource: (source: AnySource) => boolean,
  ): Promise<Result<ObtainedModel, ModelFailure>> {
    const entry = manifest.models.find((model) => model.name === name);
    if (!entry) return err({ kind: 'model-missing', file: name, reason: 'the manifest does not name it' });
    if ('trainedBy' in entry && own !== undefined) return ownFile(own, entry);
    if (sources === 'none' || (sources === 'npm' && !('converted' in entry))) {
      return err({ kind: 'model-missing', file: entry.file, reason: `MODEL_MIRROR=${sources}` });
    }
    const path = join(folder, entry.file);
    const kept = await readIfThere(path);
    if (kept && digestOf(kept) === entry.sha256) return ok({ path, sha256: entry.sha256, from: 'kept' });
    const reasons: string[] = [];
    const places = sources === 'npm' ? [] : sources;
    for (const source of sourcesOf(entry, places, convert).filter(maySource)) {
      const found = await takeFrom(source, entry, fetchFile);
      if (!found.ok && found.error.kind !== 'model-missing') return found;
      if (!found.ok) {
        reasons.push(found.error.reason);
        continue;
      }
      if (!(await keep(path, found.value))) {
        return err({ kind: 'model-missing', file: entry.file, reason: `${folder} cannot be written` });
      }
      return ok({
        path,
        sha256: entry.sha256,
        from: source.kind === 'upstream' ? 'upstream' : source.label,
      });
    }
    // A kept file that has changed is mended from a source; where none has it, it is refused by name.
    if (kept) return err(wrongHash(entry, kept, 'the kept copy'));
    const reason = reasons.length > 0 ? reasons.join('; ') : 'no source to take it from';
    return err({ kind: 'model-missing', file: entry.file, reason });
  }

  return {
    async locate(name) {
      const found = await obtain(name, (source) => source.kind === 'folder');
      return found.ok ? ok({ path: found.value.path, sha256: found.value.sha256 }) : found;
    },
    obtain: (name) => obtain(name, () => true),
  };
}

/** The store of a checkout: files are kept in `out/models`. */
export function openCheckoutModelStore(
  checkout: string,
  environment: Environment,
  convert?: ConvertModel,
): ModelStore {
  return openModelStore({
    folder: join(checkout, 'out', 'models'),
    sources: checkoutSources(checkout, environment),
    own: join(checkout, 'resources', 'models'),
    ...(convert ? { convert } : {}),
  });
}

/** The store of an installed kiosk: the files came with the installer and come from nowhere else. */
export function openPackagedModelStore(resources: string): ModelStore {
  return openModelStore({ folder: join(resources, 'models'), sources: [] });
}

type AnySource =
  | ModelSource
  | { readonly kind: 'package'; readonly label: string; readonly make: () => Uint8Array };

/** A net from an npm package has no upstream file of its own: where no folder holds it, it is made here. */
function sourcesOf(
  entry: ModelEntry,
  places: readonly ModelSource[],
  convert: ConvertModel | undefined,
): AnySource[] {
  if (!('converted' in entry)) return [...places];
  const { name, converted } = entry;
  const folders = places.filter((source) => source.kind === 'folder');
  const label = `${converted.package}@${converted.version}`;
  return convert ? [...folders, { kind: 'package', label, make: () => convert(name, converted) }] : folders;
}

async function ownFile(folder: string, entry: ModelEntry): Promise<Result<ObtainedModel, ModelFailure>> {
  const path = join(folder, entry.file);
  const bytes = await readIfThere(path);
  if (!bytes) return err({ kind: 'model-missing', file: entry.file, reason: `not in ${folder}` });
  if (digestOf(bytes) !== entry.sha256) return err(wrongHash(entry, bytes, 'resources/models'));
  return ok({ path, sha256: entry.sha256, from: 'kept' });
}

async function takeFrom(
  source: AnySource,
  entry: ModelEntry,
  fetchFile: typeof fetch,
): Promise<Result<Uint8Array, ModelFailure>> {
  const missing = (reason: string) => err({ kind: 'model-missing' as const, file: entry.file, reason });
  if (source.kind === 'folder') {
    const bytes = await readIfThere(join(source.folder, entry.file));
    if (!bytes) return missing(`not in ${source.label}`);
    return digestOf(bytes) === entry.sha256 ? ok(bytes) : err(wrongHash(entry, bytes, source.label));
  }
  if (source.kind === 'package') {
    const made = tryMake(source.make);
    if (!made) return missing(`${source.label} is not installed, or not as it was pinned`);
    return digestOf(made) === entry.sha256 ? ok(made) : err(wrongHash(entry, made, source.label));
  }
  if (!('upstream' in entry)) return missing('it has no upstream');
  const fetched = await download(entry.upstream, entry.bytes, fetchFile);
  if (fetched.ok) {
    return digestOf(fetched.value) === entry.sha256
      ? ok(fetched.value)
      : err(wrongHash(entry, fetched.value, 'upstream'));
  }
  if (fetched.error.kind === 'too-large') {
    const reason = `upstream holds more than the ${entry.bytes} bytes of the manifest`;
    return err({ kind: 'model-hash', file: entry.file, reason });
  }
  return missing(`upstream: ${fetched.error.kind}`);
}

/** A converter says by throwing that the package is absent or another one: here that is one source fewer. */
function tryMake(make: () => Uint8Array): Uint8Array | null {
  try {
    return make();
  } catch {
    return null;
  }
}

function wrongHash(entry: ModelEntry, bytes: Uint8Array, where: string): ModelFailure {
  const reason = `${where} has SHA-256 ${digestOf(bytes).slice(0, 12)}… over ${bytes.byteLength} bytes, the manifest says ${entry.sha256.slice(0, 12)}… over ${entry.bytes}`;
  const { byteLength } = bytes;
  const kind = byteLength === 0 ? 'model-empty' : byteLength < entry.bytes ? 'model-cut' : 'model-hash';
  return { kind, file: entry.file, reason };
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Unreadable and absent come to the same: this source has not got it. */
async function readIfThere(path: string): Promise<Uint8Array | null> {
  return readFile(path).catch(() => null);
}

/**
 * A reader sees the old file, or the whole new one, also when two processes fill the folder at once.
 * False when the folder takes no file (full disk, read-only).
 */
async function keep(path: string, bytes: Uint8Array): Promise<boolean> {
  const part = `${path}.${randomUUID()}.part`;
  return mkdir(dirname(path), { recursive: true })
    .then(() => writeFile(part, bytes))
    .then(() => rename(part, path))
    .then(() => true)
    .catch(async () => {
      await rm(part, { force: true }).catch(() => undefined);
      return false;
    });
}
