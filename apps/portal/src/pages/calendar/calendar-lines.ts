import { addDays, type CalendarView } from '@duban/contract';

export type DayKind = 'holiday' | 'workday';
export type SpecialDays = Pick<CalendarView, 'holidays' | 'workdays'>;

const words: Record<DayKind, readonly string[]> = {
  holiday: ['休', '放假', '休息', '节假日', 'holiday', 'off'],
  workday: ['班', '上班', '补班', '调休', '调休上班', 'workday', 'work'],
};
const date = String.raw`(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?`;
const line = new RegExp(
  String.raw`^"?${date}"?(?:\s*(?:[~～至到–—]|--)\s*"?${date}"?)?[\s,，;；]+"?([^\s",，;；]+)"?$`,
  'u',
);
/** Days of the longest stretch that one line may name. */
const longest = 31;

/** `YYYY-MM-DD` of a day that there is, else null. */
function dayOf(year = '', month = '', day = ''): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null;
}

/**
 * Reads pasted lines or a CSV file of special days, as `2027-02-05~2027-02-11 休` or `2027-02-14,班`, one stretch a
 * line. A line that cannot be read is told by its number, counted from 1; the first may be a heading.
 */
export function readDays(text: string): SpecialDays & { faults: { line: number; text: string }[] } {
  const days = new Map<string, DayKind>();
  const faults: { line: number; text: string }[] = [];
  for (const [at, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const said = raw.trim();
    if (said === '') continue;
    const match = line.exec(said);
    const kind = (Object.keys(words) as DayKind[]).find((each) =>
      words[each].includes(match?.[7]?.toLowerCase() ?? ''),
    );
    const first = match && dayOf(match[1], match[2], match[3]);
    const last = match?.[4] ? dayOf(match[4], match[5], match[6]) : first;
    if (!kind || !first || !last || last < first || last > addDays(first, longest - 1)) {
      if (at > 0 || /\d/.test(said)) faults.push({ line: at + 1, text: said });
      continue;
    }
    for (let day = first; day <= last; day = addDays(day, 1)) days.set(day, kind);
  }
  const of = (kind: DayKind) => [...days].flatMap(([day, each]) => (each === kind ? [day] : [])).sort();
  return { holidays: of('holiday'), workdays: of('workday'), faults };
}
