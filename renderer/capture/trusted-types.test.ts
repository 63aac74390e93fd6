import { describe, expect, test } from 'vitest';
import { allowScriptUrl, installTrustedTypes } from './trusted-types.ts';

const page = 'http://k3f9.localhost:41234/#/face';

describe('allowScriptUrl', () => {
  test('our own WebAssembly loader passes, in both shells', () => {
    expect(allowScriptUrl('/mediapipe/wasm/vision_wasm_internal.js', page)).toBe(
      'http://k3f9.localhost:41234/mediapipe/wasm/vision_wasm_internal.js',
    );
    expect(allowScriptUrl('/mediapipe/wasm/vision_wasm_internal.js', 'app://kiosk/index.html')).toBe(
      'app://kiosk/mediapipe/wasm/vision_wasm_internal.js',
    );
  });

  test('the thread that looks at documents passes', () => {
    expect(allowScriptUrl('/assets/document-worker-Dx_3-f.js', page)).toBe(
      'http://k3f9.localhost:41234/assets/document-worker-Dx_3-f.js',
    );
  });

  test.each([
    'https://cdn.example/mediapipe/wasm/vision_wasm_internal.js',
    '//cdn.example/mediapipe/wasm/vision_wasm_internal.js',
    'http://other.localhost:41234/mediapipe/wasm/vision_wasm_internal.js',
    'http://k3f9.localhost:9999/mediapipe/wasm/vision_wasm_internal.js',
    '/mediapipe/wasm/../../assets/index.js',
    '/mediapipe/wasm/%2e%2e/x.js',
    '/mediapipe/wasm/sub/x.js',
    '/mediapipe/wasm/',
    '/assets/index.js',
    'https://cdn.example/assets/document-worker-Dx.js',
    '/assets/sub/document-worker-Dx.js',
    '/assets/document-worker-Dx.js/../index.js',
    'data:text/javascript,alert(1)',
    'blob:http://k3f9.localhost:41234/mediapipe/wasm/x.js',
    'javascript:alert(1)',
    '',
  ])('%s is refused', (url) => {
    expect(() => allowScriptUrl(url, page)).toThrow(TypeError);
  });
});

test('one policy named default, with a rule for script addresses only', () => {
  const made: [string, object][] = [];
  const trustedTypes = {
    createPolicy: (name: string, rules: object) => {
      made.push([name, rules]);
      return rules;
    },
  };
  installTrustedTypes({ trustedTypes, location: { href: page } });
  expect(made.map(([name, rules]) => [name, Object.keys(rules)])).toEqual([['default', ['createScriptURL']]]);
  expect(() => installTrustedTypes({ location: { href: page } })).not.toThrow();
});
