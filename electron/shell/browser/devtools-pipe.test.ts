import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { openDevtoolsPipe } from './devtools-pipe.ts';

function piped() {
  const [to, from] = [new PassThrough(), new PassThrough()];
  const written: string[] = [];
  to.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  return { pipe: openDevtoolsPipe(to, from), written, from };
}

test('matches answers to calls, also cut in pieces and out of order', async () => {
  const { pipe, written, from } = piped();
  const [first, second] = [pipe.call('A'), pipe.call('B', { x: 1 }, 's')];
  from.write('{"id":2,"result":{"n":2}}\0{"id":1,"res');
  from.write('ult":{"n":1}}\0');
  await expect(Promise.all([first, second])).resolves.toEqual([{ n: 1 }, { n: 2 }]);
  expect(written.join('')).toBe(
    '{"id":1,"method":"A","params":{}}\0{"id":2,"method":"B","params":{"x":1},"sessionId":"s"}\0',
  );
});

test('a refusal, an end, and a call after the end all answer null', async () => {
  const { pipe, from } = piped();
  const refused = pipe.call('A');
  from.write('{"id":1,"error":{"message":"no"}}\0');
  await expect(refused).resolves.toBeNull();
  const cut = pipe.call('B');
  from.destroy();
  await expect(cut).resolves.toBeNull();
  await expect(pipe.call('C')).resolves.toBeNull();
});

test('what cannot be read is passed over, and events are told', async () => {
  const { pipe, from } = piped();
  const events: string[] = [];
  pipe.onEvent((method, params) => events.push(`${method} ${JSON.stringify(params)}`));
  from.write('not json\0null\0{"method":"Target.targetCrashed","params":{"targetId":"t"}}\0');
  await new Promise((done) => setImmediate(done));
  expect(events).toEqual(['Target.targetCrashed {"targetId":"t"}']);
});
