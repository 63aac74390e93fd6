// Asks dependency-cruiser whether rooms keep to themselves, and refuses an answer that looked at nothing.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from './root.ts';
import { rooms } from './rooms.ts';
import { runTool, type CommandEnd } from './run-command.ts';

const reportSchema = z.object({
  modules: z.array(z.object({ source: z.string(), dependencies: z.array(z.unknown()) })),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** A checker that cannot read TypeScript reports no violation in no module: fewer than this is such a failure. */
const modulesAtLeast = 100;

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export async function checkBoundaries(): Promise<CommandEnd> {
  const folders = rooms.filter((room) => existsSync(join(root, room)));
  const { output } = await runTool(
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders],
    { quiet: true },
  );
  const parsed = reportSchema.safeParse(parsedOrNull(output));
  if (!parsed.success)
    return { code: 1, output: `the boundary checker gave no report\n${output.slice(0, 2000)}` };
  const ours = parsed.data.modules.filter(({ source }) =>
    rooms.some((room) => source.startsWith(`${room}/`)),
  );
  const links = ours.reduce((sum, { dependencies }) => sum + dependencies.length, 0);
  if (ours.length < modulesAtLeast || links < modulesAtLeast) {
    return {
      code: 1,
      output: `the boundary checker saw ${ours.length} modules and ${links} imports: it cannot read the sources`,
    };
  }
  const lines = parsed.data.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  return { code: lines.length === 0 ? 0 : 1, output: lines.join('\n') };
}
