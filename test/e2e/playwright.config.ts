// The end-to-end tests: the built kiosk, a real bank and a real Chromium. Electron's have a config of their own.
import { defineConfig, type ReporterDescription } from 'playwright/test';

const report = process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'];
const json: ReporterDescription[] = report ? [['json', { outputFile: report }]] : [];

export default defineConfig({
  testDir: '.',
  testIgnore: 'electron/**',
  outputDir: '../../out/test/e2e',
  // Each worker has a branch of its own; a second one works while the first waits for a code's or a ticket's time to pass.
  workers: 2,
  fullyParallel: false,
  // A clean machine that anyone may load gets a second try, named as flaky in its report; at the desk a failure is one.
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ...json],
});
