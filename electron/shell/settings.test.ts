// A setting nobody can look up is a trap: each variable that a shell reads stands in the README's table, and the other way round.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const room = import.meta.dirname;

test('every setting is in the README, and every one there is read', () => {
  const sources = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file),
  );
  const named = sources.flatMap(
    (file) => readFileSync(join(room, file), 'utf8').match(/\bKIOSK_[A-Z_]+/g) ?? [],
  );
  const listed = [...readFileSync(join(room, 'README.md'), 'utf8').matchAll(/^\| `(KIOSK_[A-Z_]+)`/gm)].map(
    ([, name]) => name,
  );
  expect(listed.length).toBeGreaterThan(5);
  expect(new Set(named)).toEqual(new Set(listed));
});
