// Every decoder of what a device sends, fed with broken forms of what a sound device sends: each ends with a value.
import { describe, expect, it } from 'vitest';
import { createChance, type Chance } from '#core/biometrics/generate-finger.ts';
import { readAll } from './der/read-der.ts';
import { createMessageReader } from './loopback-http/message-reader.ts';
import { boundaryOf, createMultipartReader } from './loopback-http/multipart-reader.ts';
import { authenticate } from './pcsc/passive-authentication.ts';
import { portraitOf } from './pcsc/portrait.ts';
import { createCountry, createSpecimen } from './pcsc/virtual-passport/specimen.ts';
import { readPidAnswer, readService } from './rd-service/rd-xml.ts';
import { previewPicture } from './simulator/preview-picture.ts';
import { verifyJws } from './trust/verify-jws.ts';
import { createDeviceKeys, signJws } from './sbi/simulator/device-keys.ts';

const frames = 20_000;
const limits = { headBytes: 1_000, bodyBytes: 10_000 };

/** Bytes turned, cut off, doubled or moved. */
function broken(sound: Buffer, chance: Chance): Buffer {
  const at = () => Math.floor(chance() * sound.length);
  const bytes = Buffer.from(sound);
  for (let hits = Math.floor(chance() * 4); hits >= 0; hits -= 1) bytes[at()] = chance() * 256;
  const kind = chance();
  if (kind < 0.2) return bytes.subarray(0, at());
  if (kind < 0.3) return Buffer.concat([bytes.subarray(0, at()), bytes.subarray(at())]);
  return bytes;
}

/** How many of the broken frames were taken all the same. */
function taken(sound: Buffer, count: number, decode: (bytes: Buffer) => boolean): number {
  const chance = createChance(count + sound.length);
  let number = 0;
  for (let frame = 0; frame < count; frame += 1) if (decode(broken(sound, chance))) number += 1;
  return number;
}

describe('DV28 decoders, with broken frames', () => {
  it.each([
    ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'],
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n'],
  ])('HTTP messages with %s keep to their limits', (_, text) => {
    const chance = createChance(5);
    const count = taken(Buffer.from(text), frames, (bytes) => {
      const reader = createMessageReader('response', limits);
      const cut = Math.floor(chance() * bytes.length);
      const fine = [bytes.subarray(0, cut), bytes.subarray(cut)].every((piece) => reader.push(piece).ok);
      const whole = fine && reader.end().ok;
      return whole && reader.message().body.length <= limits.bodyBytes;
    });
    expect(count).toBeGreaterThan(100);
    expect(count).toBeLessThan(frames);
  });

  it('previews give pictures or end', () => {
    const head = Buffer.from('--b\r\nContent-Length: 260\r\n\r\n');
    const jpeg = previewPicture(1);
    const sound = Buffer.concat([head, jpeg, Buffer.from('\r\n'), head, jpeg, Buffer.from('\r\n--b')]);
    const count = taken(sound, frames, (bytes) => {
      let pictures = 0;
      createMultipartReader('b', 5_000, () => (pictures += 1)).push(bytes);
      return pictures > 0;
    });
    expect(count).toBeLessThan(frames);
    expect(boundaryOf('multipart/x-mixed-replace; boundary=--BoundaryString')).toBe('BoundaryString');
    expect(boundaryOf('text/html')).toBeNull();
  });

  it('passports give what was signed or nothing', () => {
    const country = createCountry(new Date());
    const specimen = createSpecimen(country, 300);
    const trust = {
      roots: [country.authority.certificate],
      revoked: new Set<string>(),
      allowed: null,
      unknownDevices: 'refuse' as const,
    };
    expect(
      taken(specimen.dg2, frames, (dg2) => readAll(dg2) !== null || portraitOf(dg2) !== null),
    ).toBeLessThan(frames);
    // Slower, each with a signature to check; most frames hit what is signed.
    const accepted = taken(
      specimen.sod,
      1_000,
      (sod) => authenticate({ ...specimen, sod }, trust, new Date()).ok,
    );
    expect(accepted).toBeLessThan(100);
  });

  it('answers of registered devices and signed answers of others give a value', () => {
    const sealed = 'A'.repeat(80);
    const pid = Buffer.from(
      `<PidData><Resp errCode="0" qScore="71"/><DeviceInfo dpId="A" rdsId="B" rdsVer="1" dc="C" mi="D" mc="E"/>` +
        `<Skey ci="1">${sealed}</Skey><Hmac>${sealed}</Hmac><Data type="X">${sealed}</Data></PidData>`,
    );
    expect(taken(pid, 4_000, (bytes) => readPidAnswer(bytes) !== null)).toBeGreaterThan(200);
    expect(taken(pid, 500, (bytes) => readService(bytes) !== null)).toBe(0);
    const keys = createDeviceKeys(new Date());
    const trust = {
      roots: [keys.root],
      revoked: new Set<string>(),
      allowed: null,
      unknownDevices: 'refuse' as const,
    };
    const jws = Buffer.from(signJws({ a: 1 }, keys.device, keys.issuer));
    const open = (bytes: Buffer) => verifyJws(bytes.toString('latin1'), trust, new Date()).ok;
    expect(open(jws)).toBe(true);
    // The last letter of the signature has bits that mean nothing; nothing else may change.
    const signed = jws.subarray(0, -1);
    expect(taken(jws, 2_000, (bytes) => !bytes.subarray(0, -1).equals(signed) && open(bytes))).toBe(0);
  });
});
