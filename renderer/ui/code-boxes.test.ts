import { expect, test } from 'vitest';
import { digitsOf } from './code-boxes.tsx';

test.each([
  ['246810', '246810'],
  ['24 68 10', '246810'],
  ['Your code is 246810.', '246810'],
  ['2468101214', '246810'],
  ['no digits', ''],
])('a paste of %j gives %j', (pasted, digits) => {
  expect(digitsOf(pasted)).toBe(digits);
});
