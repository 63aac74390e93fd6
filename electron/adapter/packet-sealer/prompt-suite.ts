// The HPKE suite of a packet with its curve, hash and cipher done in place by Node instead of through WebCrypto's thread pool:
// there each of some forty small steps waits its turn beside pictures being decoded, and the picture is copied twice. What HPKE
// does with them (the schedule of keys, RFC 9180, section 5.1) is the library's. It only seals: opening is the bank's.
import {
  createCipheriv,
  createHmac,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  KeyObject,
} from 'node:crypto';
import {
  AeadId,
  CipherSuite,
  DhkemX25519HkdfSha256,
  HkdfSha256,
  type AeadEncryptionContext,
  type AeadInterface,
  type SenderContextParams,
} from '@hpke/core';
import { releaseBytes } from '#core/kernel/release-bytes.ts';

type Bytes = ArrayBufferLike | ArrayBufferView;

const view = (bytes: Bytes): Uint8Array =>
  ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);

/** On its own memory: Node's small buffers share theirs. */
const apart = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

const hashBytes = 32;

class PromptHkdf extends HkdfSha256 {
  override extract(salt: Bytes, ikm: Bytes): Promise<ArrayBuffer> {
    // RFC 5869, 2.2: no salt is a hash of zeros.
    const key = salt.byteLength === 0 ? Buffer.alloc(hashBytes) : view(salt);
    return Promise.resolve(apart(createHmac('sha256', key).update(view(ikm)).digest()));
  }

  override extractAndExpand(salt: Bytes, ikm: Bytes, info: Bytes, length: number): Promise<ArrayBuffer> {
    return Promise.resolve(hkdfSync('sha256', view(ikm), view(salt), view(info), length));
  }
}

const rawPublic = (key: KeyObject): Uint8Array =>
  Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');

/** RFC 9180, 4.1: "HPKE-v1", the suite `KEM` 0x0020, and what the key is for. */
const kemSuite = Buffer.from('HPKE-v1KEM\u0000\u0020', 'latin1');
const derivedBytes = 32;

class PromptX25519 extends DhkemX25519HkdfSha256 {
  /** `Encap(pkR)` of RFC 9180, 4.1. Sealing as somebody, or with a sender's key that is given, is no use of ours. */
  override encap(params: SenderContextParams): Promise<{ sharedSecret: ArrayBuffer; enc: ArrayBuffer }> {
    if (params.senderKey !== undefined || params.ekm !== undefined) {
      return Promise.reject(new Error('this suite seals in base mode, under a fresh key'));
    }
    const recipient = KeyObject.from(params.recipientPublicKey);
    const fresh = generateKeyPairSync('x25519');
    const shared = diffieHellman({ privateKey: fresh.privateKey, publicKey: recipient });
    const enc = rawPublic(fresh.publicKey);
    const ikm = Buffer.concat([kemSuite, Buffer.from('eae_prk'), shared]);
    const length = Buffer.from([0, derivedBytes]);
    const use = Buffer.from('shared_secret');
    const info = Buffer.concat([length, kemSuite, use, enc, rawPublic(recipient)]);
    const sharedSecret = hkdfSync('sha256', ikm, Buffer.alloc(0), info, derivedBytes);
    ikm.fill(0);
    shared.fill(0);
    return Promise.resolve({ sharedSecret, enc: apart(enc) });
  }
}

class PromptAes256Gcm implements AeadInterface {
  readonly id = AeadId.Aes256Gcm;
  readonly keySize = 32;
  readonly nonceSize = 12;
  readonly tagSize = 16;

  createEncryptionContext(key: Bytes): AeadEncryptionContext {
    const own = view(key);
    const { tagSize } = this;
    return {
      seal(nonce, data, additional) {
        const plain = view(data);
        const cipher = createCipheriv('aes-256-gcm', own, view(nonce), { authTagLength: tagSize });
        cipher.setAAD(view(additional));
        const sealed = new Uint8Array(plain.byteLength + tagSize);
        const body = cipher.update(plain);
        sealed.set(body);
        releaseBytes(body);
        cipher.final();
        sealed.set(cipher.getAuthTag(), plain.byteLength);
        return Promise.resolve(sealed.buffer);
      },
      open: () => Promise.reject(new Error('this suite only seals')),
    };
  }
}

export const createPromptSuite = (): CipherSuite =>
  new CipherSuite({ kem: new PromptX25519(), kdf: new PromptHkdf(), aead: new PromptAes256Gcm() });
