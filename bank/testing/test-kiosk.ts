// A kiosk reduced to what the bank sees of it: its key, its tokens, its sealed packets. For tests and tools only;
// everything it sends goes over real HTTP, and what it seals is what the contract says.
import { createHash, createHmac, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { CompactSign, compactVerify, SignJWT } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { caseFileSchema, type CaseFile } from '#core/contract/bank/case-file.ts';
import { catalogueSchema, signedCatalogueSchema, type Catalogue } from '#core/contract/bank/catalogue.ts';
import {
  bankIdentitySchema,
  deviceTokenAudience,
  deviceTokenLifeS,
  enrolmentCodePrefix,
  enrolmentCodeSchema,
  enrolReplySchema,
  type BankIdentity,
  type EnrolReply,
} from '#core/contract/bank/identity.ts';
import {
  packetInfo,
  packetManifestSchema,
  type PacketManifest,
  type PacketPart,
} from '#core/contract/bank/packet.ts';
import { problemSchema, type Problem } from '#core/contract/bank/problem.ts';

export type TestReply = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; throws when it is none. */
  readonly json: () => unknown;
  /** The body as a problem; throws when it is none. */
  readonly problem: () => Problem;
};

export type Sealed = {
  readonly manifest: PacketManifest;
  readonly packet: string;
  readonly blobs: ReadonlyMap<string, Uint8Array>;
};

export type PacketChanges = {
  readonly manifest?: Partial<Record<keyof PacketManifest, unknown>>;
  /** Text that replaces the case file's JSON. */
  readonly caseText?: string;
  readonly signer?: KeyObject;
};

export type TokenChanges = {
  readonly iatS?: number;
  readonly lifeS?: number;
  readonly jti?: string;
  readonly method?: string;
  readonly path?: string;
  readonly audience?: string;
  readonly issuer?: string;
  readonly signer?: KeyObject;
};

type EnrolOptions = { readonly simulated?: boolean; readonly now?: () => Date };

export class TestKiosk {
  readonly url: string;
  readonly key: KeyObject;
  readonly enrolment: EnrolReply;
  readonly bank: BankIdentity;
  readonly simulated: boolean;
  readonly #now: () => Date;
  #sequence = 0;

  constructor(from: {
    url: string;
    key: KeyObject;
    enrolment: EnrolReply;
    bank: BankIdentity;
    simulated: boolean;
    now: () => Date;
  }) {
    this.url = from.url;
    this.key = from.key;
    this.enrolment = from.enrolment;
    this.bank = from.bank;
    this.simulated = from.simulated;
    this.#now = from.now;
  }

