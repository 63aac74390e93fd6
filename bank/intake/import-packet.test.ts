// Packets carried by hand, at a real bank: the kiosk's export is what the fixture packs, the line is the line.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePacketFile } from '#core/contract/bank/packet-file.ts';
import { startTestBank, type TestBank } from '../testing/test-bank.ts';
import { caseFileOf, type Sealed, type TestKiosk } from '../testing/test-kiosk.ts';

let bank: TestBank;
let kiosk: TestKiosk;
beforeAll(async () => {
  bank = await startTestBank();
  kiosk = await bank.kiosk();
});
afterAll(() => bank.end());

const sealOne = async (): Promise<Sealed> => kiosk.seal(caseFileOf(kiosk, await kiosk.catalogue()));

function fileOf(sealed: Sealed, idempotencyKey: string = uuidv7()): Uint8Array {
  const parts = [...sealed.blobs].map(([digest, ciphertext]) => ({ digest, ciphertext }));
  return encodePacketFile({ idempotencyKey, packet: sealed.packet, parts });
}

async function packetsOf(sealed: Sealed): Promise<number> {
  const rows = await bank
    .bank()
    .db.selectFrom('packet')
    .select('packet_id')
    .where('case_id', '=', sealed.manifest.caseId)
    .execute();
  return rows.length;
}

describe('a packet carried by hand', () => {
  it('OB18 is taken in once, and again it is known', async () => {
    const sealed = await sealOne();
    const file = fileOf(sealed);
    const first = await bank.bank().importPacket(file);
    expect(first).toMatchObject({
      ok: true,
      value: { known: false, status: { caseId: sealed.manifest.caseId } },
    });
    expect(await bank.bank().importPacket(file)).toMatchObject({ value: { known: true } });
    expect(await packetsOf(sealed)).toBe(1);
  });

  it('OB18 has one effect beside the line, whichever comes first, and at once', async () => {
    const [byHandFirst, byLineFirst, atOnce] = [await sealOne(), await sealOne(), await sealOne()];
    const key = uuidv7();
    await bank.bank().importPacket(fileOf(byHandFirst, key));
    const later = await kiosk.submit(byHandFirst, key);
    expect([later.status, later.headers.get('idempotency-replayed')]).toEqual([202, 'true']);
    await kiosk.putBlobs(byLineFirst);
    expect((await kiosk.submit(byLineFirst)).status).toBe(202);
    // Under another key than the line's, too: the packet itself is the business key.
    expect(await bank.bank().importPacket(fileOf(byLineFirst))).toMatchObject({ value: { known: true } });
    await kiosk.putBlobs(atOnce);
    await Promise.all([
      ...Array.from({ length: 4 }, () => bank.bank().importPacket(fileOf(atOnce))),
      ...Array.from({ length: 4 }, () => kiosk.submit(atOnce)),
    ]);
    for (const sealed of [byHandFirst, byLineFirst, atOnce]) expect(await packetsOf(sealed)).toBe(1);
  });

  it('OB18 is refused from a kiosk that is not enrolled here, or was turned away', async () => {
    const sealed = await sealOne();
    const stranger = await kiosk.seal(caseFileOf(kiosk, await kiosk.catalogue()), {
      manifest: { kioskId: uuidv7() },
    });
    expect(await bank.bank().importPacket(fileOf(stranger))).toMatchObject({
      error: { kind: 'device-unknown' },
    });
    const other = await bank.kiosk();
    const turnedAway = await other.seal(caseFileOf(other, await other.catalogue()));
    await bank.bank().revokeDevice(other.enrolment.kioskId);
    expect(await bank.bank().importPacket(fileOf(turnedAway))).toMatchObject({
      error: { kind: 'device-revoked' },
    });
    // Signed by one kiosk in the name of another.
    const forged = await kiosk.seal(caseFileOf(kiosk, await kiosk.catalogue()), { signer: other.key });
    expect(await bank.bank().importPacket(fileOf(forged))).toMatchObject({
      error: { kind: 'packet-signature' },
    });
    expect(await packetsOf(sealed)).toBe(0);
  });

  it('OB18 is refused when it is no such file, cut, changed, or lacks a part', async () => {
    const sealed = await sealOne();
    const file = fileOf(sealed);
    const refused = async (bytes: Uint8Array) => {
      const answer = await bank.bank().importPacket(bytes);
      return answer.ok ? null : answer.error.kind;
    };
    expect(await refused(new Uint8Array([1, 2, 3]))).toBe('bad-request');
    expect(await refused(file.subarray(0, file.length - 1))).toBe('bad-request');
    const changed = Uint8Array.from(file);
    changed[file.length - 1] = (changed[file.length - 1] ?? 0) ^ 1;
    expect(await refused(changed)).toBe('blob-digest');
    const [[digest, ciphertext] = ['', new Uint8Array()]] = [...sealed.blobs];
    const lacking = encodePacketFile({
      idempotencyKey: uuidv7(),
      packet: sealed.packet,
      parts: [{ digest, ciphertext }],
    });
    expect(await refused(lacking)).toBe('blob-missing');
    expect(await bank.bank().importPacket(file)).toMatchObject({ value: { known: false } });
  });

  it.skipIf(process.env['BANK_TEST_POSTGRES'] !== undefined)(
    'OB18 by the command, on a bank that is not running: a line a file, and an exit code',
    async () => {
      const own = await startTestBank();
      const there = await own.kiosk();
      const sealed = await there.seal(caseFileOf(there, await there.catalogue()));
      await own.bank().close();
      const folder = mkdtempSync(join(tmpdir(), 'pravesh-import-'));
      cpSync(own.folder, join(folder, 'bank'), { recursive: true });
      const path = join(folder, 'case.pravesh-packet');
      writeFileSync(path, fileOf(sealed));
      const run = promisify(execFile)(
        process.execPath,
        [fileURLToPath(new URL('../main.ts', import.meta.url)), 'import', path, join(folder, 'none')],
        {
          env: {
            ...process.env,
            BANK_DATA: join(folder, 'bank'),
            BANK_KEY_FILE: join(folder, 'bank/keys.json'),
            BANK_LOG: 'silent',
          },
        },
      );
      const failed = (await run.catch((cause: unknown) => cause)) as { code: number; stdout: string };
      const lines = failed.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object);
      expect(lines[0]).toMatchObject({
        type: 'import',
        known: false,
        status: { caseId: sealed.manifest.caseId },
      });
      expect(lines[1]).toMatchObject({ type: 'refused', kind: 'not-found' });
      expect(failed.code).toBe(1);
      rmSync(folder, { recursive: true, force: true });
      rmSync(own.folder, { recursive: true, force: true });
    },
    60_000,
  );
});
