// An identity card is read by its zone; which zones are its own.
import { expect, it } from 'vitest';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { findMrz } from '../../mrz-lines.ts';
import { written } from '../../written-words.fixture.ts';
import { kindOfZone } from '../recognise-kind.ts';
import { identityCard } from './module.ts';

// ICAO 9303-5 and -6, appendices: the specimens of Utopia.
const td1 = [
  'I<UTOD231458907<<<<<<<<<<<<<<<',
  '7408122F1204159UTO<<<<<<<<<<<6',
  'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
];
const td2 = ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'];
const visa = ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F96121096ZE184226B'.slice(0, 36)];

it.each([
  ['TD1', td1],
  ['TD2', td2],
])('CD7 %s: fields of the zone, on the side where it stands', (_, lines) => {
  const words = written(lines);
  const found = findMrz(words);
  if (found === null) throw new Error('no zone');
  expect(kindOfZone(found.mrz)).toBe('identity-card');
  const read = identityCard.read({
    sides: [
      { side: 'front', words: written(['ERIKSSON', 'ANNA MARIA']) },
      { side: 'back', words: [] },
    ],
    zone: { side: 'back', found },
    today: calendarDateSchema.parse('2011-06-01'),
  });
  if (!read.ok) throw new Error(read.error.kind);
  expect(Object.fromEntries(read.value.map(({ name, value }) => [name, value]))).toMatchObject({
    name: 'ANNA MARIA ERIKSSON',
    documentNumber: 'D23145890',
    dateOfBirth: '1974-08-12',
    expiryDate: '2012-04-15',
    nationality: 'UTO',
  });
  expect(read.value.every(({ where }) => where?.side === 'back')).toBe(true);
});

it('CD7 a visa is no identity card, and without a zone nothing is read', () => {
  const found = findMrz(written(visa));
  expect(found === null ? null : kindOfZone(found.mrz)).toBeNull();
  const today = calendarDateSchema.parse('2026-11-20');
  expect(identityCard.read({ sides: [], zone: null, today })).toEqual({
    ok: false,
    error: { kind: 'no-number-found' },
  });
});
