// Licence texts of invented people in the standard's forms, and the public dummies where they are.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseDrivingLicence } from './driving-licence.ts';

const lined = [
  '@\n\u001e\rANSI 636000100102DL00410278ZV03190008DLDAQT64235789',
  'DCSSAMPLE',
  'DDEN',
  'DACMICHAEL',
  'DADJOHN',
  'DBB06061986',
  'DBA12102024',
  'DBC1',
  'DAG2300 WEST BROAD STREET',
  'DAIRICHMOND',
  'DAJVA',
  'DAK232690000  ',
  'DCGUSA',
].join('\n');

describe('driving licence', () => {
  it('reads the form of lines', () => {
    expect(parseDrivingLicence(lined)).toEqual({
      ok: true,
      value: {
        issuer: '636000',
        version: 10,
        number: 'T64235789',
        surname: 'SAMPLE',
        givenNames: 'MICHAEL JOHN',
        birth: '1986-06-06',
        expiry: '2024-12-10',
        sex: 'M',
        street: '2300 WEST BROAD STREET',
        city: 'RICHMOND',
        state: 'VA',
        postalCode: '23269',
        country: 'USA',
      },
    });
  });

  it('reads the first form, which has no line ends', () => {
    const text =
      '@AMVA 6360060101DL00290198DAAREGULARLPSAMPLE,SELECTCTID,A,3RDDAG60 STATE STDAIWETHERSFIELDDAJCT' +
      'DAK061091896  DAQ119000555DARD   DASB         DAT     DBA20131107DBB19940101DBC1';
    expect(parseDrivingLicence(text)).toMatchObject({
      ok: true,
      value: {
        surname: 'REGULARLPSAMPLE',
        givenNames: 'SELECTCTID A',
        number: '119000555',
        birth: '1994-01-01',
        expiry: '2013-11-07',
        street: '60 STATE ST',
        city: 'WETHERSFIELD',
        state: 'CT',
      },
    });
  });

  it('Canada writes the year first', () => {
    const text = lined.replace('DCGUSA', 'DCGCAN').replace('DBB06061986', 'DBB19860706');
    expect(parseDrivingLicence(text)).toMatchObject({ value: { birth: '1986-07-06' } });
  });

  it.each([
    '',
    '@',
    'ANSI 636000',
    '@\n\u001e\rANSI 636000100102',
    'DAQ1\nDCSX',
    `${lined}${'x'.repeat(5000)}`,
  ])('refuses %.30j', (text) =>
    expect(parseDrivingLicence(text)).toEqual({ ok: false, error: { kind: 'not-a-licence' } }),
  );

  const file = fileURLToPath(new URL('../../../shared/data/aamva/strings.json', import.meta.url));
  it.skipIf(!existsSync(file))('reads every public dummy (needs ../shared/data/aamva)', () => {
    const strings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    for (const [name, text] of Object.entries(strings)) {
      const read = parseDrivingLicence(text);
      expect([name, read.ok]).toEqual([name, true]);
      if (!read.ok) continue;
      expect(read.value.number).toMatch(/^[A-Z0-9-]{6,}$/);
      expect(read.value.surname).toMatch(/^[A-Z]+$/);
      expect(read.value.state).toMatch(/^[A-Z]{2}$/);
    }
  });
});
