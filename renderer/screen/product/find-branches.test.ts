import { expect, test } from 'vitest';
import { branchNamed, findBranches } from './find-branches.ts';

const branches = [
  { branchId: 'a', name: { en: 'Hazratganj', hi: 'हज़रतगंज' }, city: 'Lucknow', ifsc: 'PRVH0000101' },
  { branchId: 'b', name: { en: 'Civil Lines' }, city: 'Ludhiana', ifsc: 'PRVH0000303' },
  { branchId: 'c', name: { en: 'Civil Lines' }, city: 'Lucknow', ifsc: 'PRVH0000404' },
];
const ids = (query: string) => findBranches(branches, query).map((branch) => branch.branchId);

test('by name, city or IFSC, in any case and order', () => {
  expect(ids('lucknow')).toEqual(['a', 'c']);
  expect(ids('Lucknow civil')).toEqual(['c']);
  expect(ids('prvh0000303')).toEqual(['b']);
  expect(ids('हज़रत')).toEqual(['a']);
});

test('nothing typed shows all, nothing found shows none', () => {
  expect(ids('  ')).toEqual(['a', 'b', 'c']);
  expect(ids('Chennai')).toEqual([]);
});

test("the kiosk's own branch is found by its name in either language", () => {
  expect(branchNamed(branches, 'हज़रतगंज')?.branchId).toBe('a');
  expect(branchNamed(branches, null)).toBeUndefined();
  expect(branchNamed(branches, 'Elsewhere')).toBeUndefined();
});
