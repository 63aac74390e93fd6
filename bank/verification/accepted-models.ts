// The model files a comparison of faces is believed of: those pinned in resources/models/manifest.json, by SHA-256. A kiosk that
// names another one, or none of them, is not refused: a person looks.
import { z } from 'zod';
import manifest from '../../resources/models/manifest.json' with { type: 'json' };

export const pinnedModels: ReadonlySet<string> = new Set(
  z
    .object({ models: z.array(z.object({ sha256: z.string() })) })
    .parse(manifest)
    .models.map(({ sha256 }) => sha256),
);
