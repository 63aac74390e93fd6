// A worker for the client's tests: echoes, counts, crashes, throws, hangs or lies, as asked.
import { serveWorker } from '#electron/worker/serve.ts';
import { echoContract } from './echo-contract.fixture.ts';

let aborts = 0;

serveWorker(echoContract, {
  echo: ({ bytes }) => Promise.resolve({ bytes }),
  count: ({ steps }, { progress }) => {
    for (const step of steps) progress(step);
    return Promise.resolve(null);
  },
  tell: ({ count }, { emit }) => {
    for (let said = 1; said <= count; said += 1) {
      emit(said);
      emit('of no known shape');
    }
    return Promise.resolve(null);
  },
  crash: ({ code }) => process.exit(code),
  throw: ({ secret }) => Promise.reject(new RangeError(secret)),
  hang: (_args, { signal }) =>
    new Promise(() => {
      signal.addEventListener('abort', () => {
        aborts += 1;
      });
    }),
  aborts: () => Promise.resolve(aborts),
  lie: () => Promise.resolve(JSON.parse('{"kept":1}')),
});
