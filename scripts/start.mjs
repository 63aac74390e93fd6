// npm start: installs what is missing, then hands over to Node 24.
import { runScript } from './run.mjs';

runScript('scripts/start.ts', process.argv.slice(2));
