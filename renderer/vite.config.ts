// How the screens are built: one page, split by step, with MediaPipe's runtime beside it. Usable alone and inside electron-vite.
import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const outDir = at('../out/renderer');

/** The hints' WebAssembly is fetched by address at run time, so no bundler sees it. */
function mediapipeRuntime(): Plugin {
  let into = outDir;
  return {
    name: 'pravesh-mediapipe-runtime',
    apply: 'build',
    configResolved(config) {
      into = config.build.outDir;
    },
    async closeBundle() {
      await cp(at('../node_modules/@mediapipe/tasks-vision/wasm'), `${into}/mediapipe/wasm`, {
        recursive: true,
      });
    },
  };
}

/** A packaged kiosk contains no simulated customer. */
const packaged = process.env['PRAVESH_PACKAGED'] === '1';

export const rendererConfig: UserConfig = {
  root: at('.'),
  base: '/',
  publicDir: false,
  plugins: [react(), tailwindcss(), mediapipeRuntime()],
  define: { __SIMULATION__: JSON.stringify(!packaged) },
  // A module, as the page is: the same chunks, and no wrapper that evaluates.
  worker: { format: 'es' },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'chrome140',
    // The policy allows fonts and pictures from our own addresses only: nothing may become a data: address.
    assetsInlineLimit: 0,
    // Preloading by hand-made links needs no script of its own in a Chromium this new.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: { input: at('./index.html') },
  },
};

export default defineConfig(rendererConfig);
