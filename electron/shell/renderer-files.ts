// The built renderer as a closed list of files. Only what was found when the kiosk started is served, so no path can lead elsewhere.
import { readdir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
};

export interface ServedFile {
  readonly file: string;
  readonly type: string;
  /** The name holds a hash of the content: it may be kept for ever. */
  readonly immutable: boolean;
}

export type RendererFiles = ReadonlyMap<string, ServedFile>;

/** By URL path, '/' being index.html. Source maps stay at home. Empty when there is no build. */
export async function listRendererFiles(folder: string): Promise<RendererFiles> {
  const files = new Map<string, ServedFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith('.map')) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    const served: ServedFile = {
      file,
      type: types[extname(entry.name)] ?? 'application/octet-stream',
      // Vite's hashed names: assets/name-8characters.ext.
      immutable: /^\/assets\/.+-[\w-]{8}\.\w+$/.test(path),
    };
    files.set(path, served);
    if (path === '/index.html') files.set('/', served);
  }
  return files;
}

/** Model files by name; anything that is not a plain name is no model. */
export function modelNameOf(pathname: string): string | null {
  return /^\/models\/([a-z0-9][a-z0-9_.-]{0,80})$/.exec(pathname)?.[1] ?? null;
}
