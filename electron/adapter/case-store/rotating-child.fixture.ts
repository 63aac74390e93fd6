// A process that changes the master key and ends itself at a step, or when told: argv = data folder, old key, new key (hex), step.
import { rotateStore } from './rotate-store.ts';
import { clock } from './store.fixture.ts';

const [dataDir = '', from = '', to = '', step = ''] = process.argv.slice(2);
process.stdout.write('begun\n');
const rotated = rotateStore({
  dataDir,
  from: Buffer.from(from, 'hex'),
  to: Buffer.from(to, 'hex'),
  clock,
  onStep(reached) {
    process.stdout.write(`${reached}\n`);
    if (reached === step) process.kill(process.pid, 'SIGKILL');
  },
});
if (!rotated.ok) throw new Error(rotated.error.kind);
