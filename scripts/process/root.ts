// Where the checkout lies, and whether upstream may be asked for anything.
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** CI and OFFLINE=1 never reach for upstream: models, runtimes and browsers come from a mirror, the system, or not at all. */
export function mayReachUpstream(env: NodeJS.ProcessEnv = process.env): boolean {
  const set = (value: string | undefined) =>
    value !== undefined && value !== '' && value !== '0' && value !== 'false';
  return !set(env['CI']) && !set(env['OFFLINE']);
}
