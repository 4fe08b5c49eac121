import { addDays, type WorkCalendar } from './calendar.js';

/**
 * Public holidays (first and last day off) and the weekends worked for them (调休), as announced by the General
 * Office of the State Council (国务院办公厅关于部分节假日安排的通知) for 2024 (国办发明电〔2023〕7号), 2025
 * (〔2024〕12号) and 2026 (〔2025〕7号). A first filling: an admin keeps the calendar and adds later years.
 */
const notices: readonly { off: readonly [first: string, last: string][]; worked: readonly string[] }[] = [
  {
    off: [
      ['2024-01-01', '2024-01-01'],
      ['2024-02-10', '2024-02-17'],
      ['2024-04-04', '2024-04-06'],
      ['2024-05-01', '2024-05-05'],
      ['2024-06-10', '2024-06-10'],
      ['2024-09-15', '2024-09-17'],
      ['2024-10-01', '2024-10-07'],
    ],
    worked: [
      '2024-02-04',
      '2024-02-18',
      '2024-04-07',
      '2024-04-28',
      '2024-05-11',
      '2024-09-14',
      '2024-09-29',
      '2024-10-12',
    ],
  },
  {
    off: [
      ['2025-01-01', '2025-01-01'],
      ['2025-01-28', '2025-02-04'],
      ['2025-04-04', '2025-04-06'],
      ['2025-05-01', '2025-05-05'],
      ['2025-05-31', '2025-06-02'],
      ['2025-10-01', '2025-10-08'],
    ],
    worked: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  {
    off: [
      ['2026-01-01', '2026-01-03'],
      ['2026-02-15', '2026-02-23'],
      ['2026-04-04', '2026-04-06'],
      ['2026-05-01', '2026-05-05'],
      ['2026-06-19', '2026-06-21'],
      ['2026-09-25', '2026-09-27'],
      ['2026-10-01', '2026-10-07'],
    ],
    worked: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
];

function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let at = first; at <= last; at = addDays(at, 1)) days.push(at);
  return days;
}

/** The Chinese working calendar 2024 to 2026. Every other year follows the plain week. */
export const chineseCalendar: WorkCalendar = {
  holidays: new Set(notices.flatMap(({ off }) => off.flatMap(([first, last]) => daysFrom(first, last)))),
  workdays: new Set(notices.flatMap(({ worked }) => worked)),
};
