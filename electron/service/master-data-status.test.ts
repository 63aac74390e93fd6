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
