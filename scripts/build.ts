// npm run build: the kiosk's main process, preload and renderer into out/.
import { buildIfStale } from './process/build-if-stale.ts';

await buildIfStale();
