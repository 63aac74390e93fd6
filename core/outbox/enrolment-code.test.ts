import { describe, expect, it } from 'vitest';
import { isSecureBankUrl, parseEnrolmentCode } from './enrolment-code.ts';

const whole = {
  url: 'https://bank.example:8443/kyc',
  token: 'enrol-0123456789abcdefghij',
  fingerprint: 'ab'.repeat(32),
};
const codeOf = (body: unknown): string =>
  `PRV1-${Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)).toString('base64url')}`;

describe('parseEnrolmentCode', () => {
  it('SY1 gives back what the bank wrote, whatever blanks were typed into it', () => {
    const code = codeOf(whole);
    const broken = ` ${code.slice(0, 20)}\n${code.slice(20, 41)} ${code.slice(41)}\t`;
    expect(parseEnrolmentCode(broken)).toEqual({ ok: true, value: whole });
    expect(parseEnrolmentCode(`${code}==`)).toEqual({ ok: true, value: whole });
  });

  it('SY1 agrees with another decoder on every length of JSON', () => {
    for (let length = 20; length < 60; length += 1) {
      const body = { ...whole, token: 'x'.repeat(length) };
      expect(parseEnrolmentCode(codeOf(body))).toEqual({ ok: true, value: body });
    }
  });

  it.each([
    ['nothing', ''],
    ['another prefix', codeOf(whole).replace('PRV1', 'PRV2')],
    ['a sign outside base64url', codeOf(whole).replace(/.$/, '+')],
    ['a code cut short', codeOf(whole).slice(0, -9)],
    ['no JSON', codeOf('url=https://bank.example')],
    ['letters that are not ASCII', codeOf({ ...whole, url: 'https://bänk.example' })],
    ['a field missing', codeOf({ url: whole.url, token: whole.token })],
    ['a fingerprint too short', codeOf({ ...whole, fingerprint: 'ab' })],
  ])('SY1 refuses %s as malformed', (_what, code) => {
    expect(parseEnrolmentCode(code)).toEqual({ ok: false, error: { kind: 'enrolment-code-malformed' } });
  });

  it('SY2 refuses plain http anywhere but on this machine', () => {
    expect(parseEnrolmentCode(codeOf({ ...whole, url: 'http://bank.example' }))).toEqual({
      ok: false,
      error: { kind: 'enrolment-url-insecure' },
    });
  });
});

describe('isSecureBankUrl', () => {
  it.each([
    'https://bank.example',
    'https://bank.example/',
    'https://10.0.0.7:8443/kyc/v2',
    'http://localhost:4000',
    'http://127.0.0.1:4000/',
    'http://127.9.8.7',
    'http://[::1]:4000',
  ])('SY2 allows %s', (url) => expect(isSecureBankUrl(url)).toBe(true));

  it.each([
    'http://bank.example',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://127.0.0.1@evil.example',
    'http://127.0.0.1\\@evil.example',
    'http://localhost#@evil.example',
    'https://user:secret@bank.example',
    'https://bank.example?to=elsewhere',
    'https://bank.example/%2e%2e',
    'ftp://bank.example',
    'https:bank.example',
    '//bank.example',
    '',
  ])('SY2 refuses %s', (url) => expect(isSecureBankUrl(url)).toBe(false));
});
