// An identity card of any state with a machine readable zone of ICAO 9303-5 (TD1, on the back) or 9303-6 (TD2).
import type { DocumentLayout } from '../document-layout.ts';

export const identityCardLayout: DocumentLayout = {
  sides: ['front', 'back'],
  format: 'ID-1',
  number: 'documentNumber',
  printed: ['name', 'dateOfBirth', 'sex', 'documentNumber'],
  // Every state words its card otherwise: the zone is what tells.
  marks: [],
  portrait: { x: 0.02, y: 0.2, width: 0.34, height: 0.62 },
};
