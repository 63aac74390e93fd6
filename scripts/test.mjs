// npm test: installs what is missing, then hands over to Node 24.
import { runScript } from './run.mjs';

runScript('scripts/test.ts', process.argv.slice(2));
