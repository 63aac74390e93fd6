// The first set of models, as the kiosk loads it. Throws where one is missing: figures without a net would be another check's.
import { loadSessions, type FaceSessions } from '#electron/adapter/face-model/load-sessions.ts';
import { locateFaceSet } from '#electron/adapter/face-model/open-face-model.ts';
import { openCheckoutModelStore } from '#electron/adapter/model-store/open-model-store.ts';
import { root } from '#scripts/process/root.ts';

export async function openNets(): Promise<FaceSessions> {
  const store = openCheckoutModelStore(root, process.env);
  const located = await locateFaceSet(store, { only: 'primary' });
  if (!located.ok || located.value.missing.length > 0 || !located.value.files.passive) {
    throw new Error('a model is missing (npm run models)');
  }
  if (!located.value.files.landmarks) throw new Error('face_landmarks_68.onnx is missing (npm run models)');
  const opened = await loadSessions(located.value.files);
  if (!opened.ok) throw new Error(`cannot be loaded: ${opened.error.missing.join(', ')}`);
  return opened.value;
}
