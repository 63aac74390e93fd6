// The Electron suite alone, as the workflows run it.
import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: '.',
  // One application at a time: it is a single instance.
  workers: 1,
  timeout: 60_000,
  forbidOnly: true,
  reporter: [['list']],
  outputDir: '../../../out/test/electron',
});
