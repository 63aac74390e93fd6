import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createBank } from './bank.ts';
import { isLoopback, readConfig } from './config.ts';
import { startTestBank } from './testing/test-bank.ts';

const folder = mkdtempSync(join(tmpdir(), 'pravesh-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('settings', () => {
  it('have the defaults of a development bank on this machine', () => {
    expect(readConfig({ BANK_DATA: folder })).toMatchObject({
      value: { environment: 'development', host: '127.0.0.1', port: 0, databaseUrl: null, tls: null },
    });
  });

  it('must name the data folder', () => {
    expect(readConfig({})).toMatchObject({ ok: false, error: { kind: 'config' } });
  });

  it('take an https address for the kiosks, and no other', () => {
    const publicUrl = (url: string) => readConfig({ BANK_DATA: folder, BANK_PUBLIC_URL: url });
    expect(publicUrl('https://bank.example/')).toMatchObject({
      value: { publicUrl: 'https://bank.example' },
    });
    expect(publicUrl('http://bank.example')).toMatchObject({ ok: false });
  });

  it('know loopback from the rest', () => {
    for (const host of ['127.0.0.1', '127.9.9.9', '::1', 'localhost']) expect(isLoopback(host)).toBe(true);
    for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example', 'localhost.example']) {
      expect(isLoopback(host)).toBe(false);
    }
  });

  it('are checked again where the bank is made in code', async () => {
    const config = readConfig({ BANK_DATA: folder });
    if (!config.ok) throw new Error(config.error.detail);
    expect(await createBank({ ...config.value, host: '0.0.0.0' })).toMatchObject({
      error: { kind: 'config' },
    });
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe('https', () => {
  // Skips where openssl is missing, which makes the certificate.
  it.skipIf(!hasOpenssl)('is spoken with a certificate and a key', async () => {
    const [certPath, keyPath] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const request = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '1',
    ];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync('openssl', [...request, ...subject, '-out', certPath, '-keyout', keyPath], {
      stdio: 'ignore',
    });
    const tls = { cert: readFileSync(certPath, 'utf8'), key: readFileSync(keyPath, 'utf8') };
    const test = await startTestBank({ tls });
    try {
      const { url } = test.bank();
      expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
      const status = await new Promise((resolve, reject) => {
        get(`${url}/v1/bank`, { ca: tls.cert }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).on('error', reject);
      });
      expect(status).toBe(200);
    } finally {
      await test.end();
    }
  });
});
