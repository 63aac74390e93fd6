import { createHash, createPublicKey } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256, OpenError } from '@hpke/core';
import { compactVerify, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { caseFileSchema } from '#core/contract/bank/case-file.ts';
import { packetManifestSchema } from '#core/contract/bank/packet.ts';
import type { SealedPart } from '../../port/case-store.ts';
import { createPacketSealer } from './create-packet-sealer.ts';
import { makeSealRequest, makeTestKeys, type TestKeys } from './seal-request.fixture.ts';

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const sealer = createPacketSealer();

/** As the bank opens it, from the written agreement alone. */
async function openPart(
  keys: TestKeys,
  part: SealedPart,
  aad: string,
  info = 'pravesh-packet/1',
): Promise<Uint8Array> {
  const recipientKey = await suite.kem.importKey(
    'raw',
    Uint8Array.from(Buffer.from(keys.bankPrivateKey, 'base64url')).buffer,
    false,
  );
  const opened = await suite.open(
    { recipientKey, enc: Buffer.from(part.enc, 'base64url'), info: new TextEncoder().encode(info) },
    part.ciphertext,
    new TextEncoder().encode(aad),
  );
  return new Uint8Array(opened);
}

const keyOf = (x: string) => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });

describe('createPacketSealer', () => {
  it('SY20 gives the bank back exactly what went in', async () => {
    const keys = makeTestKeys();
    const request = makeSealRequest(keys);
    const packet = await sealer.seal(request);
    const [first, ...rest] = packet.parts;
    if (!first) throw new Error('no parts');
    const json = new TextDecoder().decode(await openPart(keys, first, `${packet.caseId}/case`));
    expect(caseFileSchema.parse(JSON.parse(json))).toEqual(request.caseFile);
    for (const [index, part] of rest.entries()) {
      const { evidenceId, bytes } = request.evidence[index] ?? {};
      expect(part.name).toBe(evidenceId);
      expect(await openPart(keys, part, `${packet.caseId}/${part.name}`)).toEqual(bytes);
    }
    expect(rest).toHaveLength(2);
  });

  it('OB21 seals nothing that must not be kept, in the case file or as evidence', async () => {
    const request = makeSealRequest(makeTestKeys());
    const envelope = '<PidData><Skey ci="20291231">c2VhbGVk</Skey></PidData>';
    const [first, ...rest] = request.evidence;
    if (!first) throw new Error('no evidence');
    const evidence = [{ ...first, bytes: Buffer.from(envelope) }, ...rest];
    await expect(sealer.seal({ ...request, evidence })).rejects.toThrow('must not be kept');
    const { caseFile } = request;
    const noted = { ...caseFile, face: { ...caseFile.face, unavailableReason: 'OTP 123456' } };
    await expect(sealer.seal({ ...request, caseFile: noted })).rejects.toThrow('must not be kept');
    expect((await sealer.seal(request)).parts).toHaveLength(3);
  });

  it('SY21 signs, with the device key, digests and sizes of the ciphertexts', async () => {
    const keys = makeTestKeys();
    const packet = await sealer.seal(makeSealRequest(keys));
    const { payload } = await compactVerify(packet.manifest, keyOf(keys.devicePublicKey), {
      algorithms: ['EdDSA'],
    });
    const manifest = packetManifestSchema.parse(JSON.parse(new TextDecoder().decode(payload)));
    expect(decodeProtectedHeader(packet.manifest)).toEqual({
      alg: 'EdDSA',
      kid: manifest.kioskId,
      typ: 'pravesh-packet+jws',
    });
    for (const [index, part] of packet.parts.entries()) {
      expect(createHash('sha256').update(part.ciphertext).digest('hex')).toBe(part.digest);
      const { ciphertext, ...said } = part;
      expect(manifest.parts[index]).toEqual(said);
      expect(ciphertext.byteLength).toBe(part.bytes);
    }
    await expect(compactVerify(packet.manifest, keyOf(makeTestKeys().devicePublicKey))).rejects.toThrow(
      'signature verification failed',
    );
  });

  it('SY20 shares no key between parts or packets, and shows nothing of the customer', async () => {
    const keys = makeTestKeys();
    const request = makeSealRequest(keys);
    const [one, two] = [await sealer.seal(request), await sealer.seal(request)];
    const parts = [...one.parts, ...two.parts];
    expect(new Set(parts.map((part) => part.enc)).size).toBe(parts.length);
    expect(new Set(parts.map((part) => part.digest)).size).toBe(parts.length);
    const whole = Buffer.concat([Buffer.from(one.manifest), ...one.parts.map((part) => part.ciphertext)]);
    const manifest = Buffer.from(one.manifest.split('.')[1] ?? '', 'base64url');
    for (const secret of ['Meera Iyer', '9876543210', request.caseFile.document.identityHash]) {
      expect(whole.includes(secret)).toBe(false);
      expect(manifest.includes(secret)).toBe(false);
    }
  });

  it('SY22 opens for nobody when a byte, the key, the case, the part or the use is another', async () => {
    const keys = makeTestKeys();
    const packet = await sealer.seal(makeSealRequest(keys));
    const [part, other] = packet.parts;
    if (!part || !other) throw new Error('no parts');
    const aad = `${packet.caseId}/case`;
    const flipped = Uint8Array.from(part.ciphertext);
    flipped[10] = (flipped[10] ?? 0) ^ 1;
    await expect(openPart(keys, { ...part, ciphertext: flipped }, aad)).rejects.toBeInstanceOf(OpenError);
    await expect(
      openPart(keys, { ...part, ciphertext: part.ciphertext.slice(0, -1) }, aad),
    ).rejects.toBeInstanceOf(OpenError);
    await expect(openPart(makeTestKeys(), part, aad)).rejects.toBeInstanceOf(OpenError);
    await expect(openPart(keys, part, `${packet.packetId}/case`)).rejects.toBeInstanceOf(OpenError);
    await expect(openPart(keys, part, `${packet.caseId}/${other.name}`)).rejects.toBeInstanceOf(OpenError);
    await expect(openPart(keys, { ...part, enc: other.enc }, aad)).rejects.toBeInstanceOf(OpenError);
    await expect(openPart(keys, part, aad, 'pravesh-packet/2')).rejects.toBeInstanceOf(OpenError);
    await expect(openPart(keys, part, aad)).resolves.toBeInstanceOf(Uint8Array);
  });

  it('SY23 refuses a case whose pictures are not those it names, and a part the bank would not take', async () => {
    const keys = makeTestKeys();
    const request = makeSealRequest(keys);
    await expect(sealer.seal({ ...request, evidence: request.evidence.slice(1) })).rejects.toThrow(
      'evidence differs',
    );
    const [first, ...rest] = request.evidence;
    if (!first) throw new Error('no evidence');
    const large = [{ ...first, bytes: new Uint8Array(6 * 1024 * 1024) }, ...rest];
    await expect(sealer.seal({ ...request, evidence: large })).rejects.toThrow('larger than the bank takes');
  });
});
