// Which camera this kiosk uses for faces and which for documents: remembered by its name on this machine, for ids change with every origin and plug. Nothing of a customer is kept.
import type { CameraPurpose } from './camera-source.ts';

export interface CameraMemory {
  recall(of: CameraPurpose['of']): string | null;
  keep(of: CameraPurpose['of'], label: string): void;
}

const under = (of: CameraPurpose['of']) => `pravesh-camera-${of}`;

/** A page that may store nothing forgets, and works. */
export function createCameraMemory(storage: () => Storage = () => window.localStorage): CameraMemory {
  const within = <T>(work: (store: Storage) => T): T | null => {
    // The browser throws where storage is forbidden or full.
    try {
      return work(storage());
    } catch {
      return null;
    }
  };
  return {
    recall: (of) => within((store) => store.getItem(under(of))),
    keep: (of, label) => void within((store) => store.setItem(under(of), label)),
  };
}
