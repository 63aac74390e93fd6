// A small Electron: records what it is told, and lets a test raise the events that Chromium would.
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads';
import type { ElectronModule } from './electron-module.ts';

type Answer = (value: unknown) => void;
type Call = readonly [name: string, ...args: unknown[]];

export class FakeSession extends EventEmitter {
  handlers: Record<string, (...args: never[]) => unknown> = {};
  scheme: ((request: Request) => Promise<Response>) | null = null;
  readonly partition: string;
  protocol = {
    handle: (_scheme: string, handler: (request: Request) => Promise<Response>) =>
      void (this.scheme = handler),
  };
  webRequest = {
    onBeforeRequest: (handler: (...args: never[]) => unknown) => void (this.handlers['request'] = handler),
  };
  spellChecker = true;

  constructor(partition: string) {
    super();
    this.partition = partition;
  }
  setPermissionRequestHandler = this.keep('permission');
  setPermissionCheckHandler = this.keep('check');
  setDevicePermissionHandler = this.keep('device');
  setBluetoothPairingHandler = this.keep('bluetooth');
  setCertificateVerifyProc = this.keep('certificate');
  setDisplayMediaRequestHandler(handler: unknown): void {
    if (handler !== null) throw new Error('the screen may not be captured');
  }
  setSpellCheckerEnabled(on: boolean): void {
    this.spellChecker = on;
  }
  private keep(name: string) {
    return (handler: (...args: never[]) => unknown): void => void (this.handlers[name] = handler);
  }
}

/** The system's printers, shared by every page of the fake. */
export class FakePrinting {
  list = (): Promise<unknown[]> => Promise.resolve([]);
  whenPrinted = (): Promise<boolean> => Promise.resolve(true);
  readonly orders: Record<string, unknown>[] = [];
}

export class FakeContents extends EventEmitter {
  url = 'app://kiosk/';
  printing = new FakePrinting();
  windowOpen: ((details: { url: string }) => { action: string }) | null = null;
  reloads = 0;
  crashes = 0;
  zoom: readonly number[] = [];
  readonly posted: { channel: string; ports: PortMain[] }[] = [];
  readonly mainFrame = {
    url: 'app://kiosk/',
    postMessage: (channel: string, _message: unknown, ports: PortMain[]) =>
      void this.posted.push({ channel, ports }),
  };
  getURL(): string {
    return this.url;
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpen = handler;
  }
  setVisualZoomLevelLimits(...limits: number[]): Promise<void> {
    this.zoom = limits;
    return Promise.resolve();
  }
  reload(): void {
    this.reloads += 1;
  }
  forcefullyCrashRenderer(): void {
    this.crashes += 1;
  }
  getPrintersAsync(): Promise<unknown[]> {
    return this.printing.list();
  }
  print(options: Record<string, unknown>, done: (success: boolean, reason: string) => void): void {
    this.printing.orders.push(options);
    const answer = async (): Promise<void> => {
      const success = await this.printing.whenPrinted();
      done(success, success ? '' : 'failed');
    };
    void answer();
  }
}

/** A MessagePortMain over Node's port: nothing arrives before start(), and what arrives is wrapped. */
export class PortMain extends EventEmitter {
  readonly port: NodePort;
  constructor(port: NodePort) {
    super();
    this.port = port;
    port.on('close', () => this.emit('close'));
  }
  postMessage(message: unknown): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
    this.port.postMessage(message);
  }
  start(): void {
    this.port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }
  close(): void {
    this.port.close();
  }
}

export interface FakeOptions {
  readonly alreadyRunning?: boolean;
  readonly packaged?: boolean;
}

export function fakeElectron({ alreadyRunning = false, packaged = false }: FakeOptions = {}) {
  const calls: Call[] = [];
  const told =
    (name: string) =>
    (...args: unknown[]): void =>
      void calls.push([name, ...args]);
  const sessions = new Map<string, FakeSession>();
  const windows: FakeWindow[] = [];
  const workers: FakeWorker[] = [];
  const printing = new FakePrinting();
  const ready = Promise.withResolvers<void>();
  const exited = Promise.withResolvers<number>();
  const app = Object.assign(new EventEmitter(), {
    isPackaged: packaged,
    enableSandbox: told('enableSandbox'),
    requestSingleInstanceLock: () => !alreadyRunning,
    setPath: told('setPath'),
    commandLine: { appendSwitch: told('appendSwitch') },
    whenReady: () => ready.promise.then(told('ready')),
    quit: () => {
      let prevented = false;
      app.emit('before-quit', { preventDefault: () => void (prevented = true) });
      if (!prevented) exited.resolve(0);
    },
    exit: (code: number) => exited.resolve(code),
  });

  class FakeWindow extends EventEmitter {
    readonly webContents = new FakeContents();
    readonly options: { webPreferences: Record<string, unknown> } & Record<string, unknown>;
    loaded: string[] = [];
    contentProtection = false;
    shown = false;
    destroyed = false;
    focused = 0;
    constructor(options: FakeWindow['options']) {
      super();
      this.options = options;
      this.webContents.printing = printing;
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
    loadURL(url: string): Promise<void> {
      this.loaded.push(url);
      return Promise.resolve();
    }
    setContentProtection(on: boolean): void {
      this.contentProtection = on;
    }
    removeMenu = told('removeMenu');
    show(): void {
      this.shown = true;
    }
    isMinimized(): boolean {
      return false;
    }
    destroy(): void {
      this.destroyed = true;
    }
    focus(): void {
      this.focused += 1;
    }
  }

  class FakeWorker extends EventEmitter {
    readonly posted: unknown[] = [];
    readonly forked: readonly unknown[];
    killed = false;
    constructor(forked: readonly unknown[]) {
      super();
      this.forked = forked;
      workers.push(this);
    }
    postMessage(message: unknown): void {
      this.posted.push(message);
    }
    kill(): boolean {
      this.killed = true;
      return true;
    }
  }

  const sessionOf = (partition: string): FakeSession => {
    const found = sessions.get(partition) ?? new FakeSession(partition);
    sessions.set(partition, found);
    return found;
  };
  const ipcMain = new EventEmitter();
  class Channel {
    readonly port1: PortMain;
    readonly port2: PortMain;
    constructor() {
      const { port1, port2 } = new MessageChannel();
      this.port1 = new PortMain(port1);
      this.port2 = new PortMain(port2);
    }
  }
  const electron = {
    app,
    BrowserWindow: FakeWindow,
    ipcMain,
    Menu: { setApplicationMenu: told('setApplicationMenu') },
    MessageChannelMain: Channel,
    powerSaveBlocker: {
      start: (kind: string) => {
        told('powerSaveBlocker.start')(kind);
        return 7;
      },
      stop: told('powerSaveBlocker.stop'),
    },
    protocol: { registerSchemesAsPrivileged: told('registerSchemesAsPrivileged') },
    session: { fromPartition: sessionOf, defaultSession: sessionOf('default') },
    utilityProcess: { fork: (...args: unknown[]) => new FakeWorker(args) },
    safeStorage: {},
  };
  return {
    electron: electron as unknown as ElectronModule,
    app,
    calls,
    named: (name: string) => calls.filter(([each]) => each === name).map(([, ...args]) => args),
    becomeReady: () => ready.resolve(),
    exited: exited.promise,
    ipcMain,
    session: sessionOf,
    printing,
    windows,
    workers,
  };
}

/** What Chromium's handlers answer by callback. */
export function answerOf(ask: (answer: Answer) => void): unknown {
  let given: unknown = 'no answer';
  ask((value) => void (given = value));
  return given;
}
