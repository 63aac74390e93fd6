// The `typ` of every signed word between kiosk and bank: a receipt never passes for a mobile proof, nor a token for a packet.

/** What the bank signs (EdDSA) with its signing key. */
export const bankWordTypes = [
  'pravesh-catalogue',
  'pravesh-master-data',
  'pravesh-receipt',
  'pravesh-mobile-proof',
  'pravesh-time',
  'pravesh-erasure',
  // Whose key may speak for which issuer of documents, and until when.
  'pravesh-issuer-keys',
  // What devices are held against.
  'pravesh-device-lists',
  'pravesh-audit-head',
] as const;
export type BankWordType = (typeof bankWordTypes)[number];

/** The manifest of a packet, signed by the device; `kid` is the kiosk's id. */
export const packetWordType = 'pravesh-packet+jws';
