// A bank that may be killed while several kiosks speak to it, and comes back under its address on the data it left.
import type { RunningBank } from '#scripts/process/bank-process.ts';
import { startFaultBank } from './start-fault-bank.ts';

export interface DyingBank {
  enrolmentCode(): Promise<string>;
  /** kill -9, then a new process on the same data; several calls at once are one death. */
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
}

export async function createDyingBank(bankDir: string): Promise<DyingBank> {
  let bank: RunningBank = await startFaultBank(bankDir);
  let dying: Promise<void> | null = null;
  return {
    enrolmentCode: () => bank.enrolmentCode(),
    killAndRestart() {
      dying ??= (async () => {
        await bank.kill();
        bank = await startFaultBank(bankDir);
        dying = null;
      })();
      return dying;
    },
    async stop() {
      await dying;
      await bank.stop();
    },
  };
}
