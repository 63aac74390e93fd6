// The voter's identity card (EPIC): the holder on the front, the address on the back.
import type { DocumentLayout } from '../document-layout.ts';

export const voterCardLayout: DocumentLayout = {
  sides: ['front', 'back'],
  format: 'ID-1',
  number: 'documentNumber',
  printed: ['name', 'documentNumber'],
  marks: ['electioncommissionofindia', 'electorphotoidentitycard', 'electorsname', 'निर्वाचनआयोग'],
  portrait: { x: 0.02, y: 0.2, width: 0.3, height: 0.58 },
};
