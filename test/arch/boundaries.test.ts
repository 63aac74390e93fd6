// The boundary checker itself: it sees the sources, and it objects to what it must object to.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkBoundaries } from '#scripts/process/check-boundaries.ts';
import { root } from '#scripts/process/root.ts';

const planted = join(root, 'core', 'kernel', 'planted-fault');

afterEach(() => rmSync(planted, { recursive: true, force: true }));

describe('the boundaries between rooms', () => {
  it('are objected to where core reaches outwards', async () => {
    mkdirSync(planted);
    writeFileSync(
      join(planted, 'reaching.ts'),
      "import 'node:fs';\nimport '#electron/port/clock.ts';\nimport '#core/case/reference.ts';\n",
    );
    const { code, output } = await checkBoundaries();
    expect(code).toBe(1);
    for (const rule of ['core-is-pure', 'core-kernel-looks-back-only'])
      expect(output).toContain(`${rule}: core/kernel/planted-fault`);
  });
});
