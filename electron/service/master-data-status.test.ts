// What is shown of the master data, over the real store.
import { expect, it } from 'vitest';
import { noon } from '../adapter/case-store/store.fixture.ts';
import { useTempStore, valueOf } from '../adapter/case-store/temp-store.fixture.ts';
import { masterDataStanding } from './master-data-status.ts';
import { catalogueOf } from './sync/spoken-bank.fixture.ts';

const temp = useTempStore();

it('SY56 a section has another version when it changed, and keeps its own when another did', () => {
  const store = temp.open();
  expect(masterDataStanding({ store, catalogue: null })).toBeNull();
  const before = catalogueOf('1');
  const after = {
    ...before,
    version: '2',
    branches: before.branches.map((one) => ({ ...one, city: 'Nagpur' })),
  };
  valueOf(store.noteMasterDataSeen(noon));
  const [one, two] = [before, after].map((catalogue) => masterDataStanding({ store, catalogue }));
  expect(one).toMatchObject({ version: '1', asOf: before.asOf, seenAt: noon });
  expect(one?.sections.map(({ section }) => section)).toEqual([
    'products',
    'branches',
    'consents',
    'settings',
  ]);
  const changed = one?.sections.filter(({ version }, index) => two?.sections[index]?.version !== version);
  expect(changed?.map(({ section }) => section)).toEqual(['branches']);
});

it('SY56 SY60 keys and lists have a version and a serial once the bank has issued them', () => {
  const store = temp.open();
  const before = catalogueOf('1');
  const keys = { serial: 4, asOf: before.asOf, keys: [] };
  const shown = (catalogue: typeof before) => masterDataStanding({ store, catalogue })?.sections ?? [];
  const [one, two] = [shown({ ...before, keys }), shown({ ...before, keys: { ...keys, serial: 5 } })];
  expect(one.slice(4)).toEqual([
    { section: 'keys', version: expect.stringMatching(/^[0-9a-f]{8}$/), serial: 4 },
  ]);
  expect(two[4]).toMatchObject({ section: 'keys', serial: 5 });
  expect(two[4]?.version).not.toBe(one[4]?.version);
});
