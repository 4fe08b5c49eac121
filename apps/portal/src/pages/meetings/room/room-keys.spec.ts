import { describe, expect, test } from 'vitest';
import { keyOf, pageAfter, pressed } from './room-keys.js';

function typing(...keys: string[]) {
  return keys.reduce((now, key) => pressed(key, now.typed, true), pressed('Escape', '', true));
}

describe('keys of the room', () => {
  test('digits gather, and Enter jumps', () => {
    expect(typing('1', '2')).toEqual({ typed: '12', act: null });
    expect(typing('1', '2', 'Enter')).toEqual({ typed: '', act: { jump: 12 } });
    expect(typing('1', '2', 'Backspace', 'Enter').act).toEqual({ jump: 1 });
  });

  test('Enter without digits is left to what has the focus', () => {
    expect(typing('Enter').act).toBeNull();
  });

  test('a page key forgets the digits', () => {
    expect(typing('1', 'PageDown')).toEqual({ typed: '', act: { go: 'next' } });
  });

  test('letters can be switched off, page keys cannot', () => {
    expect(pressed('d', '', false).act).toBeNull();
    expect(pressed('d', '', true).act).toEqual({ do: 'decide' });
    expect(pressed('ArrowLeft', '', false).act).toEqual({ go: 'previous' });
  });

  test('an arrow with Shift goes aside among the figures, and turns no page', () => {
    const press = (key: string, shiftKey: boolean) => pressed(keyOf({ key, shiftKey }), '', true).act;
    expect(press('ArrowRight', true)).toEqual({ focus: 'after' });
    expect(press('ArrowRight', false)).toEqual({ go: 'next' });
    expect(press('T', true)).toEqual({ do: 'reset-timer' });
  });

  test('no key leaves the pages', () => {
    expect(pageAfter({ go: 'previous' }, 1, 9)).toBe(1);
    expect(pageAfter({ go: 'next' }, 9, 9)).toBe(9);
    expect(pageAfter({ jump: 0 }, 5, 9)).toBe(1);
    expect(pageAfter({ jump: 99 }, 5, 9)).toBe(9);
    expect(pageAfter({ go: 'last' }, 2, 9)).toBe(9);
    expect(pageAfter({ focus: 'down' }, 4, 9)).toBe(4);
  });
});
