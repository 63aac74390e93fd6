// The search must find what lies in the clear in any spelling, or an empty result proves nothing.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findInBytes, createFolderSearch, needlesOf, fileBeginnings } from './canary-search.ts';

const name = 'Zephyrine Quillabamba';
const needles = needlesOf([{ name: 'name', value: name }]);
const spellingsIn = (bytes: Buffer): string[] =>
  findInBytes(bytes, needles, 'f').map(({ spelling }) => spelling);

describe('the search', () => {
  it.each([
    ['UTF-8', Buffer.from(`{"name":"${name}"}`)],
    ['UTF-16LE', Buffer.from(`xx${name}`, 'utf16le')],
    ['UTF-16BE', Buffer.from(name, 'utf16le').swap16()],
    ['hex', Buffer.from(Buffer.from(name).toString('hex'))],
  ])('finds %s', (spelling, bytes) => {
    expect(spellingsIn(bytes)).toContain(spelling);
  });

  it.each([0, 1, 2, 3, 4, 5])('finds base64 with %i bytes before it', (before) => {
    for (const encoding of ['utf8', 'utf16le'] as const) {
      const text = Buffer.from(`${'x'.repeat(before)}${name} and more`, encoding);
      expect(spellingsIn(Buffer.from(text.toString('base64')))).not.toEqual([]);
      expect(spellingsIn(Buffer.from(text.toString('base64url')))).not.toEqual([]);
    }
  });

  it('finds a picture by its beginning, plain and in base64, and nothing in noise', () => {
    const pictures = needlesOf(fileBeginnings);
    const jpeg = Buffer.concat([Buffer.from('ffd8ffe000104a464946000101', 'hex'), Buffer.alloc(50)]);
    expect(findInBytes(jpeg, pictures, 'f')).not.toEqual([]);
    expect(findInBytes(Buffer.from(jpeg.toString('base64')), pictures, 'f')).not.toEqual([]);
    expect(findInBytes(Buffer.alloc(10_000, 'abc'), [...pictures, ...needles], 'f')).toEqual([]);
  });

  it('looks into every folder, again where something changed, and says where, not what', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pravesh-canary-'));
    try {
      mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
      writeFileSync(join(folder, 'deep', 'er', 'log'), `hello ${name}`);
      writeFileSync(join(folder, 'clean'), 'hello');
      const search = createFolderSearch(folder, needles);
      const { finds, files } = search.search();
      expect(files).toBe(2);
      expect(finds).toEqual([{ canary: 'name', spelling: 'UTF-8', file: join('deep', 'er', 'log') }]);
      expect(JSON.stringify(finds)).not.toContain('Zephyrine');
      writeFileSync(join(folder, 'clean'), `no more ${name}`);
      expect(search.search().finds).toHaveLength(2);
      rmSync(join(folder, 'deep'), { recursive: true });
      expect(search.search()).toMatchObject({ files: 1, finds: [{ file: 'clean' }] });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
