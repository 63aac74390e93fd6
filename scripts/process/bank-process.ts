// The embedded central bank as a process of its own, for `npm start`, the demo and the tests across rooms.
import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ask, endProcess, nextMessage } from './child-messages.ts';
import { root } from './root.ts';

/** A fresh database takes a few seconds to make; a slow machine gets ten times that. */
const readyMs = 60_000;

const outboxMessageSchema = z.object({ to: z.string(), text: z.string(), at: z.string() });
export type OutboxMessage = z.infer<typeof outboxMessageSchema>;

export interface RunningBank {
  readonly url: string;
  readonly pid: number;
  /** A fresh code that enrols one kiosk. */
  enrolmentCode(): Promise<string>;
  /** What the bank sent to a mobile number, to `officer:` + id or (null) to anybody, newest last. Development only. */
  outbox(to: string | null): Promise<OutboxMessage[]>;
  /** An officer's password, as the bank's newest letter to them says it. */
  officerPassword(officerId: string): Promise<string>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Kiosks remember the bank by its address, so a bank comes back on the port that it had. */
function rememberedPort(dataDir: string): string {
  const path = join(dataDir, 'port');
  return existsSync(path) ? readFileSync(path, 'utf8') : '0';
}

/** `patienceMs`: for it to be ready. */
export async function startBank(dataDir: string, patienceMs = readyMs): Promise<RunningBank> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const child = fork(join(root, 'bank', 'main.ts'), [], {
    cwd: root,
    env: {
      BANK_LOG: 'warn',
      ...process.env,
      BANK_DATA: dataDir,
      BANK_ENV: 'development',
      BANK_PORT: rememberedPort(dataDir),
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ready = await nextMessage(child, 'ready', patienceMs);
  const url = z.url().parse(ready['url']);
  writeFileSync(join(dataDir, 'port'), new URL(url).port);
  async function outbox(to: string | null): Promise<OutboxMessage[]> {
    const answer = await ask(child, { type: 'outbox', to }, 'outbox');
    return z.array(outboxMessageSchema).parse(answer['messages']);
  }

  /** The password in the newest letter to an officer; a new one would no longer open a kiosk they work at. */
  async function lastLetter(officerId: string): Promise<string | null> {
    const letter = (await outbox(`officer:${officerId}`)).at(-1);
    return (letter && /(\S+)$/.exec(letter.text.trim())?.[1]) ?? null;
  }

  return {
    url,
    pid: child.pid ?? 0,
    outbox,
    async enrolmentCode() {
      const answer = await ask(child, { type: 'enrolment-code' }, 'enrolment-code');
      return z.string().parse(answer['code']);
    },
    async officerPassword(officerId) {
      const written = await lastLetter(officerId);
      if (written) return written;
      await ask(child, { type: 'reset-officer', officerId }, 'reset-officer');
      const password = await lastLetter(officerId);
      if (!password) throw new Error(`the bank sent no password to ${officerId}`);
      return password;
    },
    stop: () => endProcess(child),
    kill: async () => {
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGKILL');
      await ended;
    },
  };
}
