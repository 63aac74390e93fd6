// Serves app://kiosk/: the built screens and the model files, under the same headers as the browser shell. Never file://.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { securityHeaders } from '../content-policy.ts';
import { modelNameOf, type RendererFiles } from '../renderer-files.ts';
import { appScheme, isAppUrl } from './app-address.ts';
import type { ElectronModule, Session } from './electron-module.ts';

export interface AppFiles {
  readonly files: RendererFiles;
  modelFile(name: string): Promise<string | null>;
}

/** Before the app is ready, or not at all. A standard, secure scheme: storage, camera and wasm work; CSP is not bypassed. */
export function registerAppScheme({ protocol }: Pick<ElectronModule, 'protocol'>): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

export function serveApp(session: Session, served: AppFiles): void {
  session.protocol.handle(appScheme, (request) => answer(request, served));
}

async function answer(request: Request, served: AppFiles): Promise<Response> {
  if (!isAppUrl(request.url)) return refused(403);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refused(405);
  const { pathname } = new URL(request.url);
  const found = served.files.get(pathname);
  if (found !== undefined) return send(request, found.file, found.type);
  const model = modelNameOf(pathname);
  const file = model === null ? null : await served.modelFile(model);
  return file === null ? refused(404) : send(request, file, 'application/octet-stream');
}

async function send(request: Request, file: string, type: string): Promise<Response> {
  const { size } = await stat(file);
  const headers = {
    ...securityHeaders([]),
    'content-type': type,
    'content-length': String(size),
    'cache-control': 'no-store',
  };
  if (request.method === 'HEAD' || size === 0) return new Response(null, { headers });
  return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, { headers });
}

function refused(status: number): Response {
  return new Response(null, { status, headers: securityHeaders([]) });
}
