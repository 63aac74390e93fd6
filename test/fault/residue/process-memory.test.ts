// A value in another process's memory is found, one that is not there is not.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { needlesOf } from './canary-search.ts';
import { searchMemory } from './process-memory.ts';

it.skipIf(process.platform !== 'linux')(
  'finds what a process below this one holds, and says in which kind',
  async () => {
    // Put together there, so that it stands in no argument; `/bank/main` makes it one of the kinds that are known.
    const program =
      "globalThis.held = Buffer.from(['Zephy', 'rine Quilla', 'bamba'].join('')); console.log(1); setInterval(() => {}, 1000)";
    const child = spawn(process.execPath, ['-e', program, '/bank/main'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      await once(child.stdout, 'data');
      const needles = needlesOf([
        { name: 'held', value: 'Zephyrine Quillabamba' },
        { name: 'not held', value: ['Quilla', 'rine Zephy', 'bamba'].join('') },
      ]).filter(({ spelling }) => spelling === 'UTF-8');
      const bank = searchMemory(process.pid, needles)?.find(({ process: kind }) => kind === 'bank');
      expect(bank?.found).toEqual({ 'held, UTF-8': 1 });
    } finally {
      child.kill('SIGKILL');
    }
  },
);
