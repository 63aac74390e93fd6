// Debian's smart-card service with its virtual reader, for tests and benches: the running one, or one started for the
// purpose and ended after. Null, with the reason, where this machine has none.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const service = '/usr/sbin/pcscd';
const virtualReader = '/etc/reader.conf.d/vpcd';
const socket = '/run/pcscd/pcscd.comm';

/** Why there can be no virtual reader here; null where there can. */
export function lackOfCardService(): string | null {
  if (!existsSync(service)) return 'needs pcscd';
  if (!existsSync(virtualReader)) return 'needs vsmartcard-vpcd';
  return existsSync(socket) || process.getuid?.() === 0 ? null : 'needs root to start pcscd';
}

export async function startCardService(): Promise<{ close(): Promise<void> }> {
  if (existsSync(socket)) return { close: async () => undefined };
  const child = spawn(service, ['--foreground'], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  for (let tries = 0; tries < 100 && !existsSync(socket); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return {
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
