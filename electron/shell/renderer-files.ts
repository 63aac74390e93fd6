// The built renderer as a closed list of files. Only what was found when the kiosk started is served, so no path can lead elsewhere.
import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';

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
  for (const path of await pathsUnder(folder, '')) {
    if (path.endsWith('.map')) continue;
    const served: ServedFile = {
      file: join(folder, path),
      type: types[extname(path)] ?? 'application/octet-stream',
      // Vite's hashed names: assets/name-8characters.ext.
      immutable: /^\/assets\/.+-[\w-]{8}\.\w+$/.test(path),
    };
    files.set(path, served);
    if (path === '/index.html') files.set('/', served);
  }
  return files;
}

/** One folder at a time: inside Electron's archive the recursive form is not to be relied on. Links are not followed. */
async function pathsUnder(root: string, path: string): Promise<string[]> {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry) => {
      const inner = `${path}/${entry.name}`;
      if (entry.isDirectory()) return pathsUnder(root, inner);
      return entry.isFile() ? [inner] : [];
    }),
  );
  return found.flat();
}

/** Model files by name; anything that is not a plain name is no model. */
export function modelNameOf(pathname: string): string | null {
  return /^\/models\/([a-z0-9][a-z0-9_.-]{0,80})$/.exec(pathname)?.[1] ?? null;
}
