// What a writer was told is durable, and whether a store that opens after the power came back still has it.
import { z } from 'zod';
import { caseIdSchema } from '#core/kernel/brand.ts';
import { openCaseStore } from '#electron/adapter/case-store/open-case-store.ts';
import { deliveryStates, type CaseStore } from '#electron/port/case-store.ts';

export const durableSchema = z.object({
  caseId: caseIdSchema,
  revision: z.int(),
  delivery: z.enum(deliveryStates).nullable(),
  wiped: z.boolean(),
});
export type Durable = z.infer<typeof durableSchema>;

export type Verdict =
  | { readonly kind: 'whole' | 'opens-anew' }
  | { readonly kind: 'not-opened'; readonly why: string }
  | { readonly kind: 'lost'; readonly caseId: string };

/** A packet that is further than it was said to be is no loss: `waiting` may have become `sending` and `waiting` again. */
function holds(store: CaseStore, { caseId, revision, delivery }: Durable): boolean {
  const loaded = store.load(caseId);
  if (!loaded.ok || loaded.value.revision < revision) return false;
  if (delivery === null) return true;
  const record = store.delivery(caseId);
  if (!record || !store.packet(record.packetId).ok) return false;
  return delivery === 'waiting' || record.state === delivery;
}

/** Opens what lies in the folder as the kiosk would at its next start, twice if the first time moves damage aside. */
export function judgeFolder(dataDir: string, masterKey: Uint8Array, said: readonly Durable[]): Verdict {
  let opened = openCaseStore({ dataDir, masterKey });
  const damaged = !opened.ok && opened.error.kind === 'database-damaged';
  if (damaged && said.length === 0) opened = openCaseStore({ dataDir, masterKey });
  if (!opened.ok) return { kind: 'not-opened', why: JSON.stringify(opened.error) };
  const store = opened.value;
  try {
    // Of several words about one case the last counts.
    const latest = new Map(said.map((durable) => [durable.caseId, durable]));
    for (const durable of latest.values()) {
      if (!holds(store, durable)) return { kind: 'lost', caseId: durable.caseId };
    }
    return { kind: damaged ? 'opens-anew' : 'whole' };
  } finally {
    store.close();
  }
}
