import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{core,electron,renderer,native,bank,scripts,test}/**/*.test.{ts,tsx}'],
    exclude: ['test/e2e/**', 'node_modules/**', 'out/**'],
    // Nothing here is judged by its time: the limits only end what hangs, on a machine as busy as may be.
    testTimeout: 120_000,
    // Much of the time is spent waiting for processes and disks: a worker a core, also where there are only two.
    maxWorkers: '100%',
    hookTimeout: 120_000,
    typecheck: { enabled: false },
  },
});
