// Fetches what is missing of the model files: one line a model. Ends with 1 only when a hash is wrong, since the kiosk runs without models.
import { join } from 'node:path';
import { modelManifest } from '#electron/adapter/model-store/manifest.ts';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';

const store = openCheckoutModelStore(join(import.meta.dirname, '..'), process.env);

let wrong = 0;
for (const { name, file } of modelManifest.models) {
  const found = await store.obtain(name);
  if (found.ok) {
    const how = found.value.from === 'kept' ? 'have   ' : 'fetched';
    console.log(`${how} ${file}${found.value.from === 'kept' ? '' : ` from ${found.value.from}`}`);
  } else if (found.error.kind === 'model-missing') {
    console.log(`missing ${file}: ${found.error.reason}`);
  } else {
    wrong += 1;
    console.error(`refused ${file}: ${found.error.reason}`);
  }
}
if (wrong > 0) process.exitCode = 1;