  /** The same kiosk after the bank came back under another address. */
  at(url: string): TestKiosk {
    const { key, enrolment, bank, simulated } = this;
    const moved = new TestKiosk({ url, key, enrolment, bank, simulated, now: this.#now });
    moved.#sequence = this.#sequence;
    return moved;
  }

  static async enrol(code: string, options: EnrolOptions = {}): Promise<TestKiosk> {
    const { url, token, fingerprint } = decodeCode(code);
    const bank = bankIdentitySchema.parse((await send(`${url}/v1/bank`, {})).json());
    const pinned = createHash('sha256').update(Buffer.from(bank.signingKey, 'base64url')).digest('hex');
    if (pinned !== fingerprint) throw new Error('the bank at this address is another one');
    const key = generateKeyPairSync('ed25519').privateKey;
    const simulated = options.simulated ?? false;
    const reply = await send(`${url}/v1/devices`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(enrolRequest(token, key, simulated)),
    });
    const enrolment = enrolReplySchema.parse(reply.json());
    return new TestKiosk({ url, key, enrolment, bank, simulated, now: options.now ?? (() => new Date()) });
  }

  async token(method: string, path: string, changes: TokenChanges = {}): Promise<string> {
    const iat = changes.iatS ?? Math.floor(this.#now().getTime() / 1000);
    return new SignJWT({ htm: changes.method ?? method, htu: changes.path ?? path })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer(changes.issuer ?? this.enrolment.kioskId)
      .setAudience(changes.audience ?? deviceTokenAudience)
      .setIssuedAt(iat)
      .setExpirationTime(iat + (changes.lifeS ?? deviceTokenLifeS))
      .setJti(changes.jti ?? uuidv7())
      .sign(changes.signer ?? this.key);
  }

  /** One request with a fresh token. A Uint8Array goes as octets, anything else as JSON. */
  async request(
    method: string,
    path: string,
    body?: unknown,
    extra: { readonly headers?: Record<string, string>; readonly token?: string | null } = {},
  ): Promise<TestReply> {
    const token = extra.token === undefined ? await this.token(method, path) : extra.token;
    const octets = body instanceof Uint8Array;
    return send(this.url + path, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined
          ? {}
          : { 'content-type': octets ? 'application/octet-stream' : 'application/json' }),
        ...extra.headers,
      },
      ...(body === undefined ? {} : { body: octets ? new Uint8Array(body) : JSON.stringify(body) }),
    });
  }

  async catalogue(): Promise<Catalogue> {
    const { catalogue } = signedCatalogueSchema.parse((await this.request('GET', '/v1/catalogue')).json());
    return catalogueSchema.parse(await this.readWord(catalogue));
  }

  /** The claims of a word of the bank, its signature checked. */
  async readWord(jws: string): Promise<unknown> {
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: this.bank.signingKey },
      format: 'jwk',
    });
    const { payload } = await compactVerify(jws, key);
    return JSON.parse(Buffer.from(payload).toString('utf8'));
  }

  identityHash(kind: 'aadhaar' | 'passport', number: string): string {
    return createHmac('sha256', Buffer.from(this.enrolment.identityHashKey, 'base64url'))
      .update(`${kind}:${number}`)
      .digest('hex');
  }

  async seal(file: CaseFile, changes: PacketChanges = {}): Promise<Sealed> {
    const contents = new Map<string, Uint8Array>();
    contents.set('case', Buffer.from(changes.caseText ?? JSON.stringify(file)));
    for (const { evidenceId } of file.evidence) contents.set(evidenceId, picture(evidenceId));
    const parts: PacketPart[] = [];
    const blobs = new Map<string, Uint8Array>();
    for (const [name, content] of contents) {
      const { enc, sealed } = await sealPart(this.bank, file.caseId, name, content);
      const digest = createHash('sha256').update(sealed).digest('hex');
      parts.push({ name, digest, bytes: sealed.length, enc });
      blobs.set(digest, sealed);
    }
    this.#sequence += 1;
    const plain = {
      schema: 'pravesh-packet/1',
      packetId: uuidv7(),
      caseId: file.caseId,
      version: 1,
      kioskId: this.enrolment.kioskId,
      sequence: this.#sequence,
      bankKeyId: this.bank.sealingKey.keyId,
      sealedAt: file.sealedAt,
      simulated: file.simulated,
      shell: 'browser',
      auditHead: createHash('sha256').update('audit').digest('hex'),
      models: file.face.models,
      policyVersion: 'test',
      parts,
      ...changes.manifest,
    };
    const packet = await new CompactSign(Buffer.from(JSON.stringify(plain)))
      .setProtectedHeader({ alg: 'EdDSA' })
      .sign(changes.signer ?? this.key);
    const manifest = packetManifestSchema.safeParse(plain).data ?? (plain as unknown as PacketManifest);
    return { manifest, packet, blobs };
  }

  async putBlobs(sealed: Sealed): Promise<void> {
    for (const [digest, bytes] of sealed.blobs) {
      const reply = await this.request('PUT', `/v1/blobs/${digest}`, bytes);
      if (reply.status !== 200 && reply.status !== 201) throw new Error(`blob refused: ${reply.text}`);
    }
  }

  submit(sealed: Sealed, key: string = uuidv7()): Promise<TestReply> {
    return this.request(
      'POST',
      '/v1/cases',
      { packet: sealed.packet },
      { headers: { 'idempotency-key': key } },
    );
  }

  async deliver(file: CaseFile, key: string = uuidv7()): Promise<TestReply> {
    const sealed = await this.seal(file);
    await this.putBlobs(sealed);
    return this.submit(sealed, key);
  }
}

export function decodeCode(code: string): { url: string; token: string; fingerprint: string } {
  if (!code.startsWith(enrolmentCodePrefix)) throw new Error('not an enrolment code');
  const json = Buffer.from(code.slice(enrolmentCodePrefix.length), 'base64url').toString('utf8');
  return enrolmentCodeSchema.parse(JSON.parse(json));
}

