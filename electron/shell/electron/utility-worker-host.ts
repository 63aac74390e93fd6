// Helper processes of the Electron shell: utility processes, started without arguments, secrets or our environment.
import type { WorkerHost, WorkerName, WorkerPort } from '#electron/port/worker-host.ts';
import type { ElectronModule } from './electron-module.ts';

// What a native library may need to start; the same list as in the browser shell.
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'TMP', 'TEMP', 'SystemRoot', 'LANG', 'LD_LIBRARY_PATH'] as const;

export function createUtilityWorkerHost(
  { utilityProcess }: Pick<ElectronModule, 'utilityProcess'>,
  entryOf: (name: WorkerName) => string,
): WorkerHost {
  return {
    start(name): WorkerPort {
      const child = utilityProcess.fork(entryOf(name), [], {
        serviceName: `Pravesh ${name}`,
        // Output of a library could quote what it read.
        stdio: 'ignore',
        execArgv: [],
        env: { ...chosenEnvironment(), OMP_THREAD_LIMIT: '1' },
      });
      let ended = false;
      child.once('exit', () => void (ended = true));
      return {
        post: (message) => {
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process's port has no origin
          if (!ended) child.postMessage(message);
        },
        onMessage: (listener) => void child.on('message', listener),
        onExit: (listener) => void child.once('exit', (code) => listener(code)),
        kill: () => void child.kill(),
      };
    },
  };
}

function chosenEnvironment(): Record<string, string> {
  const given = passedOn.map((key) => [key, process.env[key]] as const);
  return Object.fromEntries(
    given.filter((pair): pair is [(typeof passedOn)[number], string] => pair[1] !== undefined),
  );
}
