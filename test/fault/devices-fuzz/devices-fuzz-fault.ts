// Every decoder of what devices send, on as many broken frames as are wanted: none may throw, none may take two seconds,
// none may make the process grow.
import { drawChance } from '../chance.ts';
import { fuzzParser } from '../fuzz/fuzz-fault.ts';
import { check, type Check, type FaultOptions, type FaultReport } from '../report.ts';
import { deviceDecoders } from './decoders.ts';

const ciFrames = 20_000;
const fullFrames = 1_000_000;
/** What the runtime needs for itself in a long run; a decoder that kept one byte of each frame would be found. */
const mostGrowthMb = 300;

export async function devicesFuzzFault({ runs, ci, say }: FaultOptions): Promise<FaultReport> {
  const { seed } = drawChance();
  const frames = runs ?? (ci ? ciFrames : fullFrames);
  say(`${frames} frames a decoder, seed ${seed}`);
  const checks: Check[] = [];
  const seconds: Record<string, number> = {};
  let mostMb = 0;
  for (const { name } of deviceDecoders()) {
    const startedMs = performance.now();
    const { failures, hungAt, grownMb } = await fuzzParser(name, seed, frames, 'devices');
    seconds[name] = Math.round((performance.now() - startedMs) / 100) / 10;
    mostMb = Math.max(mostMb, grownMb);
    say(`${name} (${seconds[name]} s, grew by ${grownMb} MB)`);
    checks.push(
      check(`${name}: nothing thrown, and what must hold holds`, failures.length === 0, failures),
      check(`${name}: no frame takes two seconds`, hungAt === null, { frame: hungAt }),
      check(`${name}: memory stays`, grownMb <= mostGrowthMb, { grownMb }),
    );
  }
  return { checks, skipped: [], figures: { frames, decoders: checks.length / 3, seed, mostMb, seconds } };
}
