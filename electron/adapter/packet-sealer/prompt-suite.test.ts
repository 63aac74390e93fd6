// What this suite seals, the library's own opens; and it does nothing else.
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { describe, expect, it } from 'vitest';
import { createPromptSuite } from './prompt-suite.ts';

const library = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const suite = createPromptSuite();
const bank = await library.kem.generateKeyPair();
const info = new TextEncoder().encode('use');
const plain = new TextEncoder().encode('what was sealed');

describe('createPromptSuite', () => {
  it('SY20 opens by the library, several messages and an exported secret too', async () => {
    const sender = await suite.createSenderContext({ recipientPublicKey: bank.publicKey, info });
    const recipient = await library.createRecipientContext({ recipientKey: bank, enc: sender.enc, info });
    for (const aad of ['first', 'second']) {
      const bytes = new TextEncoder().encode(aad);
      const opened = await recipient.open(await sender.seal(plain, bytes), bytes);
      expect(new Uint8Array(opened)).toEqual(plain);
    }
    expect(await recipient.export(info, 48)).toEqual(await sender.export(info, 48));
  });

  it('SY20 takes a fresh key each time', async () => {
    const contexts = await Promise.all(
      [1, 2].map(() => suite.createSenderContext({ recipientPublicKey: bank.publicKey, info })),
    );
    const [one, two] = contexts.map(({ enc }) => Buffer.from(enc).toString('hex'));
    expect(one).not.toBe(two);
  });

  it('refuses what it is not for', async () => {
    const ekm = new Uint8Array(32).buffer;
    const to = { recipientPublicKey: bank.publicKey, info };
    await expect(suite.createSenderContext({ ...to, ekm })).rejects.toThrow('fresh key');
    await expect(suite.createSenderContext({ ...to, senderKey: bank })).rejects.toThrow('base mode');
    const sealed = await library.seal(to, plain);
    await expect(suite.open({ recipientKey: bank, enc: sealed.enc, info }, sealed.ct)).rejects.toThrow(
      'only seals',
    );
  });
});
