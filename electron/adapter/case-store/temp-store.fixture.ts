// A real store in a folder of its own, taken away after each test.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { CaseStore } from '../../port/case-store.ts';
import type { Result } from '#core/kernel/result.ts';
import { openCaseStore, type CaseStoreOptions } from './open-case-store.ts';
import { clock, masterKey } from './store.fixture.ts';

export interface TempStore {
  readonly dataDir: string;
  readonly key: Uint8Array;
  open(more?: Partial<CaseStoreOptions>): CaseStore;
}

export function useTempStore(): TempStore {
  let dataDir = '';
  let key = masterKey();
  const opened: CaseStore[] = [];
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'pravesh-store-'));
    key = masterKey();
  });
  afterEach(() => {
    for (const store of opened.splice(0)) store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    get dataDir() {
      return dataDir;
    },
    get key() {
      return key;
    },
    open(more = {}) {
      const store = valueOf(openCaseStore({ dataDir, masterKey: key, clock, ...more }));
      opened.push(store);
      return store;
    },
  };
}

export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.error));
}
