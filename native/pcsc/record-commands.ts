// Every command to a card and its answer as one JSON line, and such lines played back as a card. Under a seal nobody reads
// them; before it, answers are kept as length and digest unless a test asks, since what opens a chip is a person's.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { ScannerFailure } from '#electron/port/scanner-failure.ts';
import type { CardChannel, Pcsc } from './pcsc-library.ts';

const lineSchema = z.object({
  reader: z.string(),
  command: z.string(),
  answer: z.string(),
  failure: z.string().nullable(),
});

type Open = () => Promise<Result<Pcsc, ScannerFailure>>;

const headerBytes = 4;

export function recordCommands(open: Open, write: (line: string) => void, { whole = false } = {}): Open {
  const shown = (bytes: Buffer, from: number, to: number) =>
    whole
      ? bytes.toString('hex')
      : `${bytes.toString('hex', 0, from)}[${bytes.length} bytes, sha256 ${digest(bytes)}]${bytes.toString('hex', to)}`;

  function recorded(reader: string, card: CardChannel): CardChannel {
    return {
      async transmit(command) {
        const answer = await card.transmit(command);
        write(
          JSON.stringify({
            reader,
            command: shown(command, headerBytes, command.length),
            // The status words are nobody's.
            answer: answer.ok ? shown(answer.value, 0, answer.value.length - 2) : '',
            failure: answer.ok ? null : answer.error.kind,
          }),
        );
        return answer;
      },
      close: () => card.close(),
    };
  }

  return async () => {
    const opened = await open();
    if (!opened.ok) return opened;
    const pcsc = opened.value;
    return ok({
      ...pcsc,
      async connect(reader) {
        const card = await pcsc.connect(reader);
        return card.ok ? ok(recorded(reader, card.value)) : card;
      },
    });
  };
}

const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** Answers each command with what was recorded for the same one; a command that never came meets an empty reader. */
export function playCommands(lines: readonly string[]): Open {
  const recorded = lines.map((line) => lineSchema.parse(JSON.parse(line)));
  const [first] = recorded;
  const reader = first?.reader ?? 'Recorded';
  return async () => {
    const left = [...recorded];
    return ok({
      readers: async () => ok([{ reader, hasCard: true }]),
      connect: async () =>
        ok({
          async transmit(command) {
            const index = left.findIndex((line) => line.command === command.toString('hex'));
            const [line] = index < 0 ? [] : left.splice(index, 1);
            return line && line.failure === null
              ? ok(Buffer.from(line.answer, 'hex'))
              : err({ kind: 'card-removed' });
          },
          close: async () => undefined,
        }),
      close: async () => undefined,
    });
  };
}
