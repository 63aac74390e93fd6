// The headers under which the screens run, the same in both shells: only our own code, no evaluation, no strings into sinks.

/** 1 KiB pages, scripts by hash or from ourselves: nothing here names another host. */
const directives = {
  'default-src': ["'none'"],
  // tesseract, onnx and MediaPipe compile WebAssembly; none of it may evaluate text.
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ["'self'"],
  'style-src': ["'self'"],
  'font-src': ["'self'"],
  // blob: pictures just taken, and evidence fetched over the carrier.
  'img-src': ["'self'", 'blob:', 'data:'],
  'media-src': ["'self'", 'blob:'],
  // The receipt is shown for printing from a blob.
  'frame-src': ['blob:'],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
  'object-src': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  // One policy, made in the renderer, which allows our own wasm loader and nothing else.
  'trusted-types': ['default'],
} as const;

/** `connect` adds to 'self' what 'self' does not say in every browser: the socket's own address. */
export function contentSecurityPolicy(connect: readonly string[]): string {
  const parts = Object.entries(directives).map(([name, values]) => `${name} ${values.join(' ')}`);
  return [...parts, `connect-src ${["'self'", ...connect].join(' ')}`].join('; ');
}

export function securityHeaders(connect: readonly string[]): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(connect),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy':
      'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), hid=(), serial=(), payment=(), clipboard-read=()',
  };
}
