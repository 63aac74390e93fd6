// What is read off an Indian driving licence in its two prints.
import { expect, it } from 'vitest';
import { calendarDateSchema } from '#core/kernel/instant.ts';
import { written } from '../../written-words.fixture.ts';
import { licenceOf } from './licence-number.ts';
import { drivingLicence } from './module.ts';

const today = calendarDateSchema.parse('2026-11-20');

it.each([
  [
    'smart card',
    [
      'UNION OF INDIA',
      'DRIVING LICENCE',
      'DL No : MH12 20110012345',
      'Issued On : 03/02/2011 Valid Till : 10/05/2030',
      'Name : DHANRAJ MATHUR',
      'DOB : 08/08/1982 BG : AB+',
      'S/D/W of : ABHISHEK MATHUR',
    ],
  ],
  [
    'laminated paper',
    [
      'Indian Union Driving Licence',
      'MH12 20110012345',
      'Issue Date 03/02/2011',
      'Validity (NT) 10/05/2030',
      'Name: DHANRAJ MATHUR',
      'Date of Birth: 08/08/1982',
      'Son/Daughter/Wife of: ABHISHEK MATHUR',
    ],
  ],
])('%s: the holder, the number and both days', (_, lines) => {
  const result = drivingLicence.read({
    sides: [{ side: 'front', words: written(lines) }],
    zone: null,
    today,
  });
  if (!result.ok) throw new Error(result.error.kind);
  expect(Object.fromEntries(result.value.map(({ name, value }) => [name, value]))).toEqual({
    name: 'DHANRAJ MATHUR',
    documentNumber: 'MH12 20110012345',
    dateOfBirth: '1982-08-08',
    expiryDate: '2030-05-10',
  });
});

it('CD4 a licence number is a state, an office, a year and seven digits', () => {
  expect(licenceOf('MH1220110012345')?.number).toBe('MH12 20110012345');
  expect(licenceOf('MHI22O110012345')?.number).toBe('MH12 20110012345');
  expect(licenceOf('MH1218110012345')).toBeNull();
  expect(licenceOf('MH122011001234')).toBeNull();
});
