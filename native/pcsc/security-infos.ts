// What a chip says of itself before it is opened (EF.CardAccess, ICAO 9303-11, 9.2): which forms of PACE it speaks. Forms
// this reader does not speak (chip authentication mapping, Diffie-Hellman over integers, triple DES, short curves) are passed over.
import { contentOf, oidText, readTlv } from '../der/read-der.ts';
import type { AesBits } from './aes.ts';
import { paceCurves } from './pace-curves.ts';

export interface PaceInfo {
  /** The protocol's object identifier, its content only, as it is told to the chip. */
  readonly protocol: Buffer;
  readonly mapping: 'generic' | 'integrated';
  readonly bits: AesBits;
  /** Standardised domain parameters (9.5.1). */
  readonly parameterId: number;
}

/** id-PACE-ECDH-GM and -IM of BSI TR-03110, with AES. */
const protocols = /^0\.4\.0\.127\.0\.7\.2\.2\.4\.([24])\.([234])$/;
const bitsOf: Readonly<Record<string, AesBits>> = { '2': 128, '3': 192, '4': 256 };
const paceVersion = 2;

/** Strongest first; empty where there is none that this reader speaks. */
export function readPaceInfos(cardAccess: Buffer): readonly PaceInfo[] {
  const infos = contentOf(readTlv(cardAccess) ?? undefined, 0x31) ?? [];
  return infos
    .flatMap((info) => paceInfoOf(contentOf(info, 0x30) ?? []) ?? [])
    .toSorted((a, b) => b.bits - a.bits);
}

function paceInfoOf([protocol, version, parameter]: NonNullable<
  ReturnType<typeof contentOf>
>): PaceInfo | null {
  const [, mapping, cipher = ''] = protocols.exec(oidText(protocol) ?? '') ?? [];
  const bits = bitsOf[cipher];
  const parameterId = numberOf(parameter);
  if (!protocol || !bits || numberOf(version) !== paceVersion) return null;
  if (parameterId === null || !paceCurves.has(parameterId)) return null;
  return {
    protocol: protocol.value,
    mapping: mapping === '2' ? 'generic' : 'integrated',
    bits,
    parameterId,
  };
}

function numberOf(element: { readonly tag: number; readonly value: Buffer } | undefined): number | null {
  return element?.tag === 0x02 && element.value.length === 1 ? (element.value[0] ?? null) : null;
}
