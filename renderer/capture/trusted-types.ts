// The one Trusted Types policy of the renderer: scripts from our own MediaPipe folder, our own workers, and nothing else by any sink.

/** Where the build puts MediaPipe's runtime; ends with a slash. */
export const wasmFolder = '/mediapipe/wasm/';

/** As the build names a worker's file; of its other scripts none may be started by address. */
const workerPath = /^\/assets\/[a-z-]+-worker-[\w-]+\.js$/;

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): unknown;
}

/** MediaPipe sets a script's address as a plain string: the default policy is asked about it. Refuses by throwing, as the specification wants. */
export function allowScriptUrl(url: string, page: string): string {
  const parsed = URL.parse(url, page);
  const own = new URL(page);
  // Protocol and host rather than origin: the origin of app:// is "null" for everybody.
  const ours = parsed?.protocol === own.protocol && parsed.host === own.host;
  const name = parsed?.pathname.startsWith(wasmFolder) ? parsed.pathname.slice(wasmFolder.length) : '';
  const isOurs = /^[a-z_]+\.js$/.test(name) || workerPath.test(parsed?.pathname ?? '');
  if (!parsed || !ours || !isOurs) throw new TypeError('a script from elsewhere was refused');
  return parsed.href;
}

/** To be called once, before anything else of the app runs. createHTML and createScript stay without a rule: refused. */
export function installTrustedTypes(scope: {
  trustedTypes?: PolicyFactory;
  location: { href: string };
}): void {
  scope.trustedTypes?.createPolicy('default', {
    createScriptURL: (url) => allowScriptUrl(url, scope.location.href),
  });
}
