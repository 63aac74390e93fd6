// A specimen passport's photo page, 1476 × 1039 px (125 × 88 mm at 300 dpi), with a machine readable zone whose check digits agree.
import type { Person } from '../people.ts';
import { devanagari, drawSpecimenMark, latin, newSheet, printedDate, printPortrait, write } from './paper.ts';
import { passportZone } from './passport-zone.ts';
import { drawZoneLine } from './zone-letters.ts';

const widthPx = 1476;
const heightPx = 1039;

export function drawPassportPage(person: Person, expires: string = person.passport.expires): OffscreenCanvas {
  const { canvas, pen } = newSheet(widthPx, heightPx, '#f4eff1', 'rgba(190, 160, 175, 0.28)');
  write(pen, 'भारत गणराज्य', 480, 70, `700 36px ${devanagari}`);
  write(pen, 'REPUBLIC OF INDIA', 740, 70, `700 34px ${latin}`);
  printPortrait(pen, person, 50, 130, 360, 460);
  const fields = [
    [470, 140, 'Type', 'P'],
    [620, 140, 'Country Code', 'IND'],
    [1000, 140, 'Passport No.', person.passport.number],
    [470, 230, 'Surname', person.surname],
    [470, 320, 'Given Name(s)', person.givenNames],
    [470, 410, 'Nationality', 'INDIAN'],
    [760, 410, 'Sex', person.sex],
    [1000, 410, 'Date of Birth', printedDate(person.dateOfBirth)],
    [1000, 590, 'Date of Expiry', printedDate(expires)],
  ] as const;
  for (const [x, y, label, value] of fields) {
    write(pen, label, x, y, `400 20px ${latin}`, '#333');
    write(pen, value, x, y + 34, `400 32px ${latin}`);
  }
  drawSpecimenMark(pen, 820, 470, 150);
  // OCR-B prints 10 letters an inch: 44 of them fill the page but its margins. The zone stays free of the pattern (9303-3).
  pen.fillStyle = '#f7f3f5';
  pen.fillRect(0, 810, widthPx, 229);
  pen.strokeStyle = '#161616';
  const [first, second] = passportZone(person, expires);
  drawZoneLine(pen, first, 72, 860, 30.3, 31);
  drawZoneLine(pen, second, 72, 935, 30.3, 31);
  return canvas;
}
