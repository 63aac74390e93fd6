// Builds the story page and serves it under the kiosk's own content policy, with the models beside it where they are.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { securityHeaders } from '#electron/shell/content-policy.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const buildStory = () =>
  build({ configFile: join(root, 'renderer/testing/vite.config.ts'), logLevel: 'warn' });

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** Under the headers that both shells send. */
export async function serveStory() {
  const folder = join(root, 'out/story');
  const models = join(root, '../shared/models');
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname);
    const file = path.startsWith('/models/') ? join(models, path.slice(8)) : join(folder, path);
    const inside = file.startsWith(folder + sep) || file.startsWith(models + sep);
    const bytes = inside ? await readFile(file).catch(() => null) : null;
    for (const [name, value] of Object.entries(securityHeaders([]))) response.setHeader(name, value);
    if (!bytes) return response.writeHead(404).end();
    return response
      .writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
      .end(bytes);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, origin: `http://127.0.0.1:${address.port}` };
}
