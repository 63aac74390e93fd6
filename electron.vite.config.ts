// How the kiosk is built: main process and helpers as ESM, the sandboxed preload as CommonJS, the screens by their own configuration.
import { defineConfig } from 'electron-vite';
import { rendererConfig } from './renderer/vite.config.ts';

/** As in renderer/vite.config.ts: an installer's build has no simulated customer. */
const packaged = process.env['PRAVESH_PACKAGED'] === '1';

export default defineConfig({
  main: {
    define: { __SIMULATION__: JSON.stringify(!packaged) },
    build: {
      outDir: 'out/main',
      emptyOutDir: true,
      // Dependencies stay outside: native bindings, and what finds its data beside itself.
      externalizeDeps: true,
      sourcemap: !packaged,
      reportCompressedSize: false,
      rolldownOptions: {
        input: {
          electron: 'electron/main.ts',
          browser: 'electron/shell/browser/main.ts',
          'worker/ocr': 'electron/worker/ocr.ts',
          'worker/face': 'electron/worker/face.ts',
          'worker/devices': 'electron/worker/devices.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      emptyOutDir: true,
      // A sandboxed preload can load nothing but Electron: everything else must be inside it.
      externalizeDeps: false,
      sourcemap: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { preload: 'electron/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: rendererConfig,
});
