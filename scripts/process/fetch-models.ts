// Brings every model file of the manifest, fetched or made, one line each on a fresh machine; a wrong hash is refused by name.
import { modelManifest } from '#electron/adapter/model-store/manifest.ts';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { convertModel } from '../face-api/convert.ts';
import { root } from './root.ts';

/** Returns how many were refused for their hash. `showKept` says also what was there already. */
export async function fetchModels({ showKept = false } = {}): Promise<number> {
  const store = openCheckoutModelStore(root, process.env, convertModel);
  let refused = 0;
  for (const { name, file } of modelManifest.models) {
    const found = await store.obtain(name);
    if (found.ok) {
      if (found.value.from !== 'kept')
        console.log(
          `${found.value.from.includes('@') ? 'made   ' : 'fetched'} ${file} from ${found.value.from}`,
        );
      else if (showKept) console.log(`have    ${file}`);
    } else if (found.error.kind === 'model-missing') {
      console.log(`missing ${file}: ${found.error.reason}`);
    } else {
      refused += 1;
      console.error(`refused ${file}: ${found.error.reason}`);
    }
  }
  return refused;
}
