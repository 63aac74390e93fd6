// A vendor's helper as a child process with framed stdio: started when it is first asked, ended when it hangs, floods or
// speaks nonsense, started again after a pause that grows, and given up when it fails too often. It can harm nobody here:
// it has its own memory, no terminal, no inherited environment, and no answer of it is believed before it is parsed.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { ScannerFailure } from '#electron/port/scanner-failure.ts';
import { createFrameReader, writeFrame, type Frame } from './frames.ts';
import { helloSchema, protocolVersion, sayingSchema, type HelperVerb } from './helper-messages.ts';

export interface HelperProgram {
  readonly command: string;
  readonly args: readonly string[];
  /** SHA-256 of the program's file, hex; null takes whatever lies there, which only development may. */
  readonly sha256: string | null;
}

export interface HelperTimes {
  readonly helloMs: number;
  /** The first pause before a start after a failure; each further failure doubles it. The first start again is at once. */
  readonly pauseMs: number;
  readonly longestPauseMs: number;
  /** So many failures within so long, and it is left alone until the oldest is past. */
  readonly mostFailures: number;
  readonly withinMs: number;
}

export const helperTimes: HelperTimes = {
  helloMs: 10_000,
  pauseMs: 250,
  longestPauseMs: 30_000,
  mostFailures: 8,
  withinMs: 300_000,
};

export interface HelperAnswer {
  readonly value: unknown;
  readonly body: Buffer;
}

export interface HelperAsk {
  readonly verb: HelperVerb;
  readonly deviceId?: string;
  readonly request?: unknown;
  readonly answerMs: number;
  readonly signal: AbortSignal;
  /** A preview's pictures; the deadline then runs from one to the next. */
  readonly onPicture?: (jpeg: Buffer) => void;
}

export interface HelperExchange {
  readonly direction: 'to' | 'from';
  readonly head: unknown;
  readonly body: Buffer;
}

export interface HelperProcess {
  ask(ask: HelperAsk): Promise<Result<HelperAnswer, ScannerFailure>>;
  close(): Promise<void>;
}

interface Pending {
  readonly ask: HelperAsk;
  settle(result: Result<HelperAnswer, ScannerFailure>): void;
  touch(): void;
}

interface Running {
  readonly child: ChildProcess;
  readonly pending: Map<number, Pending>;
  readonly ready: Promise<Result<null, ScannerFailure>>;
  readonly ended: Promise<void>;
  /** Asks that were stopped and have not yet been answered. */
  readonly stopped: Map<number, NodeJS.Timeout>;
  readonly end: (failure: ScannerFailure) => void;
}

/** A helper that was told to stop has so long to say that it has. */
const stopMs = 3_000;
const restMs = 1_000;
/** Whoever asks during a longer pause is told so instead of waiting. */
const waitMs = 1_000;
/** Answers to nothing: more, and it floods. */
const mostStrays = 100;
const inherited = ['PATH', 'LANG', 'SystemRoot', 'TEMP', 'TMPDIR', 'ProgramFiles'] as const;

export function createHelperProcess(
  program: HelperProgram,
  times: HelperTimes = helperTimes,
  record?: (exchange: HelperExchange) => void,
): HelperProcess {
  const closing = new AbortController();
  let running: Running | null = null;
  let failures: number[] = [];
  let inARow = 0;
  let lastId = 0;

  function failed(): void {
    const now = performance.now();
    failures = [...failures.filter((at) => now - at < times.withinMs), now];
    inARow += 1;
  }

  /** How long until it may be started again; null when it has been given up. */
  function pauseLeftMs(): number | null {
    const now = performance.now();
    const recent = failures.filter((at) => now - at < times.withinMs);
    if (recent.length >= times.mostFailures) return null;
    if (inARow <= 1) return 0;
    const pause = Math.min(times.longestPauseMs, times.pauseMs * 2 ** (inARow - 2));
    return Math.max(0, (recent.at(-1) ?? 0) + pause - now);
  }

  async function started(signal: AbortSignal): Promise<Result<Running, ScannerFailure>> {
    if (!running) {
      const left = pauseLeftMs();
      if (left === null) return err({ kind: 'driver-unavailable', code: 'given-up' });
      if (left > waitMs) return err({ kind: 'driver-unavailable', code: 'restarting' });
      if (left > 0) await pause(left, signal);
      if (!(await isPinned(program))) {
        failed();
        return err({ kind: 'device-tampered', code: 'program' });
      }
      if (signal.aborted) return err({ kind: 'aborted' });
      // Somebody else may have waited too.
      running ??= start(program, times, record, (failure) => {
        running = null;
        if (failure) failed();
      });
    }
    const now = running;
    const ready = await now.ready;
    return ready.ok ? ok(now) : ready;
  }

  return {
    async ask(ask) {
      const signal = AbortSignal.any([ask.signal, closing.signal]);
      if (signal.aborted) return err({ kind: 'aborted' });
      const abort = abortOf(signal);
      const got = await Promise.race([started(signal), abort.promise]);
      if (!got.ok) {
        abort.forget();
        return got;
      }
      lastId += 1;
      const id = lastId;
      const answered = await Promise.race([sent(got.value, id, ask), abort.promise]);
      abort.forget();
      if (signal.aborted) stop(got.value, id);
      if (answered.ok) inARow = 0;
      return answered;
    },
    async close() {
      closing.abort();
      const last = running;
      last?.end({ kind: 'aborted' });
      await last?.ended;
    },
  };

  function sent(
    { child, pending, end }: Running,
    id: number,
    ask: HelperAsk,
  ): Promise<Result<HelperAnswer, ScannerFailure>> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => end({ kind: 'answer-late' }), ask.answerMs);
      pending.set(id, {
        ask,
        touch: () => timer.refresh(),
        settle(result) {
          clearTimeout(timer);
          pending.delete(id);
          resolve(result);
        },
      });
      const { verb, deviceId, request } = ask;
      say(child, { type: 'ask', id, verb, deviceId, request }, record);
    });
  }

  function stop({ child, pending, stopped, end }: Running, id: number): void {
    const asked = pending.get(id);
    if (!asked) return;
    asked.settle(err({ kind: 'aborted' }));
    stopped.set(
      id,
      setTimeout(() => end({ kind: 'answer-late' }), stopMs),
    );
    say(child, { type: 'stop', id }, record);
  }
}

