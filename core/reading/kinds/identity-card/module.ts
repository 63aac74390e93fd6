// An identity card is read by its zone, on whichever side it stands.
import { err, ok } from '#core/kernel/result.ts';
import { readPassport } from '../../passport.ts';
import type { DocumentModule } from '../document-module.ts';
import { identityCardLayout } from './layout.ts';

export const identityCard: DocumentModule = {
  layout: identityCardLayout,
  // ICAO 9303-5 §4.2.2.1: I, A or C; V is a visa.
  ownsZone: ({ format, documentCode }) =>
    (format === 'TD1' || format === 'TD2' || format === 'FRA-ID') && /^[IAC]/.test(documentCode),
  speaks: () => 0,
  fieldLines: [],
  read({ sides, zone, today }) {
    if (zone === null) return err({ kind: 'no-number-found' });
    // The holder's print is on either side.
    const words = sides.flatMap((side, i) =>
      side.words.map((word) => ({ ...word, lineId: word.lineId * 2 + i })),
    );
    const fields = readPassport(words, zone.found, today);
    if (!fields.ok) return fields;
    return ok(
      fields.value.map((field) => ({
        ...field,
        name: field.name === 'passportNumber' ? ('documentNumber' as const) : field.name,
        where: { side: zone.side, box: zone.found.box },
      })),
    );
  },
};
