// Pairs of names made by number from the list: two writings of one person, by kind of writing; and two people, as near to each
// other as people come. Fixed: the same pairs every time.
import { givenNames, middleNames, surnames, type WrittenName } from '#test/fixtures/names/name-list.ts';

export interface NamePair {
  readonly a: string;
  readonly b: string;
  readonly kind: string;
}

interface Someone {
  readonly parts: readonly WrittenName[];
}

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length];
  if (found === undefined) throw new RangeError('an empty list');
  return found;
};

/** Seven and eleven share no factor with the lists' lengths, so that names meet in new company. */
function someone(number: number): Someone {
  const given = at(givenNames, number);
  const surname = at(surnames, number * 7 + 3);
  return number % 2 === 0
    ? { parts: [given, at(middleNames, number * 11), surname] }
    : { parts: [given, surname] };
}

const latin = ({ parts }: Someone): string => parts.map((part) => part.latin).join(' ');
const hindi = ({ parts }: Someone): string => parts.map((part) => part.hindi).join(' ');

const people = Array.from({ length: 60 }, (_, number) => someone(number));

type Writing = (person: Someone, number: number) => string | null;

/** Each a way in which one person's name stands on two papers; null where it would be the same text. */
const writings: Readonly<Record<string, Writing>> = {
  'surname first': ({ parts }) =>
    [...parts.slice(-1), ...parts.slice(0, -1)].map((part) => part.latin).join(' '),
  capitals: (person) => latin(person).toUpperCase(),
  'honorific before': (person, number) =>
    `${at(['Shri', 'Smt.', 'Dr', 'Mr.', 'Late'], number)} ${latin(person)}`,
  'honorific after': (person) => `${latin(person)} ji`,
  'points and hyphens': ({ parts }) => parts.map((part) => part.latin).join('-'),
  'written together': ({ parts }) =>
    parts.length < 3 ? null : `${parts[0]?.latin}${parts[1]?.latin.toLowerCase()} ${parts[2]?.latin}`,
  Devanagari: hindi,
  'Devanagari with honorific': (person, number) => `${at(['श्री', 'श्रीमती'], number)} ${hindi(person)}`,
  'initial for a name': ({ parts }, number) =>
    number % 3 === 0
      ? [`${parts[0]?.latin.slice(0, 1)}.`, ...parts.slice(1).map((part) => part.latin)].join(' ')
      : null,
};

/** Writings that a rule sends to a person on purpose are counted as not matched, like any other. */
export function samePeople(): NamePair[] {
  return Object.entries(writings).flatMap(([kind, write]) =>
    people.flatMap((person, number) => {
      const b = write(person, number);
      return b === null ? [] : [{ a: latin(person), b, kind }];
    }),
  );
}

export function differentPeople(): NamePair[] {
  const pairs: NamePair[] = [];
  const add = (kind: string, a: string, b: string): void => {
    if (a.toLowerCase() !== b.toLowerCase()) pairs.push({ kind, a, b });
  };
  for (const [number, person] of people.entries()) {
    const [given, ...rest] = person.parts;
    if (!given) continue;
    const name = latin(person);
    const tail = rest.map((part) => part.latin).join(' ');
    const nearest = givenNames
      .filter((other) => other.latin !== given.latin)
      .toSorted((x, y) => distance(given.latin, x.latin) - distance(given.latin, y.latin));
    for (const other of nearest.slice(0, 2)) {
      add('a given name that is near', name, `${other.latin} ${tail}`);
      add(
        'a given name that is near, in Devanagari',
        name,
        [other, ...rest].map((part) => part.hindi).join(' '),
      );
    }
    add('another surname', name, `${given.latin} ${at(surnames, number * 7 + 4).latin}`);
    add('the surname alone', name, rest.at(-1)?.latin ?? '');
    add('a middle name alone', name, 'Kumar');
    add('father and child', name, `${at(givenNames, number + 31).latin} ${tail}`);
    add('another initial', name, `${at(['B', 'C', 'E', 'F', 'W', 'X', 'Z'], number)} ${tail}`);
  }
  return pairs;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
