// A kiosk's own link, sealer and store enrolled at a real bank in this process; and a proxy between them that cuts lines.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { v7 as newId } from 'uuid';
import { caseFileOf, TestKiosk } from '#bank/testing/test-kiosk.ts';
import type { TestBank } from '#bank/testing/test-bank.ts';
import { startCase } from '#core/case/apply-event.ts';
import type { CaseFile } from '#core/contract/bank/case-file.ts';
import { packetIdSchema } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import type { Result } from '#core/kernel/result.ts';
import { parseEnrolmentCode } from '#core/outbox/enrolment-code.ts';
import { createOpenBank } from '#electron/adapter/bank-link/open-bank.ts';
import { createPacketSealer } from '#electron/adapter/packet-sealer/create-packet-sealer.ts';
import type { CaseStore, SealedPacket } from '#electron/port/case-store.ts';
import type { Schedule } from '#electron/port/schedule.ts';

export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.error));
}

export const wallClock = { now: () => instantSchema.parse(new Date().toISOString()) };

/** The machine's time, running so many times faster. */
export function hurriedSchedule(times: number): Schedule {
  return {
    after(ms, act) {
      const timer = setTimeout(act, ms / times);
      return { cancel: () => clearTimeout(timer) };
    },
    elapsedMs: () => performance.now() * times,
  };
}

export async function enrolAt(bank: TestBank) {
  const code = valueOf(parseEnrolmentCode(await bank.code()));
  const open = createOpenBank();
  const identity = valueOf(await open.identity(code));
  const pair = generateKeyPairSync('ed25519');
  const deviceKey = pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const reply = valueOf(
    await open.enrol(code, {
      token: code.token,
      deviceKey: pair.publicKey.export({ format: 'jwk' }).x ?? '',
      name: 'Kiosk',
      shell: 'browser',
      simulated: false,
      appVersion: '1',
    }),
  );
  const enrolment = {
    kioskId: reply.kioskId,
    bankUrl: code.url,
    bankSigningKey: identity.signingKey,
    deviceKey,
  };
  /** The same kiosk as the bank's own tests know it, for what a test needs beside the link. */
  const known = new TestKiosk({
    url: code.url,
    key: createPrivateKey(deviceKey),
    enrolment: reply,
    bank: identity,
    simulated: false,
    now: bank.now,
  });
  const catalogue = await known.catalogue();
  const sealer = createPacketSealer();
  let sequence = 0;

  async function sealCase(
    file: CaseFile = caseFileOf(known, catalogue),
    pictureBytes = 3000,
  ): Promise<SealedPacket> {
    sequence += 1;
    return sealer.seal({
      caseFile: file,
      evidence: file.evidence.map(({ evidenceId }) => ({
        evidenceId,
        bytes: new Uint8Array(pictureBytes).fill(7),
      })),
      bankPublicKey: identity.sealingKey.publicKey,
      deviceKey,
      idempotencyKey: newId(),
      manifest: {
        packetId: packetIdSchema.parse(newId()),
        caseId: file.caseId,
        version: 1,
        kioskId: reply.kioskId,
        sequence,
        bankKeyId: identity.sealingKey.keyId,
        sealedAt: file.sealedAt,
        simulated: false,
        shell: 'browser',
        auditHead: 'ab'.repeat(32),
        models: file.face.models,
        policyVersion: '1',
      },
    });
  }

  /** Seals a case into the store as the kiosk does, its state and its packet in one change. */
  async function queueCase(store: CaseStore, pictureBytes = 3000): Promise<SealedPacket> {
    const file = caseFileOf(known, catalogue);
    const packet = await sealCase(file, pictureBytes);
    const { caseId, officer, startedAt } = file;
    const draft = startCase({
      caseId,
      mode: 'staffed',
      simulated: false,
      language: 'en',
      officer,
      at: startedAt,
    });
    valueOf(
      store.save({
        state: {
          ...draft,
          status: 'sealed',
          at: 'done',
          sealed: { packetId: packet.packetId, at: file.sealedAt, version: 1 },
        },
        expectedRevision: null,
        addEvidence: [],
        dropEvidence: [],
        packet,
        wipe: false,
        audit: { act: 'case.sealed', officerId: officer.officerId, caseId, at: file.sealedAt, facts: {} },
      }),
    );
    return packet;
  }

  return { enrolment, identity, known, catalogue, code, sealCase, queueCase };
}

export interface CuttingProxy {
  readonly url: string;
  cuts: { before: number; after: number };
  /** Chance that a request, or its answer, cuts the connection instead. */
  chance: { before: number; after: number };
  /** So many bytes have gone to the bank. */
  bytes: number;
  /** When that many have gone, nothing more goes through, though every connection stands; null: not. What went before arrives. */
  silentFrom: number | null;
  /** Ends every connection; the next ones go through. */
  cutAll(): void;
  close(): Promise<void>;
}

/** `random` is seeded by the test, so that a run that failed can be run again. */
export async function startCuttingProxy(target: string, random: () => number): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer((kiosk) => {
    const bank = connect(Number(port), hostname);
    const cut = (): void => void [kiosk, bank].map((socket) => socket.destroy());
    for (const socket of [kiosk, bank]) {
      sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', cut);
    }
    // Drawn once for a request and once for its answer, however many pieces the machine makes of them.
    let speaks: 'before' | 'after' | null = null;
    const carry = (from: Socket, to: Socket, way: 'before' | 'after'): void => {
      from.on('data', (data: Buffer) => {
        const isBegun = speaks === way;
        speaks = way;
        if (way === 'before') {
          if (proxy.silentFrom !== null && proxy.bytes >= proxy.silentFrom) return;
          proxy.bytes += data.length;
        }
        if (isBegun || random() >= proxy.chance[way]) {
          to.write(data);
          return;
        }
        proxy.cuts[way] += 1;
        cut();
      });
    };
    carry(kiosk, bank, 'before');
    carry(bank, kiosk, 'after');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: CuttingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cuts: { before: 0, after: 0 },
    chance: { before: 0, after: 0 },
    bytes: 0,
    silentFrom: null,
    cutAll() {
      proxy.silentFrom = null;
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
    async close() {
      proxy.cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

/** A small generator of chance from a seed (mulberry32's recurrence). */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
