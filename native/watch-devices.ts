// Keeps looking for devices and tells what changed. Shared by every driver whose devices can only be asked, not heard.
import type { Result } from '#core/kernel/result.ts';
import type { Device, DeviceEvent, ScannerFailure } from '#electron/port/scanner.ts';

/** A device that appears is seen within one pause and two looks: 2.5 s are allowed. */
const watchEveryMs = 700;

type Look = (signal: AbortSignal) => Promise<Result<readonly Device[], ScannerFailure>>;
type Listener = (event: DeviceEvent) => void;
interface Watching {
  close(): void;
}

interface Watches extends Watching {
  readonly watch: (listener: Listener) => Watching;
}

/** Every listener's watch of one driver: each ends by itself, all of them with the driver. */
export function createWatches(look: Look, everyMs = watchEveryMs): Watches {
  const open = new Set<Watching>();
  return {
    watch(listener) {
      const watching = watchDevices(look, listener, everyMs);
      open.add(watching);
      return {
        close() {
          watching.close();
          open.delete(watching);
        },
      };
    },
    close() {
      for (const watching of open) watching.close();
      open.clear();
    },
  };
}

function watchDevices(look: Look, listener: Listener, everyMs: number): Watching {
  const closing = new AbortController();
  let known = new Map<string, Device>();
  let failing: ScannerFailure['kind'] | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function round(): Promise<void> {
    const found = await look(closing.signal);
    if (closing.signal.aborted) return;
    if (found.ok && failing !== null) listener({ type: 'mended' });
    // While nobody can look, nothing is known to be there; what fails in the same way again is told once.
    const now = new Map((found.ok ? found.value : []).map((device) => [device.id, device]));
    tellChanges(known, now, listener);
    known = now;
    if (!found.ok && found.error.kind !== failing) listener({ type: 'failed', failure: found.error });
    failing = found.ok ? null : found.error.kind;
    timer = setTimeout(() => void round(), everyMs);
  }

  void round();
  return {
    close() {
      closing.abort();
      clearTimeout(timer);
    },
  };
}

/** One that changes its identity while its name stays has gone, and another has come. */
export function tellChanges(
  before: ReadonlyMap<string, Device>,
  now: ReadonlyMap<string, Device>,
  listener: Listener,
): void {
  for (const [id, device] of before) {
    const same = now.get(id);
    if (!same || !isSame(same, device)) listener({ type: 'detached', device });
  }
  for (const [id, device] of now) {
    const old = before.get(id);
    if (!old || !isSame(old, device)) listener({ type: 'attached', device });
    else if (old.status !== device.status) listener({ type: 'status', device });
  }
}

export function isSame(a: Device, b: Device): boolean {
  return a.make === b.make && a.model === b.model && a.serial === b.serial;
}
