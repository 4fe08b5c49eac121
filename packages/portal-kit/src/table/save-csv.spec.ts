import { expect, test } from 'vitest';
import { toCsv } from './save-csv.js';

test('a table is saved as Excel opens it: marked as UTF-8, quoted, free of formulas, numbers as numbers', () => {
  expect(toCsv([['名称', 'say "x"', '=1+1', -2, null]])).toBe('\uFEFF"名称","say ""x""","\'=1+1",-2,\r\n');
});
