// The PAN card: everything on the front; a tax number, not a proof of where somebody lives.
import type { DocumentLayout } from '../document-layout.ts';

export const panLayout: DocumentLayout = {
  sides: ['front'],
  format: 'ID-1',
  number: 'panNumber',
  printed: ['name', 'dateOfBirth', 'panNumber'],
  marks: ['incometaxdepartment', 'permanentaccountnumber', 'आयकरविभाग'],
  portrait: { x: 0.02, y: 0.18, width: 0.24, height: 0.4 },
};
