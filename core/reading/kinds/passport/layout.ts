// A passport: the page with the photograph and, in India's, the last page with the address.
import type { DocumentLayout } from '../document-layout.ts';

export const passportLayout: DocumentLayout = {
  sides: ['front'],
  format: 'ID-3',
  number: 'passportNumber',
  printed: ['name', 'dateOfBirth', 'sex', 'passportNumber', 'expiryDate', 'nationality'],
  marks: ['republicofindia', 'passport', 'passportno', 'placeofissue', 'dateofexpiry'],
  portrait: { x: 0.02, y: 0.08, width: 0.31, height: 0.52 },
};
