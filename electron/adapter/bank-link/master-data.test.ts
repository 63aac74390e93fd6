// What a kiosk takes of the bank's sections, signed with a real key: those it knows, those it does not, and those that are not there.
import { generateKeyPairSync } from 'node:crypto';
import { CompactSign } from 'jose';
import { describe, expect, it } from 'vitest';
import { firstSections, sectionsOf, type MasterTexts } from '#core/contract/bank/master-data.ts';
import type { Catalogue } from '#core/contract/bank/catalogue.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { catalogueOf } from '../../service/sync/spoken-bank.fixture.ts';
import { digestOf, keptText, readKept, readMasterData } from './master-data.ts';

const bank = generateKeyPairSync('ed25519');
const asOf = instantSchema.parse('2026-11-30T08:00:00.000Z');
const base = catalogueOf('1');
const full: Catalogue = {
  ...base,
  keys: { serial: 3, asOf, keys: [] },
  lists: { serial: 2, asOf, revoked: ['cd'.repeat(32)], allowed: ['Acme/F1'], allowedCertificates: [] },
};

const first = (texts: MasterTexts): MasterTexts =>
  Object.fromEntries(firstSections.map((section) => [section, texts[section]]));

async function headOf(further?: Readonly<Record<string, string>>): Promise<string> {
  const sections = Object.fromEntries(
    firstSections.map((section) => [section, digestOf(sectionsOf(base)[section])]),
  );
  const head = { version: base.version, asOf: base.asOf, sections, ...(further && { further }) };
  return new CompactSign(Buffer.from(JSON.stringify(head)))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'pravesh-master-data' })
    .sign(bank.privateKey);
}
const texts = sectionsOf(full);
const versions = { keys: digestOf(texts.keys ?? ''), lists: digestOf(texts.lists ?? '') };

describe('sections that came later', () => {
  it('SY60 a head without them counts, one that names an unknown one does too, and what they say is read whole', async () => {
    const read = async (head: string, sections: MasterTexts) =>
      (await readMasterData(bank.publicKey, { head, sections }, {}))?.catalogue;
    expect(await read(await headOf(), first(texts))).toEqual(base);
    const menus = { ...versions, menus: 'e'.repeat(64) };
    expect(await read(await headOf(menus), texts)).toEqual(full);
    // Named, and not given: nothing that was asked for is left out unseen.
    expect(await read(await headOf(versions), first(texts))).toBeUndefined();
    const fewer = JSON.stringify((JSON.parse(texts.lists ?? '') as unknown[]).slice(0, 1));
    expect(await read(await headOf(versions), { ...texts, lists: fewer })).toBeUndefined();
  });

  it('SY60 what a kiosk kept before it knew them serves on', async () => {
    const kept = keptText(await headOf(versions), first(texts));
    expect((await readKept(bank.publicKey, kept))?.catalogue).toEqual(base);
    const whole = keptText(await headOf(versions), texts);
    expect((await readKept(bank.publicKey, whole))?.catalogue).toEqual(full);
  });

  it('SY60 a row of an unknown kind makes no list that limits less', async () => {
    const rows = [...(JSON.parse(texts.lists ?? '') as unknown[]), { firmware: 'below 2.1' }];
    const lists = JSON.stringify(rows);
    const head = await headOf({ lists: digestOf(lists) });
    expect(
      await readMasterData(bank.publicKey, { head, sections: { ...first(texts), lists } }, {}),
    ).toBeNull();
  });
});
