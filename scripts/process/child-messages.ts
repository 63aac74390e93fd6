// Talks to a process we started over its IPC channel: waits for one message, or says that the process ended first.
import type { ChildProcess } from 'node:child_process';

export type Message = Readonly<Record<string, unknown>> & { readonly type: string };

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

export function nextMessage(child: ChildProcess, type: string, timeoutMs: number): Promise<Message> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
    };
    const onMessage = (message: unknown) => {
      if (!isMessage(message) || message.type !== type) return;
      stop();
      resolve(message);
    };
    const onExit = (code: number | null) => {
      stop();
      reject(new Error(`process ended with ${code} before it said '${type}'`));
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`process did not say '${type}' within ${timeoutMs} ms`));
    }, timeoutMs);
    child.on('message', onMessage);
    child.on('exit', onExit);
  });
}

export function ask(
  child: ChildProcess,
  question: Message,
  answer: string,
  timeoutMs = 10_000,
): Promise<Message> {
  const answered = nextMessage(child, answer, timeoutMs);
  child.send(question);
  return answered;
}

/** Ends a process in order; kills it when it does not end by itself. */
export async function endProcess(child: ChildProcess, patienceMs = 8000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(timer);
}
