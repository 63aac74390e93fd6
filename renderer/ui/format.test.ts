import { expect, test } from 'vitest';
import { dayInWords, inFours, isSameDay, minutesLeft, monthNames, rupees } from './format.ts';

test('rupees are grouped as India groups them, without paise', () => {
  expect(rupees(100_000, 'en-IN')).toBe('₹1,00,000');
  expect(rupees(0, 'hi-IN')).toBe('₹0');
});

test('a day is put into words on the day itself, in every time zone', () => {
  expect(dayInWords('1994-07-22', 'en-IN')).toBe('22 July 1994');
  expect(dayInWords('1994-07-22', 'hi-IN')).toContain('जुलाई');
});

test('what is no whole day is shown as it was read', () => {
  expect(dayInWords('1994--22', 'en-IN')).toBe('1994--22');
  expect(dayInWords('unreadable', 'en-IN')).toBe('unreadable');
  expect(dayInWords('2024-99-99', 'en-IN')).toBe('2024-99-99');
});

test('time left never falls below zero', () => {
  expect(minutesLeft(300_000)).toBe('5:00');
  expect(minutesLeft(61_900)).toBe('1:01');
  expect(minutesLeft(-5)).toBe('0:00');
});

test('account numbers stand in fours, with no space at the end', () => {
  expect(inFours('40730012345678')).toBe('4073 0012 3456 78');
  expect(inFours('12345678')).toBe('1234 5678');
});

test('a day ends at midnight of this machine, not after 24 hours', () => {
  const noon = new Date(2026, 10, 20, 12).getTime();
  expect(isSameDay(new Date(2026, 10, 20, 23, 59).toISOString(), noon)).toBe(true);
  expect(isSameDay(new Date(2026, 10, 19, 23, 59).toISOString(), noon)).toBe(false);
});

test('twelve months in order', () => {
  expect(monthNames('en-IN')).toHaveLength(12);
  expect(monthNames('en-IN')[6]).toBe('July');
});
