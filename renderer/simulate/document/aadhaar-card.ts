// A specimen card in the manner of an Aadhaar card, both sides, 1011 × 638 px (85.6 × 54 mm at 300 dpi). Marked as a specimen; carries no barcode.
import type { Person } from '../people.ts';
import {
  devanagari,
  drawSpecimenMark,
  latin,
  newSheet,
  printedDate,
  printPortrait,
  write,
  type Pen,
  type Sheet,
} from './paper.ts';

const widthPx = 1011;
const heightPx = 638;

/** `1234 5678 9012`. */
export function spacedNumber(digits: string): string {
  return digits.replace(/(\d{4})(?=\d)/g, '$1 ');
}

/** The same number with a wrong last digit, as a misprinted or forged card has it. */
export function withWrongCheckDigit(digits: string): string {
  return digits.slice(0, -1) + String((Number(digits.slice(-1)) + 1) % 10);
}

function pill(pen: Pen, y: number, height: number, colour: string): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.roundRect(180, y, 660, height, height / 2);
  pen.fill();
}

function foot(pen: Pen): void {
  pen.fillStyle = '#e02424';
  pen.fillRect(0, 548, widthPx, 6);
}

export function drawAadhaarFront(person: Person, number: string = person.aadhaarNumber): OffscreenCanvas {
  const { canvas, pen } = blank();
  pen.textAlign = 'center';
  pill(pen, 26, 44, '#f8ab5c');
  write(pen, 'भारत सरकार', 506, 60, `700 34px ${devanagari}`);
  pill(pen, 76, 40, '#69b46c');
  write(pen, 'Government of India', 506, 106, `700 29px ${latin}`, '#ffffff');
  printPortrait(pen, person, 50, 160, 220, 270);
  pen.textAlign = 'left';
  write(pen, person.nameHindi, 310, 204, `400 33px ${devanagari}`);
  write(pen, person.name, 310, 255, `400 34px ${latin}`);
  write(pen, 'जन्म तिथि', 310, 310, `400 29px ${devanagari}`);
  write(pen, `/ DOB : ${printedDate(person.dateOfBirth)}`, 445, 310, `400 30px ${latin}`);
  write(pen, person.sex === 'F' ? 'महिला' : 'पुरुष', 310, 362, `400 29px ${devanagari}`);
  write(pen, person.sex === 'F' ? '/ FEMALE' : '/ MALE', 400, 362, `400 30px ${latin}`);
  pen.textAlign = 'center';
  write(pen, spacedNumber(number), 506, 521, `700 58px ${latin}`);
  foot(pen);
  write(pen, 'मेरा आधार, मेरी पहचान', 506, 606, `700 34px ${devanagari}`);
  drawSpecimenMark(pen, 600, 330, 118);
  return canvas;
}

export function drawAadhaarBack(person: Person, number: string = person.aadhaarNumber): OffscreenCanvas {
  const { canvas, pen } = blank();
  pen.textAlign = 'center';
  write(pen, 'भारतीय विशिष्ट पहचान प्राधिकरण', 506, 70, `700 30px ${devanagari}`);
  write(pen, 'Unique Identification Authority of India', 506, 112, `700 28px ${latin}`);
  pen.textAlign = 'left';
  write(pen, 'पता:', 50, 180, `700 26px ${devanagari}`);
  for (const [i, line] of person.addressHindi.entries())
    write(pen, line, 50, 218 + i * 36, `400 25px ${devanagari}`);
  write(pen, 'Address:', 50, 320, `700 26px ${latin}`);
  for (const [i, line] of person.address.entries()) write(pen, line, 50, 358 + i * 35, `400 26px ${latin}`);
  pen.textAlign = 'center';
  write(pen, spacedNumber(number), 506, 492, `700 54px ${latin}`);
  write(pen, `VID : ${spacedNumber(person.virtualId)}`, 506, 534, `400 24px ${latin}`);
  foot(pen);
  for (const [x, text] of [
    [177, '1947'],
    [495, 'help@uidai.gov.in'],
    [808, 'www.uidai.gov.in'],
  ] as const) {
    write(pen, text, x, 600, `400 24px ${latin}`);
  }
  drawSpecimenMark(pen, 506, 310, 130);
  return canvas;
}

function blank(): Sheet {
  const sheet = newSheet(widthPx, heightPx, '#fdfdfb', 'rgba(120, 130, 120, 0.10)');
  return sheet;
}
