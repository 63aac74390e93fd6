// npm run models: fetches what is missing. Ends with 1 only when a hash is wrong, since the kiosk runs without models.
import { fetchModels } from './process/fetch-models.ts';

if ((await fetchModels({ showKept: true })) > 0) process.exitCode = 1;
