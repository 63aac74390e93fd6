// The parts of Electron this shell uses, as a type: the module itself is handed in by electron/main.ts, so that tests hand in theirs.
import type * as Electron from 'electron';

export type ElectronModule = Pick<
  typeof Electron,
  | 'app'
  | 'BrowserWindow'
  | 'ipcMain'
  | 'Menu'
  | 'MessageChannelMain'
  | 'powerSaveBlocker'
  | 'protocol'
  | 'safeStorage'
  | 'session'
  | 'utilityProcess'
>;

export type { BrowserWindow, Session, WebContents, WebFrameMain } from 'electron';
