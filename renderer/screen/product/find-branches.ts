// Branches for what was typed: by name, city or IFSC, in any order of words. It never guesses a branch by itself.
import type { Branch } from '#core/contract/bank/catalogue.ts';

/** More than fit on the screen help nobody: a longer word does. */
export const branchesShown = 3;

const folded = (text: string): string => text.normalize('NFKD').toLocaleLowerCase();

export function findBranches(branches: readonly Branch[], query: string): readonly Branch[] {
  const words = folded(query).split(/\s+/u).filter(Boolean);
  return branches.filter((branch) => {
    const text = folded([branch.name.en, branch.name.hi ?? '', branch.city, branch.ifsc].join(' '));
    return words.every((word) => text.includes(word));
  });
}

/** The kiosk's own branch, by the name the bank gave it when it was enrolled. */
export function branchNamed(branches: readonly Branch[], name: string | null): Branch | undefined {
  return branches.find((branch) => name !== null && (branch.name.en === name || branch.name.hi === name));
}
