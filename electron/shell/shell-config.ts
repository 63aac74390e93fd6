// What the environment says to a shell, read once. Refuses values it does not know, and simulation in a packaged build.
import { modes, type Mode } from '#core/contract/kiosk/access.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import { dataFolder } from './data-folder.ts';

declare const __SIMULATION__: boolean | undefined;

/** False only where the build left the simulated customer out; source run as it is has it. */
export const simulationBuiltIn: boolean = typeof __SIMULATION__ === 'undefined' || __SIMULATION__;

export interface ShellConfig {
  readonly dataDir: string;
  readonly simulated: boolean;
  /** browser: open one · print: say where to go and a code · ipc: tell the process that started us. */
  readonly open: 'browser' | 'print' | 'ipc';
  readonly window: 'app' | 'kiosk';
  /** How this kiosk is used: an officer beside it, a customer alone, or an officer out in the field. */
  readonly mode: Mode;
  /** Handed over by the bank on this machine (development). */
  readonly enrolmentCode: string | null;
  /** Where this machine's share of the keys lies, for throw-away kiosks; null: the system user's own place. */
  readonly keyShareDir: string | null;
  /** Where systemd puts this service's credentials; null: it was not started so. */
  readonly credentialsDir: string | null;
}

export type ConfigFailure =
  | { readonly kind: 'setting-unknown'; readonly setting: string; readonly allowed: string }
  | { readonly kind: 'simulation-left-out' };

export interface ConfigSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** A channel to the process that started us. */
  readonly hasChannel: boolean;
  readonly simulationBuiltIn: boolean;
}

export function readShellConfig(source: ConfigSource): Result<ShellConfig, ConfigFailure> {
  const { env, platform } = source;
  const simulate = oneOf(env, 'KIOSK_SIMULATE', ['0', '1'], '0');
  if (!simulate.ok) return simulate;
  if (simulate.value === '1' && !source.simulationBuiltIn) return err({ kind: 'simulation-left-out' });
  const hasDisplay = platform !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
  const open = oneOf(
    env,
    'KIOSK_OPEN',
    ['browser', 'print', 'ipc'],
    source.hasChannel ? 'ipc' : hasDisplay ? 'browser' : 'print',
  );
  if (!open.ok) return open;
  const window = oneOf(env, 'KIOSK_WINDOW', ['app', 'kiosk'], 'app');
  if (!window.ok) return window;
  const mode = oneOf(env, 'KIOSK_MODE', modes, 'staffed');
  if (!mode.ok) return mode;
  return ok({
    dataDir: dataFolder(source),
    simulated: simulate.value === '1',
    open: open.value,
    window: window.value,
    mode: mode.value,
    enrolmentCode: env['KIOSK_ENROLMENT_CODE'] || null,
    keyShareDir: env['KIOSK_KEY_SHARE'] || null,
    credentialsDir: env['CREDENTIALS_DIRECTORY'] || null,
  });
}

/** The folders the officers' key store works with. */
export function keyPlaces({ dataDir, keyShareDir, credentialsDir }: ShellConfig): {
  dataDir: string;
  shareDir?: string;
  credentialsDir: string | null;
} {
  return { dataDir, credentialsDir, ...(keyShareDir === null ? {} : { shareDir: keyShareDir }) };
}

function oneOf<const T extends string>(
  env: ConfigSource['env'],
  setting: string,
  allowed: readonly T[],
  otherwise: NoInfer<T>,
): Result<T, ConfigFailure> {
  const given = env[setting];
  if (given === undefined || given === '') return ok(otherwise);
  const known = allowed.find((value) => value === given);
  return known === undefined
    ? err({ kind: 'setting-unknown', setting, allowed: allowed.join(', ') })
    : ok(known);
}
