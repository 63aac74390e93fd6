// Every place between two writes at which the kiosk may die, by name; and the watch that is told when one is passed.
// The product knows none of it: the store's methods are wrapped, the driver's statements and Node's requests listened to.
import diagnostics from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import Database from 'better-sqlite3';
import { z } from 'zod';
import type { CaseStore } from '#electron/port/case-store.ts';

/** Transactions: the case with its pictures, the case sealed with its packet, and each step of a delivery. */
export const transactions = ['create', 'seal', 'mark-sending', 'mark-accepted', 'mark-waiting'] as const;
/** Before it, after BEGIN, all written but not committed, committed but not returned. */
export const moments = ['before', 'begun', 'written', 'committed'] as const;
/** The three kinds of request a delivery is made of: `blob` is a part or a piece of one, `submit` is the manifest again once the bank has the parts. */
export const requests = ['manifest', 'blob', 'submit'] as const;
export const requestMoments = ['sent', 'answered'] as const;

type Transaction = (typeof transactions)[number];
export type WritePoint =
  | `${Transaction}.${(typeof moments)[number]}`
  | `${(typeof requests)[number]}.${(typeof requestMoments)[number]}`
  | 'seal.acknowledged';

export const writePoints: readonly WritePoint[] = [
  ...transactions.flatMap((name) => moments.map((moment) => `${name}.${moment}` as const)),
  ...requests.flatMap((name) => requestMoments.map((moment) => `${name}.${moment}` as const)),
  'seal.acknowledged',
];

type Pass = (point: WritePoint) => void;

export interface PointWatch {
  watched(store: CaseStore): CaseStore;
  /** A delivery begins: the next submission is its first. */
  deliveryBegins(): void;
  /** Breaks the connection under each submission until a packet has gone back to waiting. */
  cutUntilWaiting(): void;
}

const methodSchema = z.custom<(...values: unknown[]) => unknown>((value) => typeof value === 'function');

/** Tells of BEGIN and COMMIT of whichever transaction runs: both are prepared statements of the driver. */
function watchStatements(current: () => Transaction | null, pass: Pass): void {
  const memory = new Database(':memory:');
  const prototype: object = Object.getPrototypeOf(memory.prepare('SELECT 1')) as object;
  memory.close();
  const run = methodSchema.parse(Reflect.get(prototype, 'run'));
  const watchedRun = function (this: { readonly source: string }, ...values: unknown[]): unknown {
    const name = current();
    if (name !== null && this.source === 'COMMIT') pass(`${name}.written`);
    const result = Reflect.apply(run, this, values);
    if (name !== null && this.source === 'BEGIN IMMEDIATE') pass(`${name}.begun`);
    if (name !== null && this.source === 'COMMIT') pass(`${name}.committed`);
    return result;
  };
  Reflect.set(prototype, 'run', watchedRun);
}

interface RequestMessage {
  readonly request: ClientRequest;
}

export function watchWritePoints(pass: Pass): PointWatch {
  let current: Transaction | null = null;
  let submissions = 0;
  let cut = false;
  watchStatements(() => current, pass);

  const nameOf = ({ method, path }: ClientRequest): (typeof requests)[number] | null => {
    if (method === 'PUT' || method === 'PATCH') return 'blob';
    if (method !== 'POST' || path !== '/v1/cases') return null;
    return submissions > 1 ? 'submit' : 'manifest';
  };
  diagnostics.subscribe('http.client.request.start', (message) => {
    const { request } = message as RequestMessage;
    if (request.method === 'POST' && request.path === '/v1/cases') submissions += 1;
    const name = nameOf(request);
    if (name === null) return;
    if (cut) {
      request.destroy();
      return;
    }
    // All of it handed to the system, which sends it whatever becomes of us.
    request.once('finish', () => pass(`${name}.sent`));
  });
  diagnostics.subscribe('http.client.response.finish', (message) => {
    const name = nameOf((message as RequestMessage).request);
    if (name !== null) pass(`${name}.answered`);
  });

  function during<T>(name: Transaction, act: () => T): T {
    if (name === 'mark-waiting') cut = false;
    pass(`${name}.before`);
    current = name;
    try {
      return act();
    } finally {
      current = null;
    }
  }

  return {
    watched: (store) => ({
      ...store,
      save: (change) => during(change.packet ? 'seal' : 'create', () => store.save(change)),
      markSending: (packetId) => during('mark-sending', () => store.markSending(packetId)),
      markAccepted: (packetId, receipt, change) =>
        during('mark-accepted', () => store.markAccepted(packetId, receipt, change)),
      markWaiting: (packetId, why) => during('mark-waiting', () => store.markWaiting(packetId, why)),
    }),
    deliveryBegins() {
      submissions = 0;
    },
    cutUntilWaiting() {
      cut = true;
    },
  };
}
