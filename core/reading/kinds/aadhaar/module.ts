// The Aadhaar card's rules: the number proved by Verhoeff's digit, the rest found by labels and by where it stands.
import { birthPlace, nameLine, numberLine, readAadhaarCard } from '../../aadhaar-card.ts';
import { findAadhaarNumbers } from '../../aadhaar-number.ts';
import { nameSigns } from '../../name-line.ts';
import type { DocumentModule } from '../document-module.ts';
import { aadhaarLayout } from './layout.ts';

export const aadhaar: DocumentModule = {
  layout: aadhaarLayout,
  speaks(lines) {
    const number = lines.some((line) => findAadhaarNumbers(line.text).length > 0);
    const birth = lines.some((line) => /\b(DOB|Birth)\b|जन्म/i.test(line.text));
    return (number ? 1 : 0) + (number && birth ? 1 : 0);
  },
  fieldLines: [
    {
      field: 'aadhaarNumber',
      signs: '0123456789',
      find: numberLine,
      place: { x: 0.1, y: 0.68, width: 0.8, height: 0.18 },
    },
    { field: 'name', signs: nameSigns, find: nameLine },
    { field: 'dateOfBirth', signs: '0123456789/', find: birthPlace, apart: true },
  ],
  read: ({ sides }) => readAadhaarCard(sides),
};
