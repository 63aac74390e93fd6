// The customer's phone: reads the newest code from what the bank sent, as a person would from the message.
import type { RunningBank } from '../process/bank-process.ts';

const patienceMs = 30_000;
const lookEveryMs = 250;

/** The six digits of the newest message to this number; `after` ignores messages that were there before. */
export async function codeOnPhone(bank: RunningBank, mobile: string, after = 0): Promise<string> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const messages = (await bank.outbox(mobile)).slice(after);
    const code = messages.at(-1)?.text.match(/\b\d{6}\b/)?.[0];
    if (code) return code;
    if (performance.now() > until) throw new Error('no code came to the phone');
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
