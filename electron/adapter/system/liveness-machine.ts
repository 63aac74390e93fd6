// What a check of liveness needs of the machine: chance that cannot be guessed, a clock that nobody can set, SHA-256.
import { createHash, randomBytes } from 'node:crypto';
import type { LivenessMachine } from '#electron/port/liveness-machine.ts';

export const livenessMachine: LivenessMachine = {
  steadyMs: () => performance.now(),
  randomBytes: (count) => new Uint8Array(randomBytes(count)),
  sha256Hex: (bytes) => createHash('sha256').update(bytes).digest('hex'),
};
