// Which face models can be had here, so that a test that needs them skips by name.
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { root } from '#scripts/process/root.ts';

const store = openCheckoutModelStore(root, process.env);
const located = await Promise.all([store.locate('yunet'), store.locate('mobilefacenet')]);

/** Empty where faces can be compared. */
export const missingFaceModels = located.flatMap((found) => (found.ok ? [] : [found.error.file])).join(', ');
