// The system's PC/SC, called through koffi, which is built for no particular Node or Electron. Every call that may wait
// runs beside the main thread. Where the library or its service is missing, that is a value, not a crash.
import koffi from 'koffi';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { ScannerFailure } from '#electron/port/scanner.ts';

export interface CardChannel {
  /** Command in, answer with its two status bytes out. */
  transmit(command: Buffer): Promise<Result<Buffer, ScannerFailure>>;
  close(): Promise<void>;
}

export interface ReaderState {
  readonly reader: string;
  readonly hasCard: boolean;
}

export interface Pcsc {
  readers(): Promise<Result<readonly ReaderState[], ScannerFailure>>;
  connect(reader: string): Promise<Result<CardChannel, ScannerFailure>>;
  close(): Promise<void>;
}

/** Widths differ: DWORD and handles are `long` on Linux; 32 bits on macOS; 32 bits and pointers on Windows. */
interface Platform {
  readonly library: string;
  readonly dword: 'unsigned long' | 'uint32';
  readonly handle: 'long' | 'int32' | 'uintptr_t';
  readonly suffix: '' | 'A';
  readonly dwordBytes: 4 | 8;
}

const platforms: Readonly<Record<string, Platform>> = {
  linux: { library: 'libpcsclite.so.1', dword: 'unsigned long', handle: 'long', suffix: '', dwordBytes: 8 },
  darwin: {
    library: '/System/Library/Frameworks/PCSC.framework/PCSC',
    dword: 'uint32',
    handle: 'int32',
    suffix: '',
    dwordBytes: 4,
  },
  win32: { library: 'winscard.dll', dword: 'uint32', handle: 'uintptr_t', suffix: 'A', dwordBytes: 4 },
};

const scopeSystem = 2;
const shareExclusive = 1;
const protocols = 3;
const leaveCard = 0;
/** A chip that was opened is closed again: the next reading begins anew. */
const resetCard = 1;
const answerBytes = 65_546;
const readersBytes = 4_096;

/** winscard.h, as unsigned. */
const codes: Readonly<Record<number, ScannerFailure['kind']>> = {
  0x80100002: 'aborted',
  0x8010000b: 'device-busy',
  0x8010000c: 'card-removed',
  0x8010000d: 'card-removed',
  0x80100009: 'device-gone',
  0x80100017: 'device-gone',
  // Lost on the way, no answer, no power: a card at the edge of the field, which is read once it lies well.
  0x80100013: 'card-removed',
  0x80100016: 'card-removed',
  0x80100066: 'card-removed',
  0x80100067: 'card-removed',
  0x80100069: 'card-removed',
  0x80100068: 'card-removed',
  0x8010001d: 'driver-unavailable',
  0x8010001e: 'driver-unavailable',
  0x8010002e: 'device-gone',
};
const noReaders = 0x8010002e;
const noService = 0x8010001d;

type Call = (...args: readonly unknown[]) => Promise<number>;

export async function openPcsc(): Promise<Result<Pcsc, ScannerFailure>> {
  const platform = platforms[process.platform];
  const library = platform && libraryOrNull(platform.library);
  if (!platform || !library) return err({ kind: 'driver-unavailable', code: 'library' });
  const { dword, handle, suffix, dwordBytes } = platform;
  const bind = (name: string, args: readonly string[]): Call => {
    const bound = library.func(name, 'int32', [...args]);
    return (...given) =>
      new Promise((resolve, reject) => {
        bound.async(...given, (error: Error | null, code: number) =>
          error ? reject(error) : resolve(code >>> 0),
        );
      });
  };
  const establish = bind('SCardEstablishContext', [dword, 'void *', 'void *', 'void *']);
  const release = bind('SCardReleaseContext', [handle]);
  const list = bind(`SCardListReaders${suffix}`, [handle, 'void *', 'void *', 'void *']);
  const connect = bind(`SCardConnect${suffix}`, [handle, 'str', dword, dword, 'void *', 'void *']);
  const disconnect = bind('SCardDisconnect', [handle, dword]);
  const status = bind(`SCardStatus${suffix}`, [
    handle,
    'void *',
    'void *',
    'void *',
    'void *',
    'void *',
    'void *',
  ]);
  const transmit = bind('SCardTransmit', [handle, 'void *', 'void *', dword, 'void *', 'void *', 'void *']);
  const dwordOf = (value: number) => {
    const bytes = Buffer.alloc(dwordBytes);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const handleOf = (bytes: Buffer) =>
    platform.handle === 'int32' ? bytes.readInt32LE() : bytes.readBigInt64LE();

  const contextBytes = Buffer.alloc(8);
  const established = await establish(scopeSystem, null, null, contextBytes);
  if (established !== 0) return err(failureOf(established));
  const context = handleOf(contextBytes);

  async function connected(reader: string): Promise<Result<CardChannel, ScannerFailure>> {
    const cardBytes = Buffer.alloc(8);
    const protocol = dwordOf(0);
    const code = await connect(context, reader, shareExclusive, protocols, cardBytes, protocol);
    if (code !== 0) return err(failureOf(code));
    const card = handleOf(cardBytes);
    return ok({
      async transmit(command) {
        const header = Buffer.concat([dwordOf(protocol.readUInt32LE()), dwordOf(dwordBytes * 2)]);
        const answer = Buffer.alloc(answerBytes);
        const length = dwordOf(answer.length);
        const sent = await transmit(card, header, command, command.length, null, answer, length);
        if (sent !== 0) return err(failureOf(sent));
        const bytes = Buffer.from(answer.subarray(0, length.readUInt32LE()));
        return bytes.length < 2 ? err({ kind: 'answer-malformed' }) : ok(bytes);
      },
      async close() {
        await disconnect(card, resetCard);
      },
    });
  }

  /** Whether a card is there, asked by connecting directly to the reader (share 3, no protocol): no event is needed. */
  async function hasCard(reader: string): Promise<boolean> {
    const cardBytes = Buffer.alloc(8);
    const code = await connect(context, reader, 3, 0, cardBytes, dwordOf(0));
    // Somebody reads it just now.
    if (code !== 0) return code === 0x8010000b;
    const card = handleOf(cardBytes);
    const state = dwordOf(0);
    const told = await status(card, null, dwordOf(0), state, dwordOf(0), null, dwordOf(0));
    await disconnect(card, leaveCard);
    // pcsc-lite counts in bits (SCARD_PRESENT 4), Windows in steps (2 and more).
    const value = state.readUInt32LE() & 0xffff;
    return told === 0 && (process.platform === 'win32' ? value >= 2 : (value & 4) !== 0);
  }

  return ok({
    async readers() {
      const size = dwordOf(readersBytes);
      const names = Buffer.alloc(readersBytes);
      const code = await list(context, null, names, size);
      if (code === noReaders || code === noService) return ok([]);
      if (code !== 0) return err(failureOf(code));
      const found = names
        .subarray(0, size.readUInt32LE())
        .toString('utf8')
        .split('\0')
        .filter((name) => name !== '');
      const states: ReaderState[] = [];
      for (const reader of found) states.push({ reader, hasCard: await hasCard(reader) });
      return ok(states);
    },
    connect: connected,
    async close() {
      await release(context);
    },
  });
}

function libraryOrNull(path: string) {
  try {
    return koffi.load(path);
  } catch {
    return null;
  }
}

function failureOf(code: number): ScannerFailure {
  return { kind: codes[code] ?? 'device-failed', code: code.toString(16) };
}
