import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openColumn, sealColumn } from './sealed-column.ts';

const key = randomBytes(32);
/** What Node says of a tag that does not agree. */
const unopened = /unable to authenticate data/;
const place = { table: 'customer', id: '1', column: 'name_sealed' };

describe('sealed columns', () => {
  it('open where they were sealed, and never look the same twice', () => {
    const [one, two] = [sealColumn(key, place, 'नाम'), sealColumn(key, place, 'नाम')];
    expect(one).not.toBe(two);
    expect(openColumn(key, place, one)).toBe('नाम');
  });

  it('do not open in another row, column or table, under another key, or changed', () => {
    const sealed = sealColumn(key, place, 'text');
    for (const other of [
      { ...place, id: '2' },
      { ...place, column: 'x' },
      { ...place, table: 'account' },
    ]) {
      expect(() => openColumn(key, other, sealed)).toThrow(unopened);
    }
    expect(() => openColumn(randomBytes(32), place, sealed)).toThrow(unopened);
    const bytes = Buffer.from(sealed, 'base64url');
    for (const at of [0, 14, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((changed[at] ?? 0) ^ 1, at);
      expect(() => openColumn(key, place, changed.toString('base64url'))).toThrow(unopened);
    }
    expect(() => openColumn(key, place, 'AAAA')).toThrow('too short');
  });

  it('a place cannot be spelt as another one', () => {
    const sealed = sealColumn(key, { table: 'a', id: 'b","c', column: 'd' }, 'text');
    expect(() => openColumn(key, { table: 'a', id: 'b', column: 'c","d' }, sealed)).toThrow(unopened);
  });
});
