// The parts a power cut is made of: the trace as strace writes it, and a disk that loses what was not synced.
import { describe, expect, it } from 'vitest';
import { seededChance } from '../chance.ts';
import { createDiskImage, type Files } from './disk-image.ts';
import { readTraceLine } from './read-trace.ts';

const text = (files: Files, name = 'cases.db'): string | undefined => files.get(name)?.toString('latin1');
const write = (offset: number, value: string, file = 'cases.db') =>
  ({ op: 'write', file, offset, bytes: Buffer.from(value, 'latin1') }) as const;
const chance = seededChance(1);

describe('the trace', () => {
  const read = (line: string) => readTraceLine(line, 'cases.db');

  it('is read call by call, other files and failures left out', () => {
    expect(read(String.raw`pwrite64(21</tmp/a/cases.db-wal>, "\x61\x62", 2, 32) = 2`)).toEqual(
      write(32, 'ab', 'cases.db-wal'),
    );
    expect(read('fdatasync(21</tmp/a/cases.db>) = 0')).toEqual({ op: 'sync', file: 'cases.db' });
    expect(read('ftruncate(21</tmp/a/cases.db-wal>, 0) = 0')).toEqual({
      op: 'truncate',
      file: 'cases.db-wal',
      size: 0,
    });
    expect(read(String.raw`write(1<pipe:[7]>, "\x68\x69", 2) = 2`)).toEqual({ op: 'said', text: 'hi' });
    expect(read(String.raw`pwrite64(21</tmp/a/other>, "\x61", 1, 0) = 1`)).toBeNull();
    expect(read(String.raw`pwrite64(22</tmp/a/cases.db-shm>, "\x61", 1, 0) = 1`)).toBeNull();
    expect(
      read(String.raw`pwrite64(21</tmp/a/cases.db>, "\x61", 1, 0) = -1 ENOSPC (No space left on device)`),
    ).toBeNull();
  });

  it('keeps of a write what the system took of it', () => {
    expect(read(String.raw`pwrite64(21</tmp/a/cases.db>, "\x61\x62\x63", 3, 0) = 2`)).toEqual(write(0, 'ab'));
  });
});

describe('the disk', () => {
  it('loses what was not synced, and keeps what was', () => {
    const disk = createDiskImage();
    disk.follow(write(0, 'one'));
    expect(disk.unsynced('cases.db')).toBe(true);
    disk.follow({ op: 'sync', file: 'cases.db' });
    disk.follow(write(3, 'two'));
    expect(text(disk.cut('none', null, chance))).toBe('one');
    expect(text(disk.cut('all', null, chance))).toBe('onetwo');
    disk.follow({ op: 'sync', file: 'other' });
    expect(text(disk.cut('none', null, chance))).toBe('one');
    expect(disk.unsynced('cases.db')).toBe(true);
  });

  it('cuts a file off, lets it grow again with zeros, and forgets one that is gone', () => {
    const disk = createDiskImage();
    disk.follow(write(0, 'abcdef'));
    disk.follow({ op: 'truncate', file: 'cases.db', size: 2 });
    disk.follow(write(4, 'z'));
    expect(text(disk.cut('all', null, chance))).toBe('ab\0\0z');
    disk.follow({ op: 'unlink', file: 'cases.db' });
    expect(disk.cut('all', null, chance).size).toBe(0);
  });

  it('tears the last write in whole sectors and loses any of the others', () => {
    const disk = createDiskImage();
    disk.follow(write(0, 'a'.repeat(2048)));
    const lengths = Array.from(
      { length: 40 },
      (_, seed) => text(disk.cut('torn', write(2048, 'b'.repeat(2048)), seededChance(seed + 1)))?.length ?? 0,
    );
    expect(lengths.every((length) => length % 512 === 0 && length >= 2048 && length < 4096)).toBe(true);
    expect(new Set(lengths).size).toBeGreaterThan(2);
    const some = Array.from({ length: 40 }, (_, seed) =>
      disk.cut('some', write(2048, 'c'), seededChance(seed + 1)),
    );
    expect(new Set(some.map((files) => text(files)?.length)).size).toBeGreaterThan(2);
  });
});
