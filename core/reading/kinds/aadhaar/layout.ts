// The Aadhaar card: the holder on the front, the address on the back, the number on both.
import type { DocumentLayout } from '../document-layout.ts';

export const aadhaarLayout: DocumentLayout = {
  sides: ['front', 'back'],
  format: 'ID-1',
  number: 'aadhaarNumber',
  printed: ['name', 'dateOfBirth', 'sex', 'aadhaarNumber'],
  marks: ['uniqueidentification', 'governmentofindia', 'aadhaar', 'uidai', 'helpuidai', 'आधार', 'भारतसरकार'],
  portrait: { x: 0.02, y: 0.18, width: 0.3, height: 0.52 },
};