function start(
  program: HelperProgram,
  times: HelperTimes,
  record: ((exchange: HelperExchange) => void) | undefined,
  onEnd: (failure: ScannerFailure | null) => void,
): Running {
  const pending = new Map<number, Pending>();
  const stopped = new Map<number, NodeJS.Timeout>();
  let strays = 0;
  let greet: (result: Result<null, ScannerFailure>) => void = () => undefined;
  const ready = new Promise<Result<null, ScannerFailure>>((resolve) => (greet = resolve));
  let isOver = false;
  const child = spawn(program.command, [...program.args], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: Object.fromEntries(inherited.flatMap((name) => [[name, process.env[name]]])),
    windowsHide: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
    // One that could not be started has no exit.
    child.on('error', () => resolve());
  });
  const hello = setTimeout(() => end({ kind: 'driver-unavailable', code: 'no-hello' }), times.helloMs);

  function end(failure: ScannerFailure): void {
    if (isOver) return;
    isOver = true;
    clearTimeout(hello);
    for (const timer of stopped.values()) clearTimeout(timer);
    stopped.clear();
    greet(err(failure));
    for (const asked of pending.values()) asked.settle(err(failure));
    child.stdout?.removeAllListeners('data').destroy();
    const isAsked = failure.kind === 'aborted';
    if (isAsked) child.stdin?.end();
    else child.stdin?.destroy();
    // Asked to go, it may put its device to rest first.
    const kill = setTimeout(() => child.kill('SIGKILL'), isAsked ? restMs : 0);
    void ended.then(() => clearTimeout(kill));
    onEnd(isAsked ? null : failure);
  }

  function take(frame: Frame): void {
    const said = sayingSchema.safeParse(frame.head);
    if (!said.success) {
      end({ kind: 'answer-malformed' });
      return;
    }
    const { type, id } = said.data;
    const asked = pending.get(id);
    if (type === 'picture') {
      // After a stop some are still on their way.
      if (asked?.ask.onPicture) {
        asked.touch();
        asked.ask.onPicture(frame.body);
      } else if (!stopped.has(id)) stray();
      return;
    }
    clearTimeout(stopped.get(id));
    if (stopped.delete(id)) return;
    if (!asked) stray();
    else if (type === 'answer') asked.settle(ok({ value: said.data.value, body: frame.body }));
    else {
      const { kind, code } = said.data;
      asked.settle(err(code === undefined ? { kind } : { kind, code }));
    }
  }

  function stray(): void {
    strays += 1;
    if (strays > mostStrays) end({ kind: 'answer-too-large' });
  }

  const reader = createFrameReader();
  let greeted = false;
  child.on('error', () => end({ kind: 'driver-unavailable', code: 'program' }));
  child.on('exit', () => end({ kind: 'device-gone', code: 'helper' }));
  child.stdin?.on('error', () => end({ kind: 'device-gone', code: 'helper' }));
  child.stdout?.on('close', () => end({ kind: 'device-gone', code: 'helper' }));
  child.stdout?.on('data', (chunk: Buffer) => {
    const frames = reader.push(chunk);
    if (!frames.ok) {
      end({ kind: frames.error.kind === 'malformed' ? 'answer-malformed' : 'answer-too-large' });
      return;
    }
    for (const frame of frames.value) {
      if (isOver) return;
      record?.({ direction: 'from', ...frame });
      if (greeted) take(frame);
      else {
        const said = helloSchema.safeParse(frame.head);
        if (!said.success) end({ kind: 'answer-malformed' });
        else if (said.data.protocol !== protocolVersion)
          end({ kind: 'driver-unavailable', code: 'protocol' });
        greeted = true;
        clearTimeout(hello);
        greet(ok(null));
      }
    }
  });
  say(child, { type: 'hello', protocol: protocolVersion }, record);
  return { child, pending, ready, ended, stopped, end };
}

function say(
  { stdin }: ChildProcess,
  head: unknown,
  record: ((exchange: HelperExchange) => void) | undefined,
): void {
  record?.({ direction: 'to', head, body: Buffer.alloc(0) });
  if (stdin?.writable) stdin.write(writeFrame(head));
}

async function isPinned({ command, sha256 }: HelperProgram): Promise<boolean> {
  if (sha256 === null) return true;
  const digest = createHash('sha256');
  try {
    await pipeline(createReadStream(command), digest);
  } catch {
    return false;
  }
  return digest.digest('hex') === sha256.toLowerCase();
}

function abortOf(signal: AbortSignal) {
  let onAbort = () => {};
  const promise = new Promise<Result<never, ScannerFailure>>((resolve) => {
    onAbort = () => resolve(err({ kind: 'aborted' }));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  return { promise, forget: () => signal.removeEventListener('abort', onAbort) };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
