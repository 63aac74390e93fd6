// npm run dist: installers for this system into dist/. The build leaves the simulated customer out, and is not kept for development.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './process/root.ts';
import { runTool } from './process/run-command.ts';

// Whatever comes next must build anew: what lies in out/ now has no simulation.
rmSync(join(root, 'out', '.built'), { force: true });
const built = await runTool('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn'], {
  env: { PRAVESH_PACKAGED: '1' },
});
process.exitCode =
  built.code === 0
    ? (await runTool('electron-builder/cli.js', ['--publish', 'never', ...process.argv.slice(2)])).code
    : built.code;
