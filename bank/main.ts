// The bank as a process of its own. As a child with an IPC channel it is asked over that; alone, the same messages are
// JSON lines on standard input and output. `make-keys PATH` makes a production key file and ends,
// `rotate-sealing-key PATH` puts a new sealing key before the former ones and ends, `import FILE…` takes in exported packets
// and ends, `open-escrow FILE` gives a kiosk's recovery key and ends.
import { readFile, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { bankEnvironmentSchema } from '#core/contract/bank/identity.ts';
import { packetFileMaxBytes } from '#core/contract/bank/packet-file.ts';
import { recoveryKeyText } from '#core/contract/bank/recovery-key.ts';
import { err, unreachable } from '#core/kernel/result.ts';
import { createBank, type Bank } from './bank.ts';
import { readConfig } from './config.ts';
import { faultOf } from './fault.ts';
import { loadKeyFile, makeKeyFile, rotateSealingKey } from './keys/key-file.ts';
import { openEscrow } from './keys/open-escrow.ts';
import { compileSparingly } from './store/embedded-database.ts';

const commandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('enrolment-code'), branchId: z.string().optional() }),
  z.object({ type: z.literal('outbox'), to: z.string().nullable() }),
  z.object({ type: z.literal('reset-officer'), officerId: z.string() }),
  z.object({ type: z.literal('import'), path: z.string().min(1) }),
]);
type Command = z.infer<typeof commandSchema>;

/** Whether a process keeps a channel to us; asked before anything slow, since that process may end meanwhile. */
const hasParent = process.send !== undefined;

if (process.argv[2] === 'make-keys') {
  makeKeyFile(z.string().min(1).parse(process.argv[3]), 'production');
} else if (process.argv[2] === 'rotate-sealing-key') {
  const rotated = rotateSealingKey(
    z.string().min(1).parse(process.argv[3]),
    bankEnvironmentSchema.default('production').parse(process.env['BANK_ENV']),
  );
  process.stderr.write(`bank: ${JSON.stringify(rotated.ok ? rotated.value : rotated.error)}\n`);
  process.exitCode = rotated.ok ? 0 : 1;
} else if (process.argv[2] === 'open-escrow') {
  process.exitCode = await giveRecoveryKey(z.string().min(1).parse(process.argv[3]));
} else {
  await run();
}

/** To standard output and nowhere else: whoever runs this carries it to the kiosk. */
async function giveRecoveryKey(path: string): Promise<0 | 1> {
  const config = readConfig(process.env);
  const keys = config.ok ? loadKeyFile(config.value.keyFile, config.value.environment) : config;
  const text = await readFile(path, 'utf8').catch(() => '');
  const opened = keys.ok ? await openEscrow(keys.value.opening, parseJson(text)) : keys;
  if (!opened.ok) {
    process.stderr.write(`bank: ${JSON.stringify(opened.error)}\n`);
    return 1;
  }
  const { kioskId, masterKey } = opened.value;
  process.stderr.write(`Recovery key of kiosk ${kioskId}:\n`);
  process.stdout.write(`${recoveryKeyText(Buffer.from(masterKey).toString('base64url'))}\n`);
  return 0;
}

async function run(): Promise<void> {
  compileSparingly();
  const config = readConfig(process.env);
  const bank = config.ok ? await createBank(config.value) : config;
  if (!bank.ok) {
    // Said on both channels: a parent reads the message, a person the line.
    tell({ type: 'failed', error: bank.error });
    process.stderr.write(`bank: ${JSON.stringify(bank.error)}\n`);
    process.exitCode = 1;
    if (process.connected) process.disconnect();
    return;
  }
  if (process.argv[2] === 'import') {
    await importAll(bank.value, z.array(z.string()).min(1).parse(process.argv.slice(3)));
    return;
  }
  const end = (): void => {
    bank.value.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  hear(bank.value, end);
  tell({ type: 'ready', url: bank.value.url, pid: process.pid });
}

function hear(bank: Bank, end: () => void): void {
  const obey = (message: unknown): void => {
    const command = commandSchema.safeParse(message);
    if (!command.success) {
      tell({ type: 'refused', reason: 'unknown command' });
      return;
    }
    answer(bank, command.data).then(tell, (cause: unknown) =>
      tell({ type: 'refused', command: command.data.type, fault: faultOf(cause) }),
    );
  };
  if (hasParent) {
    process.on('message', obey);
    // A bank whose parent died is nobody's, also where it died while the bank was starting.
    process.once('disconnect', end);
    if (!process.connected) end();
    return;
  }
  createInterface({ input: process.stdin }).on('line', (line) => {
    if (line.trim() !== '') obey(parseJson(line));
  });
}

async function answer(bank: Bank, command: Command): Promise<object> {
  switch (command.type) {
    case 'enrolment-code': {
      const code = await bank.enrolmentCode(command.branchId);
      return code.ok
        ? { type: command.type, code: code.value }
        : { type: 'refused', command: command.type, ...code.error };
    }
    case 'outbox': {
      const messages = await bank.outbox(command.to);
      return messages.ok
        ? { type: command.type, to: command.to, messages: messages.value }
        : { type: 'refused', command: command.type, ...messages.error };
    }
    case 'reset-officer': {
      const done = await bank.resetOfficer(command.officerId);
      return done.ok
        ? { type: command.type, officerId: command.officerId }
        : { type: 'refused', command: command.type, ...done.error };
    }
    case 'import': {
      const imported = await importFile(bank, command.path);
      return imported.ok
        ? { type: command.type, path: command.path, ...imported.value }
        : { type: 'refused', command: command.type, path: command.path, ...imported.error };
    }
    default:
      return unreachable(command);
  }
}

async function importFile(bank: Bank, path: string): ReturnType<Bank['importPacket']> {
  let bytes: Uint8Array;
  try {
    if ((await stat(path)).size > packetFileMaxBytes) return err({ kind: 'too-large' });
    bytes = await readFile(path);
  } catch {
    // Not there, not ours to read, a folder: for whoever typed the name all one.
    return err({ kind: 'not-found' });
  }
  return bank.importPacket(bytes);
}

/** `import FILE…`: with no other bank on these data, each file is taken in, told in a line, and the process ends. */
async function importAll(bank: Bank, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const told = await answer(bank, { type: 'import', path });
    tell(told);
    if ('type' in told && told.type === 'refused') process.exitCode = 1;
  }
  await bank.close();
}

function tell(message: object): void {
  if (!hasParent) process.stdout.write(`${JSON.stringify(message)}\n`);
  else if (process.connected) process.send?.(message);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
