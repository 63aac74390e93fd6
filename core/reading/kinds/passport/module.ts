// A passport is read by its zone; the print is what the zone's names are held against.
import { readPassport } from '../../passport.ts';
import type { DocumentModule } from '../document-module.ts';
import { err } from '#core/kernel/result.ts';
import { passportLayout } from './layout.ts';

export const passport: DocumentModule = {
  layout: passportLayout,
  ownsZone: (zone) => zone.format === 'TD3' && zone.documentCode.startsWith('P'),
  speaks: () => 0,
  fieldLines: [],
  read({ sides, zone, today }) {
    if (zone === null) return err({ kind: 'no-number-found' });
    const words = sides.find(({ side }) => side === zone.side)?.words ?? [];
    return readPassport(words, zone.found, today);
  },
};
