// Aadhaar's XML forms, and the XML nobody should take.
import { describe, expect, it } from 'vitest';
import { parseOfflineKyc, parsePrintedQr } from './aadhaar-xml.ts';
import { parsePlainXml } from './plain-xml.ts';

const printed = (attributes: string) =>
  `<?xml version="1.0" encoding="UTF-8"?> <PrintLetterBarcodeData ${attributes}/>`;
const person = 'name="Anil &amp; Co" gender="M" dob="14/03/1988" house="18" pc="226001"';
const offline = (
  uid = '<Poi dob="14-03-1988" gender="M" name="Anil Verma" m="ab"/><Poa pc="226001" vtc="Lucknow"/>',
) =>
  `<OfflinePaperlessKyc referenceId="562520260301101530123"><UidData>${uid}<Pht>aGVs bG8=</Pht></UidData></OfflinePaperlessKyc>`;

describe('the QR printed before 2018', () => {
  it('yields the number and the person', () => {
    const result = parsePrintedQr(printed(`uid="999941057058" ${person}`));
    expect(result).toMatchObject({
      ok: true,
      value: {
        number: '999941057058',
        person: { name: 'Anil & Co', birth: '14/03/1988', pinCode: '226001' },
      },
    });
  });

  it.each(['9999410570581234', '123456789012', '999941057057', ''])(
    'takes %j for no Aadhaar number (a virtual id has sixteen digits)',
    (uid) =>
      expect(parsePrintedQr(printed(`uid="${uid}" ${person}`))).toMatchObject({ value: { number: null } }),
  );

  it('refuses other XML', () => {
    expect(parsePrintedQr('<Other/>')).toEqual({ ok: false, error: { kind: 'not-aadhaar-xml' } });
  });
});

describe('Offline eKYC', () => {
  it('yields the person, the last four digits, the time and the photo', () => {
    expect(parseOfflineKyc(offline())).toMatchObject({
      ok: true,
      value: {
        lastFour: '5625',
        issuedAt: '20260301101530123',
        person: { name: 'Anil Verma', town: 'Lucknow' },
        photo: 'aGVsbG8=',
        mobileHash: 'ab',
      },
    });
  });

  it('refuses two persons in one file', () => {
    const twice = '<Poi name="A"/><Poi name="B"/><Poa/>';
    expect(parseOfflineKyc(offline(twice))).toEqual({ ok: false, error: { kind: 'not-aadhaar-xml' } });
  });
});

describe('plain XML', () => {
  it.each([
    ['<a>', 'not-xml'],
    ['<a></b>', 'not-xml'],
    ['<a/><b/>', 'not-xml'],
    ['<a x="1" x="2"/>', 'not-xml'],
    ['<a x=1/>', 'not-xml'],
    ['text', 'not-xml'],
    ['', 'not-xml'],
    ['<a x="<"/>', 'not-xml'],
    ['<!DOCTYPE a [<!ENTITY e "eeee">]><a>&e;</a>', 'xml-forbidden'],
    ['<a><![CDATA[x]]></a>', 'xml-forbidden'],
    ['<a><!-- x --></a>', 'xml-forbidden'],
    ['<a><?php x ?></a>', 'xml-forbidden'],
    ['<a>&lol;</a>', 'xml-forbidden'],
    ['<a>&#0;</a>', 'xml-forbidden'],
    ['<a>& b</a>', 'xml-forbidden'],
    ['<a>'.repeat(40) + '</a>'.repeat(40), 'xml-too-large'],
    [`<a>${'<b/>'.repeat(1000)}</a>`, 'xml-too-large'],
    [`<a>${' '.repeat(600_000)}</a>`, 'xml-too-large'],
  ])('refuses %.40s as %s', (text, kind) => {
    expect(parsePlainXml(text)).toEqual({ ok: false, error: { kind } });
  });

  it('reads elements, attributes, text and the entities of XML itself', () => {
    const result = parsePlainXml('<a x="1 &lt; 2" y=\'"\'>t&#233;&#xE9;&amp;<b>c</b></a>');
    expect(result).toMatchObject({
      ok: true,
      value: { name: 'a', text: 'téé&', children: [{ name: 'b', text: 'c' }] },
    });
    expect(result.ok && [...result.value.attributes]).toEqual([
      ['x', '1 < 2'],
      ['y', '"'],
    ]);
  });
});
