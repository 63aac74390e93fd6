// The flags the kiosk's browser is started with: one window, nothing kept, nothing fetched. None of them holds a secret.

export interface BrowserFlags {
  /** A page of the door that needs no session; the ticket comes by the pipe. */
  readonly openingUrl: string;
  readonly profile: string;
  readonly window: 'app' | 'kiosk';
  readonly withoutSandbox: boolean;
}

export function browserFlags(options: BrowserFlags): string[] {
  return [
    `--app=${options.openingUrl}`,
    ...(options.window === 'kiosk' ? ['--kiosk'] : ['--start-maximized', '--window-size=1366,768']),
    `--user-data-dir=${options.profile}`,
    // In memory: no cookie, history or cache is written even into the temporary profile.
    '--incognito',
    // Frames 3 and 4 of the process: nobody else can connect, unlike a port.
    '--remote-debugging-pipe',
    // The kiosk asks for the camera where its screen says so; a second question would confuse, and a kiosk has nobody to answer it.
    '--auto-accept-camera-and-microphone-capture',
    // No name but our own resolves: the browser itself reaches nothing outside either.
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE *.localhost',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-pings',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-domain-reliability',
    '--disable-extensions',
    '--disable-sync',
    '--disable-breakpad',
    '--disable-session-crashed-bubble',
    '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,PasswordManagerOnboarding',
    '--password-store=basic',
    '--use-mock-keychain',
    '--overscroll-history-navigation=0',
    '--disable-pinch',
    ...(options.withoutSandbox ? ['--no-sandbox'] : []),
  ];
}

export type SandboxRule =
  | { readonly kind: 'sandboxed' }
  /** The simulated kiosk as root: no real customer can be harmed, and Chromium refuses its sandbox there. */
  | { readonly kind: 'unsandboxed-simulation' }
  | { readonly kind: 'refused-as-root' };

export function sandboxRule(where: { readonly isRoot: boolean; readonly simulated: boolean }): SandboxRule {
  if (!where.isRoot) return { kind: 'sandboxed' };
  return where.simulated ? { kind: 'unsandboxed-simulation' } : { kind: 'refused-as-root' };
}
