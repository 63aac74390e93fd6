// India's driving licence: the holder, the number and the last day on the front.
import type { DocumentLayout } from '../document-layout.ts';

export const drivingLicenceLayout: DocumentLayout = {
  sides: ['front'],
  format: 'ID-1',
  number: 'documentNumber',
  printed: ['name', 'dateOfBirth', 'documentNumber'],
  marks: ['drivinglicence', 'drivinglicense', 'unionofindia'],
  portrait: { x: 0.72, y: 0.22, width: 0.27, height: 0.48 },
};
