// The end-to-end tests: the built kiosk, a real bank and a real Chromium, one at a time. Electron's have a config of their own.
import { defineConfig, type ReporterDescription } from 'playwright/test';

const report = process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'];
const json: ReporterDescription[] = report ? [['json', { outputFile: report }]] : [];

export default defineConfig({
  testDir: '.',
  testIgnore: 'electron/**',
  outputDir: '../../out/test/e2e',
  // Bank, kiosk and browser already share the machine's cores; all files go to one worker and so to one branch.
  workers: 1,
  fullyParallel: false,
  // A clean machine that anyone may load gets a second try, named as flaky in its report; at the desk a failure is one.
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ...json],
});
