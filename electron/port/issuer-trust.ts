// Judges what a document's issuer signed, without a line: by keys that the bank vouches for, each for its own time.
import type { IssuerKeys } from '#core/contract/bank/issuer-keys.ts';
import type { SignedOutcome } from '#core/reading/signed-source.ts';

export interface SignatureQuestion {
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  /** yyyyMMddHHmmssSSS as the document says; null where it says no time. */
  readonly issuedAt: string | null;
}

export interface XmlAnswer {
  readonly outcome: SignedOutcome;
  /** What the signature covers, canonical: the only text that fields may be read from. Null unless something was verified. */
  readonly signedText: string | null;
}

export interface IssuerTrust {
  /** Of the bank's list that the keys are from; null: there is none, and every key is unknown. */
  readonly serial: number | null;
  /** The bytes inside a Secure QR; null for what does not unpack, or would unpack to too much. */
  unpack(packed: Uint8Array): Uint8Array | null;
  /** RSA-SHA256 over bytes. */
  judge(question: SignatureQuestion): SignedOutcome;
  /** An enveloped XML signature. `issuedAt` is read by the caller from what was signed. */
  judgeXml(text: string, issuedAt: (signedText: string) => string | null): XmlAnswer;
}

/**
 * Gives the trust of the moment; `bankSigningKey` is the bank's Ed25519 key, base64url, which vouches for the issuers'. `served`: the
 * list that came with the master data; null where none did, and never left out.
 */
export type OpenIssuerTrust = (bankSigningKey: string, served: IssuerKeys | null) => Promise<IssuerTrust>;
