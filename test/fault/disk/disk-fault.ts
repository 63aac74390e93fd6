// What the machine can do to the data: no room, no writing, another time, no key, flipped bytes. Each has its name, none loses.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { throwawayFolder } from '#scripts/process/throwaway-folder.ts';
import { drawChance } from '../chance.ts';
import type { FaultOptions, FaultReport } from '../report.ts';
import { memoryFolder } from '../store/memory-folder.ts';
import { flippedBytes } from './flipped-bytes.ts';
import { fullDisk, readOnlyDisk } from './full-disk.ts';
import { keyGone } from './key-gone.ts';
import { turnedClocks } from './turned-clock.ts';

const ciFlips = 200;
const fullFlips = 1000;

export async function diskFault({ runs, ci, say }: FaultOptions): Promise<FaultReport> {
  using folder = throwawayFolder('fault-disk');
  using memory = memoryFolder('fault-disk');
  const chance = drawChance();
  const flips = runs ?? (ci ? ciFlips : fullFlips);
  const place = (name: string, under = folder.path): string => {
    mkdirSync(join(under, name));
    return join(under, name);
  };
  say('full disk');
  const full = fullDisk(place('full'));
  const readOnly = readOnlyDisk(place('read-only'));
  say('key gone');
  const key = await keyGone(place('key'));
  say('clock');
  const clock = await turnedClocks(place('clock'));
  say(`${flips} flipped bytes, seed ${chance.seed}`);
  const flipped = flippedBytes(place('flips', memory.path), flips, chance);
  return {
    checks: [...full.checks, ...readOnly.checks, ...key, ...clock, ...flipped.checks],
    skipped: [...full.skipped, ...readOnly.skipped],
    figures: { ...full.figures, ...flipped.figures, seed: chance.seed },
  };
}