export function enrolRequest(token: string, key: KeyObject, simulated: boolean): object {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return { token, deviceKey: x, name: 'Test kiosk', shell: 'browser', simulated, appVersion: '0.0.0' };
}

export async function send(url: string, init: RequestInit): Promise<TestReply> {
  const response = await fetch(url, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: () => JSON.parse(text) as unknown,
    problem: () => {
      const type = response.headers.get('content-type');
      if (type?.startsWith('application/problem+json') !== true)
        throw new Error(`no problem: ${response.status} ${text}`);
      return problemSchema.parse(JSON.parse(text));
    },
  };
}

async function sealPart(
  bank: BankIdentity,
  caseId: string,
  name: string,
  content: Uint8Array,
): Promise<{ enc: string; sealed: Uint8Array }> {
  const kem = new DhkemX25519HkdfSha256();
  const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const recipientPublicKey = await kem.deserializePublicKey(
    Buffer.from(bank.sealingKey.publicKey, 'base64url'),
  );
  const sender = await suite.createSenderContext({
    recipientPublicKey,
    info: new TextEncoder().encode(packetInfo).buffer,
  });
  const aad = new TextEncoder().encode(`${caseId}/${name}`).buffer;
  const sealed = new Uint8Array(await sender.seal(new Uint8Array(content).buffer, aad));
  return { enc: Buffer.from(sender.enc).toString('base64url'), sealed };
}

/** A few bytes with a JPEG's beginning; the bank keeps pictures, it does not look at them. */
export function picture(name: string): Uint8Array {
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(name)]);
}

/** A case that opens an account as it stands once its number is proved; each with its own made-up person. */
export function caseFileOf(
  kiosk: TestKiosk,
  catalogue: Catalogue,
  changes: (file: CaseFile) => CaseFile = (file) => file,
): CaseFile {
  const caseId = uuidv7();
  const passportNumber = `Z${Number.parseInt(caseId.slice(-6), 16) % 10_000_000}`.padEnd(8, '0');
  const at = '2026-11-20T10:00:00.000Z';
  const field = (name: string, value: string): object => ({
    name,
    value,
    readValue: value,
    confidence: 0.97,
    source: 'mrz',
    proof: 'check-digits',
  });
  const file = caseFileSchema.parse({
    schema: 'pravesh-case/1',
    caseId,
    reference: 'PRV-TEST-0001',
    kioskId: kiosk.enrolment.kioskId,
    mode: 'staffed',
    simulated: kiosk.simulated,
    language: 'en',
    officer: { officerId: 'asha', name: 'Asha Rao', role: 'officer' },
    startedAt: at,
    sealedAt: at,
    consent: {
      textVersion: catalogue.consentTextVersion,
      at,
      purposes: catalogue.purposes.map((p) => ({ purposeId: p.purposeId, given: p.required })),
    },
    product: {
      productId: catalogue.products[0]?.productId,
      branchId: catalogue.branches[0]?.branchId,
      catalogueVersion: catalogue.version,
    },
    contact: { mobile: `+9198${caseId.replaceAll(/\D/g, '').slice(-8).padStart(8, '7')}`, proof: null },
    document: {
      kind: 'passport',
      fields: [
        field('name', 'TESSA SPECIMEN'),
        field('dateOfBirth', '1990-04-12'),
        field('passportNumber', passportNumber),
        field('expiryDate', '2031-06-30'),
      ],
      aadhaar: null,
      identityHash: kiosk.identityHash('passport', passportNumber),
    },
    face: {
      outcome: 'match',
      score: 0.71,
      unavailableReason: null,
      models: [{ name: 'face', sha256: 'a'.repeat(64) }],
      officerVerdict: null,
    },
    evidence: [
      {
        evidenceId: uuidv7(),
        role: 'document-front',
        mediaType: 'image/jpeg',
        capturedAt: at,
        origin: 'camera',
        flags: [],
      },
      {
        evidenceId: uuidv7(),
        role: 'selfie',
        mediaType: 'image/jpeg',
        capturedAt: at,
        origin: 'camera',
        flags: [],
      },
    ],
  });
  return changes(file);
}
