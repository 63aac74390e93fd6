// Which face models can be had here, so that a test that needs them skips by name.
import { locateFaceSet } from '#electron/adapter/face-model/open-face-model.ts';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { root } from '#scripts/process/root.ts';

const store = openCheckoutModelStore(root, process.env);
const located = await locateFaceSet(store, { only: undefined });

/** Empty where faces can be compared, by whichever set of models. */
export const missingFaceModels = (
  located.ok ? located.value.missing : 'missing' in located.error ? located.error.missing : []
).join(', ');
