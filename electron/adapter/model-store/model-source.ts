// Where a model file may come from, and in which order. This is the only place that knows the order.
import { isAbsolute, join, resolve } from 'node:path';

export type ModelSource =
  | { readonly kind: 'folder'; readonly folder: string; readonly label: string }
  | { readonly kind: 'upstream' };

/**
 * `none` means that no model is to be had, whatever lies in any folder; `npm`, only what is made from an npm package, as
 * on a machine that reaches nothing but the npm registry.
 */
export type ModelSources = 'none' | 'npm' | readonly ModelSource[];

export type Environment = Readonly<Record<string, string | undefined>>;

/** CI and OFFLINE=1 promise that nothing outside this machine and its mirrors is asked. */
export function mayReachUpstream(environment: Environment): boolean {
  const set = (value: string | undefined) => value !== undefined && !['', '0', 'false'].includes(value);
  return !set(environment['CI']) && !set(environment['OFFLINE']);
}

/** The sources of a checkout: `MODEL_MIRROR`, else `shared/models` beside the checkout, else upstream. */
export function checkoutSources(checkout: string, environment: Environment): ModelSources {
  const mirror = environment['MODEL_MIRROR'];
  if (mirror === 'none' || mirror === 'npm') return mirror;
  const sources: ModelSource[] = [];
  if (mirror) {
    const folder = isAbsolute(mirror) ? mirror : resolve(checkout, mirror);
    sources.push({ kind: 'folder', folder, label: 'MODEL_MIRROR' });
  }
  sources.push({ kind: 'folder', folder: join(checkout, '..', 'shared', 'models'), label: 'shared/models' });
  if (mayReachUpstream(environment)) sources.push({ kind: 'upstream' });
  return sources;
}
