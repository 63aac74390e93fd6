// The slow line carries no faster than it says, and loses about as many requests as it was told to.
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededChance } from '../../fault/chance.ts';
import { startSlowLine } from './slow-line.ts';

const server = createServer((message, response) => {
  message.resume();
  message.on('end', () => response.end('ok'));
});
let target = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

function send(url: string, agent: Agent, bytes: number): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request(`${url}/x`, { method: 'PATCH', agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(true));
    });
    sent.on('error', () => resolve(false));
    sent.end(Buffer.alloc(bytes));
  });
}

describe('the slow line', () => {
  it('takes as long as its bits do', async () => {
    const line = await startSlowLine({ target, bitsPerSecond: 4_000_000, lostPercent: 0, random: () => 0.5 });
    const agent = new Agent({ keepAlive: true });
    const startedMs = performance.now();
    expect(await send(line.url, agent, 250_000)).toBe(true);
    const ms = performance.now() - startedMs;
    agent.destroy();
    await line.close();
    // 250,000 bytes at 4 Mbit/s are half a second.
    expect(ms).toBeGreaterThan(490);
    expect(line.crossed.up).toBeGreaterThan(250_000);
  });

  it('breaks a share of the requests, and only those', async () => {
    const chance = seededChance(11);
    const line = await startSlowLine({
      target,
      bitsPerSecond: Infinity,
      lostPercent: 20,
      random: () => chance.next(),
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let failed = 0;
    for (let count = 0; count < 150; count += 1) if (!(await send(line.url, agent, 20_000))) failed += 1;
    agent.destroy();
    await line.close();
    expect(failed).toBe(line.lost);
    expect(failed).toBeGreaterThan(15);
    expect(failed).toBeLessThan(45);
  });
});
