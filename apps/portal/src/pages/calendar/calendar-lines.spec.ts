import { expect, test } from 'vitest';
import { readDays } from './calendar-lines.js';

test('days and stretches are read as people write them, in either language', () => {
  expect(
    readDays(
      '\uFEFF日期,类型\r\n2027-02-05~2027-02-07 休\n2027年2月14日，班\n"2027/5/1","holiday"\n\n2027.10.9 work',
    ),
  ).toEqual({
    holidays: ['2027-02-05', '2027-02-06', '2027-02-07', '2027-05-01'],
    workdays: ['2027-02-14', '2027-10-09'],
    faults: [],
  });
});

test('what cannot be read is told by its line, and takes nothing else with it', () => {
  const { holidays, faults } = readDays(
    '2027-02-30 休\n2027-03-02~2027-03-01 休\n2027-04-05 忙\n2027-04-06 休',
  );
  expect(holidays).toEqual(['2027-04-06']);
  expect(faults.map((fault) => fault.line)).toEqual([1, 2, 3]);
});
