import { describe, expect, it } from 'vitest';
import { isAadhaarNumber } from '#core/reading/aadhaar-number.ts';
import { parseMrz } from '#core/reading/mrz.ts';
import { spacedNumber, withWrongCheckDigit } from './document/aadhaar-card.ts';
import { passportZone } from './document/passport-zone.ts';
import { zoneCharacters } from './document/zone-letters.ts';
import { people, personOf } from './people.ts';

describe('the invented customers', () => {
  it('are at least six, and share no name, number or mobile', () => {
    expect(people.length).toBeGreaterThanOrEqual(6);
    for (const key of ['id', 'name', 'nameHindi', 'aadhaarNumber', 'virtualId', 'testMobile'] as const) {
      expect(new Set(people.map((person) => person[key])).size).toBe(people.length);
    }
    expect(new Set(people.map((person) => person.passport.number)).size).toBe(people.length);
  });

  it.each(people)('$id has numbers of the right form', (person) => {
    expect(isAadhaarNumber(person.aadhaarNumber)).toBe(true);
    expect(person.aadhaarNumber).toMatch(/^9999/);
    expect(person.virtualId).toMatch(/^\d{16}$/);
    expect(person.passport.number).toMatch(/^[A-Z]\d{7}$/);
    expect(person.testMobile).toMatch(/^\+919000000\d{3}$/);
    expect(new Date(person.dateOfBirth).toISOString().slice(0, 10)).toBe(person.dateOfBirth);
    expect(person.nameHindi).toMatch(/^[\p{Script=Devanagari}\s]+$/u);
    expect(person.address.at(-1)).toMatch(/ - [1-9]\d{5}$/);
    expect(person.name.toUpperCase()).toBe(`${person.givenNames} ${person.surname}`);
  });

  it.each(people)('$id has a passport zone whose check digits all agree', (person) => {
    const zone = passportZone(person);
    const read = parseMrz(zone);
    expect(read).toMatchObject({
      ok: true,
      value: {
        format: 'TD3',
        failed: [],
        number: person.passport.number,
        surname: person.surname,
        sex: person.sex,
      },
    });
    expect(
      zone
        .join('')
        .split('')
        .filter((letter) => !zoneCharacters.includes(letter)),
    ).toEqual([]);
  });

  it('can be asked for by name only', () => {
    expect(personOf('meera').name).toBe('Meera Joshi');
    // @ts-expect-error nobody has this name
    expect(() => personOf('nobody')).toThrow('nobody');
  });
});

describe('bad documents', () => {
  it.each(people)("$id's misprinted card fails its check digit", (person) => {
    const wrong = withWrongCheckDigit(person.aadhaarNumber);
    expect(wrong).toMatch(/^\d{12}$/);
    expect(isAadhaarNumber(wrong)).toBe(false);
  });

  it('an expired passport still has agreeing check digits', () => {
    expect(parseMrz(passportZone(people[0], '2016-04-30'))).toMatchObject({
      ok: true,
      value: { failed: [], expiry: '160430' },
    });
  });

  it('numbers are printed in fours', () => {
    expect(spacedNumber('999941057058')).toBe('9999 4105 7058');
    expect(spacedNumber('9100000000000013')).toBe('9100 0000 0000 0013');
  });
});
