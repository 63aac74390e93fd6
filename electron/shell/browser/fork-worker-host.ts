// Helper processes of the browser shell: Node children with one channel. They get no arguments, no secrets, no inherited flags.
import { fork } from 'node:child_process';
import type { WorkerHost, WorkerName, WorkerPort } from '#electron/port/worker-host.ts';

// What a native library may need to start; everything else in our environment stays with us.
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'TMP', 'TEMP', 'SystemRoot', 'LANG', 'LD_LIBRARY_PATH'] as const;

/** `entryOf` names the worker's entry: the built .js, or the .ts itself, which Node 24 runs as it is. */
export function createForkWorkerHost(
  entryOf: (name: WorkerName) => string,
  chatter: 'ignore' | 'inherit' = 'ignore',
): WorkerHost {
  return { start: (name) => startChild(entryOf(name), chatter) };
}

function startChild(entry: string, chatter: 'ignore' | 'inherit'): WorkerPort {
  const child = fork(entry, [], {
    // Keeps Uint8Array and Float32Array as they are; the default would turn them into JSON.
    serialization: 'advanced',
    // An inspector port or a loader of the parent's must not open a second time in the child.
    execArgv: [],
    // Two cores serve the screen as well: OpenMP's default of a thread per core makes tesseract and onnx slower.
    env: { ...chosenEnvironment(), OMP_THREAD_LIMIT: '1' },
    // A library's chatter could quote what it read, so it is dropped; a developer may ask to see it.
    stdio: ['ignore', chatter, chatter, 'ipc'],
  });
  const exitListeners: ((code: number | null) => void)[] = [];
  let ended = false;
  const tellExit = (code: number | null): void => {
    if (ended) return;
    ended = true;
    for (const listener of exitListeners) listener(code);
  };
  child.on('exit', tellExit);
  // A program that could not be started, or a channel that broke: either way there is no worker any more.
  child.on('error', () => {
    child.kill('SIGKILL');
    tellExit(null);
  });
  return {
    post: (message) => {
      // After the end a message has nobody to reach; the exit has been or is being told.
      if (!child.connected) return;
      child.send(message as object, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void exitListeners.push(listener),
    kill: () => void child.kill('SIGKILL'),
  };
}

function chosenEnvironment(): Record<string, string> {
  const chosen: Record<string, string> = {};
  for (const key of passedOn) {
    const value = process.env[key];
    if (value !== undefined) chosen[key] = value;
  }
  return chosen;
}
