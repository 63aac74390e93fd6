// One life of the queue fault's kiosk: started on its data, watched, and ended by SIGKILL, its own or ours.
import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from '#scripts/process/root.ts';
import { fromKioskSchema, type Acknowledged, type FromKiosk, type Orders } from './queue-orders.ts';
import type { WritePoint } from './write-points.ts';

export interface KioskRun {
  readonly acknowledged: readonly Acknowledged[];
  readonly died: WritePoint | null;
  /** Why the store would not open; null when it did. */
  readonly notOpened: string | null;
}

export interface RunWatch {
  /** Called once the store is open. */
  onOpened?(kill: () => void): void;
  onKillBank?(kill: () => void): void;
  /** Told the queue's counts now and then. */
  onQueue?(queue: Extract<FromKiosk, { type: 'queue' }>, kill: () => void): void;
  /** A run that comes to nothing ends after this. */
  readonly patienceMs: number;
}

/** A process that has loaded everything and waits for its orders; the next one loads while this one lives. */
export interface SpareKiosks {
  take(): ChildProcess;
  end(): void;
}

/** Room for the objects of a whole life, in MB: a process that lives a second need not sweep. */
const youngMb = 64;

export interface KioskProgram {
  readonly entry: string;
  readonly compileCacheDir: string;
}

function spawnKiosk({ entry, compileCacheDir }: KioskProgram): ChildProcess {
  return fork(entry, [], {
    cwd: root,
    execArgv: [`--max-semi-space-size=${youngMb}`],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCacheDir },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
}

export function keepSpareKiosks(program: KioskProgram): SpareKiosks {
  let spare = spawnKiosk(program);
  return {
    take() {
      const taken = spare;
      spare = spawnKiosk(program);
      return taken;
    },
    end: () => void spare.kill('SIGKILL'),
  };
}

/** A line that the death of its writer cut short was never said. */
function parsed(line: string): FromKiosk | null {
  try {
    return fromKioskSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

export async function runKiosk(child: ChildProcess, orders: Orders, watch: RunWatch): Promise<KioskRun> {
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const kill = (): void => void child.kill('SIGKILL');
  const acknowledged: Acknowledged[] = [];
  let died: WritePoint | null = null;
  let notOpened: string | null = null;

  child.on('message', (message) => {
    const said = fromKioskSchema.parse(message);
    if (said.type === 'opened') watch.onOpened?.(kill);
    if (said.type === 'kill-bank') watch.onKillBank?.(kill);
    if (said.type === 'queue') watch.onQueue?.(said, kill);
    if (said.type === 'not-opened') {
      notOpened = said.kind;
      kill();
    }
  });
  const { stdout } = child;
  if (stdout === null) throw new Error('the kiosk has no output');
  createInterface({ input: stdout }).on('line', (line) => {
    const said = parsed(line);
    if (said?.type === 'acknowledged') acknowledged.push(said);
    if (said?.type === 'dying') died = said.point;
  });
  child.send(orders);
  const timer = setTimeout(kill, watch.patienceMs);
  await ended;
  clearTimeout(timer);
  return { acknowledged, died, notOpened };
}
