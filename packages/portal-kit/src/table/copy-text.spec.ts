import { expect, test } from 'vitest';
import { toTabs } from './copy-text.js';

test('what is copied stays in its cell and is no formula', () => {
  expect(toTabs([['a\tb', '=1+1', -2, null]])).toBe("a b\t'=1+1\t-2\t");
});
