// Parts in pieces, over the real file system.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBlobStore, type BlobStore } from './blob-store.ts';
import { openPartialBlobs, unfinishedAtMost, type PartialBlobs } from './partial-blob.ts';

let folder: string;
let blobs: BlobStore;
let partials: PartialBlobs;
const open = async () => {
  blobs = await openBlobStore(join(folder, 'blobs'));
  partials = await openPartialBlobs(join(folder, 'blobs', 'partial'), blobs);
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pravesh-parts-'));
  await open();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const whole = randomBytes(300_000);
const digest = createHash('sha256').update(whole).digest('hex');
const place = { kioskId: 'kiosk-1', digest };
const append = (from: number, to: number, of = place, bytes = whole) =>
  partials.append(of, {
    offset: from,
    length: whole.length,
    body: Readable.from([bytes.subarray(from, to)]),
  });

describe('a part in pieces', () => {
  it('SY51 is whole when the last piece came, and is proved by its digest', async () => {
    expect(await append(0, 100_000)).toEqual({ ok: true, value: { offset: 100_000, state: 'more' } });
    expect(await partials.standing(place)).toEqual({ offset: 100_000, complete: false });
    expect(await append(100_000, 250_000)).toMatchObject({ value: { offset: 250_000, state: 'more' } });
    expect(await append(250_000, 300_000)).toEqual({ ok: true, value: { offset: 300_000, state: 'new' } });
    expect(await partials.standing(place)).toEqual({ offset: 300_000, complete: true });
    expect(Buffer.compare(await blobs.read(digest), whole)).toBe(0);
    expect(await append(0, 100_000)).toMatchObject({ value: { state: 'held' } });
    expect(readdirSync(join(folder, 'blobs/partial'))).toEqual([]);
  });

  it('SY51 a piece that begins elsewhere is told where the part stands, and changes nothing', async () => {
    await append(0, 100_000);
    for (const from of [0, 99_999, 100_001]) {
      expect(await append(from, 150_000)).toEqual({
        ok: false,
        error: { kind: 'blob-offset', offset: 100_000 },
      });
    }
    expect(await append(100_000, 300_000)).toMatchObject({ value: { state: 'new' } });
  });

  it('SY51 what came of a piece that was cut stays; the part goes on behind it, also after a restart', async () => {
    const cut = new Readable({ read() {} });
    cut.push(whole.subarray(0, 70_000));
    const cutting = partials.append(place, { offset: 0, length: whole.length, body: cut });
    setTimeout(() => cut.destroy(new Error('aborted')), 50);
    expect(await cutting).toMatchObject({ error: { kind: 'bad-request' } });
    await open();
    expect(await partials.standing(place)).toEqual({ offset: 70_000, complete: false });
    expect(await append(70_000, 300_000)).toMatchObject({ value: { state: 'new' } });
  });

  it('SY51 a piece that hangs gives way to the next one', async () => {
    const hanging = new Readable({ read() {} });
    hanging.push(whole.subarray(0, 50_000));
    const first = partials.append(place, { offset: 0, length: whole.length, body: hanging });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await append(50_000, 300_000)).toMatchObject({ value: { state: 'new' } });
    expect(await first).toMatchObject({ error: { kind: 'bad-request' } });
  });

  it('SY51 all had come and only the proof was missing: the next piece, whatever it is, brings it', async () => {
    await append(0, 299_999);
    const last = await import('node:fs/promises');
    await last.appendFile(join(folder, 'blobs/partial', `kiosk-1.${digest}`), whole.subarray(299_999));
    expect(await append(299_999, 300_000)).toMatchObject({ value: { state: 'new' } });
  });

  it('SY51 another content than its name says is thrown away whole, and may begin anew', async () => {
    await append(0, 200_000, place, randomBytes(300_000));
    expect(await append(200_000, 300_000)).toMatchObject({ error: { kind: 'blob-digest' } });
    expect(await partials.standing(place)).toEqual({ offset: 0, complete: false });
    expect(await append(0, 300_000)).toMatchObject({ value: { state: 'new' } });
  });

  it('SY51 longer than it said is refused, and one kiosk neither helps nor spoils another’s', async () => {
    const long = { offset: 0, length: 10, body: Readable.from([whole.subarray(0, 11)]) };
    expect(await partials.append(place, long)).toMatchObject({ error: { kind: 'too-large' } });
    await append(0, 100_000, { kioskId: 'kiosk-2', digest }, randomBytes(300_000));
    expect(await partials.standing({ kioskId: 'kiosk-3', digest })).toMatchObject({ offset: 0 });
    expect(await append(0, 300_000, { kioskId: 'kiosk-3', digest })).toMatchObject({
      value: { state: 'new' },
    });
  });

  it('SY51 what nobody went on with for a fortnight is forgotten', async () => {
    await append(0, 100_000);
    const path = join(folder, 'blobs/partial', `kiosk-1.${digest}`);
    await partials.forgetOld(new Date());
    expect(await partials.standing(place)).toMatchObject({ offset: 100_000 });
    const old = new Date(Date.now() - 15 * 24 * 3600 * 1000);
    utimesSync(path, old, old);
    await partials.forgetOld(new Date());
    expect(await partials.standing(place)).toMatchObject({ offset: 0 });
  });

  it('SY51 a part that became whole while old ones are looked for is no fault', async () => {
    const partial = join(folder, 'blobs/partial');
    await append(0, 100_000);
    // Listed, and not there when it is looked at.
    symlinkSync(join(partial, 'gone'), join(partial, `kiosk-2.${digest}`));
    await partials.forgetOld(new Date());
    expect(await partials.standing(place)).toEqual({ offset: 100_000, complete: false });
  });

  describe('by a kiosk that finishes none', () => {
    const digestAt = (at: number): string => createHash('sha256').update(String(at)).digest('hex');
    const beginPart = (at: number, kioskId = 'kiosk-1') => append(0, 10, { kioskId, digest: digestAt(at) });
    const names = (): string[] => readdirSync(join(folder, 'blobs/partial'));
    const pathOf = (at: number): string => join(folder, 'blobs/partial', `kiosk-1.${digestAt(at)}`);

    it('SY59 takes room for so many and no more: the one left alone longest gives way, another kiosk’s does not', async () => {
      await beginPart(0, 'kiosk-2');
      for (let at = 0; at < unfinishedAtMost; at += 1) {
        await beginPart(at);
        const minute = new Date(Date.now() - (unfinishedAtMost - at) * 60_000);
        utimesSync(pathOf(at), minute, minute);
      }
      // The oldest by beginning was gone on with since.
      expect(await append(10, 20, { kioskId: 'kiosk-1', digest: digestAt(0) })).toMatchObject({ ok: true });
      expect(await beginPart(1000)).toMatchObject({ value: { offset: 10, state: 'more' } });
      expect(names()).toHaveLength(unfinishedAtMost + 1);
      expect(names()).toContain(`kiosk-2.${digestAt(0)}`);
      expect(names()).toContain(`kiosk-1.${digestAt(0)}`);
      expect(names()).not.toContain(`kiosk-1.${digestAt(1)}`);
      // The one that gave way begins anew, and comes whole.
      expect(await append(0, 300_000)).toMatchObject({ value: { state: 'new' } });
    });

    it('SY59 many begun at once are counted too, and the one too many is asked to wait', async () => {
      const hanging = Array.from({ length: unfinishedAtMost + 1 }, () => new Readable({ read() {} }));
      const writes = hanging.map((body, at) =>
        partials.append({ kioskId: 'kiosk-1', digest: digestAt(at) }, { offset: 0, length: 100, body }),
      );
      // Whichever comes last: each looks first whether it is whole already, and one may overtake another there.
      const refused = await Promise.race(writes);
      expect(refused).toMatchObject({ ok: false, error: { kind: 'too-many-requests' } });
      expect(names()).toHaveLength(unfinishedAtMost);
      // As a request's body does: an abort that nobody listens for is no fault.
      for (const body of hanging) body.on('error', () => undefined).destroy(new Error('aborted'));
      await Promise.all(writes);
      expect(await beginPart(1000)).toMatchObject({ ok: true });
    });
  });
});
