// The text of a driving licence's PDF417 (AAMVA DL/ID Card Design Standard, annex D), versions 1 to 10. It is signed by
// nobody, so it says what the card says and proves nothing. Refuses text without the standard's header.
import { err, ok } from '#core/kernel/result.ts';
import type { Result } from '#core/kernel/result.ts';
import { calendarDateSchema } from '#core/kernel/instant.ts';

export interface DrivingLicence {
  /** Issuer identification number, six digits. */
  readonly issuer: string;
  readonly version: number;
  readonly number: string;
  readonly surname: string;
  readonly givenNames: string;
  /** ISO 8601, or null where the card has none or no such day exists. */
  readonly birth: string | null;
  readonly expiry: string | null;
  readonly sex: 'M' | 'F' | 'X' | null;
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  /** USA or CAN; the first version does not say. */
  readonly country: string;
}

export type LicenceRefusal = { readonly kind: 'not-a-licence' };

/** `@`, separators, file type, issuer (6), version (2), then as of version 2 the jurisdiction's version (2). */
// oxlint-disable-next-line no-control-regex -- the record separator is part of the standard's header
const header = /^@[\s\u001e]{0,4}(?:ANSI |AAMVA|AMVA )\s?(\d{6})(\d{2})/;
const longest = 4000;
/** Where elements are not parted by line ends, only the standard's own identifiers part them. */
const elementIds = new Set(
  (
    'DAA DAB DAC DAD DAE DAF DAG DAH DAI DAJ DAK DAL DAM DAN DAO DAP DAQ DAR DAS DAT DAU DAV DAW DAX DAY DAZ ' +
    'DBA DBB DBC DBD DBE DBF DBG DBH DBI DBJ DBK DBL DBM DBN DBO DBP DBQ DBR DBS DCA DCB DCD DCE DCF DCG DCH DCI ' +
    'DCJ DCK DCL DCM DCN DCO DCP DCQ DCR DCS DCT DCU DDA DDB DDC DDD DDE DDF DDG DDH DDI DDJ DDK DDL'
  ).split(' '),
);

export function parseDrivingLicence(text: string): Result<DrivingLicence, LicenceRefusal> {
  const head = text.length > longest ? null : header.exec(text);
  if (head === null) return err({ kind: 'not-a-licence' });
  const issuer = head[1] ?? '';
  const version = Number(head[2]);
  const body = text.slice(head[0].length);
  const elements = /[\n\r]/.test(body.trim()) ? byLines(body) : byIdentifiers(body);
  const get = (id: string): string => valueOf(elements.get(id));
  const number = get('DAQ') || get('DBJ');
  const name = nameOf(get);
  if (number === '' || (name.surname === '' && name.givenNames === '')) return err({ kind: 'not-a-licence' });
  const country = get('DCG');
  // Only Canada and the first version write the year first.
  const yearFirst = country === 'CAN' || version === 1;
  return ok({
    issuer,
    version,
    number,
    ...name,
    birth: dayOf(get('DBB'), yearFirst),
    expiry: dayOf(get('DBA'), yearFirst),
    sex: sexOf(get('DBC')),
    street: [get('DAG') || get('DAL'), get('DAH')].filter((part) => part !== '').join(', '),
    city: get('DAI') || get('DAN'),
    state: get('DAJ') || get('DAO'),
    postalCode: (get('DAK') || get('DAP')).replace(/[-\s]+$|0000$/g, ''),
    country,
  });
}

function byLines(body: string): Map<string, string> {
  const elements = new Map<string, string>();
  for (const line of body.split(/[\n\r]+/)) {
    // A subfile's first element follows its type: "…DLDAQT64235789".
    const first = /(?:DL|ID)(D[A-D][A-Z])/.exec(line.slice(0, 60));
    const starts = /^D[A-D][A-Z]/.test(line);
    const from = starts ? 0 : first === null ? -1 : first.index + 2;
    if (from < 0) continue;
    const id = line.slice(from, from + 3);
    if (elementIds.has(id) && !elements.has(id)) elements.set(id, line.slice(from + 3));
  }
  return elements;
}

/** Each element runs to the next identifier that has not come yet: a repeated one is part of a value. */
function byIdentifiers(body: string): Map<string, string> {
  const elements = new Map<string, string>();
  // After the subfile's type, or where an issuer left that out, after the designator's offset and length.
  const start = /(?:DL|ID|\d{8})(?=D[A-D][A-Z])/.exec(body);
  let id: string | null = null;
  let from = 0;
  for (let at = start === null ? body.length : start.index + start[0].length; at <= body.length - 3; at++) {
    const next = body.slice(at, at + 3);
    if (!elementIds.has(next) || elements.has(next) || next === id) continue;
    // "…3RDDAG60…": a value that ends in D before DAG, not an element DDA.
    const after = body.slice(at + 1, at + 4);
    if (next.startsWith('DD') && elementIds.has(after) && !elements.has(after)) continue;
    if (id !== null) elements.set(id, body.slice(from, at));
    id = next;
    from = at + 3;
    at += 2;
  }
  if (id !== null && !elements.has(id)) elements.set(id, body.slice(from).replace(/Z[A-Z]Z?[A-Z].*$/s, ''));
  return elements;
}

/** NONE, unavl and the like say that there is nothing. */
function valueOf(raw: string | undefined): string {
  const value = (raw ?? '').replace(/\s+/g, ' ').trim();
  return /^(?:none|unavl|unk)$/i.test(value) ? '' : value;
}

function nameOf(get: (id: string) => string): { surname: string; givenNames: string } {
  const surname = get('DCS') || get('DAB');
  const given = [get('DAC') || get('DCT'), get('DAD')].filter((part) => part !== '').join(' ');
  if (surname !== '' || given !== '') return { surname, givenNames: given.replaceAll(',', ' ').trim() };
  // The first version writes SURNAME,GIVEN,MIDDLE,SUFFIX in one.
  const [family = '', ...others] = get('DAA').split(',');
  return {
    surname: family.trim(),
    givenNames: others.slice(0, 2).join(' ').replace(/\s+/g, ' ').trim(),
  };
}

function dayOf(digits: string, yearFirst: boolean): string | null {
  const text = digits.slice(0, 8);
  if (!/^\d{8}$/.test(text)) return null;
  const orders = [
    `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`,
    `${text.slice(4)}-${text.slice(0, 2)}-${text.slice(2, 4)}`,
  ];
  const [first = ''] = yearFirst ? orders : orders.toReversed();
  return calendarDateSchema.safeParse(first).success ? first : null;
}

function sexOf(value: string): DrivingLicence['sex'] {
  if (value === '1' || value === 'M') return 'M';
  if (value === '2' || value === 'F') return 'F';
  return value === '9' || value === '0' || value === 'X' ? 'X' : null;
}
