// Every rule of docs/spec has a test that names it in its title, and every id a title names is a rule.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rooms } from '#scripts/process/rooms.ts';

const root = join(import.meta.dirname, '..', '..');
const specDir = join(root, 'docs', 'spec');

/** `| VA1 | …` in a table, or `- **VA1** …` and `## VA1 …` in a text. */
const ruleRow = /^(?:\||[-*]|#{2,4})\s*\**`?([A-Z]{2}\d+)\b/gm;

const specs = readdirSync(specDir)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({
    name,
    rules: [...readFileSync(join(specDir, name), 'utf8').matchAll(ruleRow)].map((row) => row[1] ?? ''),
  }));

const testSources = rooms
  .flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, withFileTypes: true })
      // A conformance suite is run by the tests of those it is about.
      .filter((entry) => entry.isFile() && /(\.(test|spec)|-suite)\.tsx?$/.test(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
  )
  .join('\n');

/** Titles of describe, it and test, `.each` and `.skipIf` forms included. */
const titles = [
  ...testSources.matchAll(
    /(?:\b(?:it|test|describe)[\w.]*\s*(?:\([^'"`]*\))?\(\s*|\)\(\s*)(['"`])((?:\\.|(?!\1)[^\\])*)\1/g,
  ),
]
  .map((match) => match[2] ?? '')
  .join('\n');
const named = new Set(titles.match(/\b[A-Z]{2}\d+\b/g) ?? []);

describe('the rules of docs/spec', () => {
  it('are read at all', () => {
    expect(specs.length).toBeGreaterThan(5);
    expect(specs.flatMap(({ rules }) => rules).length).toBeGreaterThan(80);
    expect(named.size).toBeGreaterThan(80);
  });

  it.each(specs)('$name: every rule is named by a test', ({ rules }) => {
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.filter((rule) => !named.has(rule))).toEqual([]);
  });

  it('have ids of their own', () => {
    const all = specs.flatMap(({ rules }) => rules);
    expect(all.filter((rule, index) => all.indexOf(rule) !== index)).toEqual([]);
  });
});
