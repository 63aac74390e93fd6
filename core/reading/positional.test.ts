// CD4: look-alikes are put right only where the place's rule leaves one answer.
import { expect, it } from 'vitest';
import { inShape } from './positional.ts';

it('CD4 puts a look-alike right where the place allows one kind of sign', () => {
  expect(inShape('YGRPR98841', 'AAAAA9999A')).toEqual({ text: 'YGRPR9884I', changed: 1 });
  expect(inShape('AB0PSI234K', 'AAAAA9999A')).toEqual({ text: 'ABOPS1234K', changed: 2 });
  expect(inShape('ABCPS1234K', 'AAAAA9999A')).toEqual({ text: 'ABCPS1234K', changed: 0 });
});

it('CD4 refuses another length, and signs that look like nothing allowed', () => {
  expect(inShape('ABCPS1234', 'AAAAA9999A')).toBeNull();
  expect(inShape('ABCPSX234K', 'AAAAA9999A')).toBeNull();
  expect(inShape('AB9PS1234K', 'AAAAA9999A')).toBeNull();
});
