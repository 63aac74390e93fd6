import { describe, expect, test } from 'vitest';
import { codeLifeMs, codeTries, createDoorKeys, ticketLifeMs } from './ticket.ts';

function clocked() {
  let nowMs = 0;
  return { keys: createDoorKeys(() => nowMs), wait: (ms: number) => void (nowMs += ms) };
}

describe('ticket', () => {
  test('opens once, and its session is the one that counts', () => {
    const { keys } = clocked();
    const ticket = keys.ticket();
    const session = keys.redeemTicket(ticket);
    expect(session).not.toBeNull();
    expect(keys.isSession(session ?? '')).toBe(true);
    expect(keys.redeemTicket(ticket)).toBeNull();
    expect(keys.isSession(ticket)).toBe(false);
  });

  test('opens for 30 seconds and no longer', () => {
    const { keys, wait } = clocked();
    const [early, late] = [keys.ticket(), keys.ticket()];
    wait(ticketLifeMs - 1);
    expect(keys.redeemTicket(early)).not.toBeNull();
    wait(1);
    expect(keys.redeemTicket(late)).toBeNull();
  });

  test('a new session ends the one before', () => {
    const { keys } = clocked();
    const first = keys.redeemTicket(keys.ticket()) ?? '';
    const second = keys.redeemTicket(keys.ticket()) ?? '';
    expect([keys.isSession(first), keys.isSession(second)]).toEqual([false, true]);
  });

  test('nothing made up opens: empty, unknown, before any session', () => {
    const { keys } = clocked();
    expect(keys.redeemTicket('')).toBeNull();
    expect(keys.redeemTicket('x'.repeat(43))).toBeNull();
    expect(keys.isSession('')).toBe(false);
  });
});

describe('code', () => {
  test('is typed as people type: small letters, spaces, O for 0, I and L for 1', () => {
    for (let n = 0; n < 50; n += 1) {
      const { keys } = clocked();
      const code = keys.code();
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      const typed = ` ${code.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
      expect(keys.redeemCode(typed).kind).toBe('admitted');
    }
  });

  test('works once', () => {
    const { keys } = clocked();
    const code = keys.code();
    expect(keys.redeemCode(code).kind).toBe('admitted');
    expect(keys.redeemCode(code)).toEqual({ kind: 'no-code' });
  });

  test('is void after five wrong tries, and after ten minutes', () => {
    const { keys, wait } = clocked();
    const code = keys.code();
    const left = Array.from({ length: codeTries }, () => keys.redeemCode('WRONG'));
    expect(left.map((answer) => (answer.kind === 'wrong' ? answer.triesLeft : -1))).toEqual([4, 3, 2, 1, 0]);
    expect(keys.redeemCode(code)).toEqual({ kind: 'no-code' });
    expect(keys.hasCode()).toBe(false);

    const late = keys.code();
    wait(codeLifeMs);
    expect(keys.redeemCode(late)).toEqual({ kind: 'no-code' });
  });

  test('a new code ends the one before', () => {
    const { keys } = clocked();
    const before = keys.code();
    keys.code();
    expect(keys.redeemCode(before).kind).toBe('wrong');
  });
});
