// Names in India's scripts against their Latin spellings.
import { describe, expect, it } from 'vitest';
import { compareNames } from './name.ts';
import { soundOf, toLatin } from './transliterate.ts';

describe('names in India’s scripts', () => {
  it.each([
    ['रमेश कुमार शर्मा', 'Ramesh Kumar Sharma'],
    ['लक्ष्मी देवी', 'Laxmi Devi'],
    ['प्रिया वेंकटेशन', 'Priya Venkatesan'],
    ['अनिल वर्मा', 'VERMA ANIL'.replace('VER', 'VAR')],
    ['श्री संजय जोशी', 'Sanjay Joshi'],
    ['राजेंद्र सिंह', 'Rajendra Singh'],
    ['श्रीमती सुमित्रा भट्ट', 'Sumitra Bhatt'],
    ['મીરા જોશી', 'Meera Joshi'],
  ])('%s is %s by its sounds', (a, b) => {
    expect(compareNames(a, b)).toBe('match');
    expect(compareNames(b, a)).toBe('match');
  });

  it.each([
    ['कमल देवी', 'Kamala Devi'],
    ['सुनील कुमार', 'Sushil Kumar'],
    ['रमेश कुमार', 'Suresh Kumar'],
    ['रमेश', 'Ramesh'],
    ['Иван Петров', 'Ivan Petrov'],
  ])('%s and %s are for a person to judge', (a, b) => {
    expect(compareNames(a, b)).toBe('review');
  });

  it('leaves Latin text as it is', () => expect(toLatin('Meera Joshi')).toBe('Meera Joshi'));

  it('keeps Kamal and Kamala apart', () => expect(soundOf('kamal')).not.toBe(soundOf('kamala')));
});
