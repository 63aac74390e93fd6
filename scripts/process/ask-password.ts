// Asks for a password: unseen on a terminal, else the first line of standard input. It never takes one from arguments or environment.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Null when the input ended without a line. */
export async function askPassword(prompt: string): Promise<string | null> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return firstLine();
  stderr.write(prompt);
  // What is typed is echoed by readline's output, and this one drops it.
  const dark = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: dark, terminal: true });
  const ended = new Promise<null>((resolve) => lines.once('close', () => resolve(null)));
  const answer = await Promise.race([lines.question(''), ended]);
  lines.close();
  stderr.write('\n');
  return answer;
}

async function firstLine(): Promise<string | null> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return null;
}
