// Builds the story page beside the app, never into it.
import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vite';
import { rendererConfig } from '../vite.config.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(
  mergeConfig(
    { ...rendererConfig, build: { ...rendererConfig.build, rollupOptions: {} } },
    { build: { outDir: at('../../out/story'), rollupOptions: { input: at('./story.html') } } },
  ),
);
