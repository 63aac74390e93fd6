// Signs the next of a bank's lists into its dated store: every list ever signed stays there, the newest with the highest serial. What
// another key has signed is no list of ours, and counts no serial.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { listWords } from '#bank/catalogue/issued-lists.ts';
import type { KeyRing } from '#bank/keys/key-ring.ts';
import { readWord, signWord } from '#bank/keys/signed-word.ts';
import type { FurtherSection } from '#core/contract/bank/master-data.ts';
import type { Instant } from '#core/kernel/instant.ts';

const names: Readonly<Record<FurtherSection, string>> = { keys: 'issuer-keys', lists: 'device-lists' };
const serialSchema = z.object({ serial: z.int().positive() });

export async function signNext(
  ring: KeyRing,
  section: FurtherSection,
  { out, asOf }: { readonly out: string; readonly asOf: Instant },
  body: object,
): Promise<{ readonly file: string; readonly serial: number }> {
  mkdirSync(out, { recursive: true });
  const before = readdirSync(out).filter((file) => file.endsWith('.jws'));
  const lists = await Promise.all(
    before.map((file) => readWord(ring, listWords[section], readFileSync(join(out, file), 'utf8').trim())),
  );
  const serials = lists.map((list) => (list.ok ? (serialSchema.safeParse(list.value).data?.serial ?? 0) : 0));
  const serial = Math.max(0, ...serials) + 1;
  const jws = await signWord(ring, listWords[section], { serial, asOf, ...body });
  const file = join(out, `${names[section]}-${String(serial).padStart(6, '0')}.jws`);
  // A kiosk may look at any moment: it sees the list whole or not at all.
  writeFileSync(`${file}.part`, jws);
  renameSync(`${file}.part`, file);
  return { file, serial };
}
