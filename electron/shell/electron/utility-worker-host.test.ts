import { afterEach, expect, test, vi } from 'vitest';
import { fakeElectron } from './fake-electron.fixture.ts';
import { createUtilityWorkerHost } from './utility-worker-host.ts';

afterEach(() => vi.unstubAllEnvs());

test('a helper is started without arguments, inspector, output or our environment', () => {
  vi.stubEnv('KIOSK_DATA', '/secret');
  vi.stubEnv('PATH', '/usr/bin');
  const { electron, workers } = fakeElectron();
  createUtilityWorkerHost(electron, (name) => `/app/worker/${name}.js`).start('ocr');
  const [entry, args, options] = workers[0]?.forked ?? [];
  expect([entry, args]).toEqual(['/app/worker/ocr.js', []]);
  expect(options).toMatchObject({ serviceName: 'Pravesh ocr', stdio: 'ignore', execArgv: [] });
  const { env } = options as { env: Record<string, string> };
  expect(env).toMatchObject({ PATH: '/usr/bin', OMP_THREAD_LIMIT: '1' });
  expect(env).not.toHaveProperty('KIOSK_DATA');
});

test('messages go both ways until the end, and after it nowhere', () => {
  const { electron, workers } = fakeElectron();
  const port = createUtilityWorkerHost(electron, () => '/app/x.js').start('face');
  const [worker] = workers;
  const heard: unknown[] = [];
  const codes: (number | null)[] = [];
  port.onMessage((message) => heard.push(message));
  port.onExit((code) => codes.push(code));
  port.post({ bytes: new Uint8Array([1]) });
  worker?.emit('message', { n: 1 });
  worker?.emit('exit', 3);
  port.post('late');
  expect([heard, worker?.posted, codes]).toEqual([[{ n: 1 }], [{ bytes: new Uint8Array([1]) }], [3]]);
  port.kill();
  expect(worker?.killed).toBe(true);
});
