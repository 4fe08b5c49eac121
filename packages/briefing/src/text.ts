import { BriefingInputError } from './errors.js';

/** All that is not a character of XML 1.0 (production 2): controls, lone surrogates, U+FFFE, U+FFFF. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const LINE_BREAK = /\r\n|[\n\r\u{85}\u{2028}\u{2029}]/u;

/** The non-empty lines of a text, without what XML 1.0 forbids; tabs become spaces. */
export function linesOf(text: string): string[] {
  return text
    .replace(NOT_XML, '')
    .replaceAll('\t', ' ')
    .split(LINE_BREAK)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The text on one line, without what XML 1.0 forbids. */
export const oneLine = (text: string): string => linesOf(text).join(' ');

/** The text for use between tags or in an attribute. */
export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Full width in Chinese fonts though outside the CJK blocks. */
const WIDE_PUNCTUATION = new Set('·—‘’“”…×÷±°');
const FIRST_CJK = '\u{2e80}';

/** Width of a text in characters of the grid: full-width 1, half-width 1/2. */
export function widthInCharacters(text: string): number {
  let width = 0;
  for (const char of text) width += char >= FIRST_CJK || WIDE_PUNCTUATION.has(char) ? 1 : 0.5;
  return width;
}

const DIGITS = '零一二三四五六七八九';

/** 1 to 99 in Chinese: 一, 十, 十二, 九十九. */
function chineseNumber(value: number): string {
  if (value > 99)
    throw new BriefingInputError(`第 ${value} 个标题`, '同级标题最多 99 个', '请合并或下移一级');
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  return (tens > 1 ? DIGITS[tens] : '') + (tens > 0 ? '十' : '') + (ones > 0 ? DIGITS[ones] : '');
}

/** GB/T 9704-2012, 7.3.3: the four numberings of the outline; and how to know one that was typed by hand. */
const NUMBERINGS = [
  { mark: (n: number) => `${chineseNumber(n)}、`, typed: /^[一二三四五六七八九十]+、\s*/u },
  { mark: (n: number) => `（${chineseNumber(n)}）`, typed: /^[（(][一二三四五六七八九十]+[）)]\s*/u },
  // Not "3.5 万": a digit after the point makes it a figure.
  { mark: (n: number) => `${n}.`, typed: /^\d{1,2}[.．]\s*(?!\d)/u },
  { mark: (n: number) => `（${n}）`, typed: /^[（(]\d{1,2}[）)]\s*/u },
];

/** Returns a function that numbers headings in the order of the outline; deeper counts start anew below each. */
export function headingNumberer(): (level: 1 | 2 | 3 | 4, heading: string) => string {
  const counts = [0, 0, 0, 0];
  return (level, heading) => {
    const numbering = NUMBERINGS[level - 1];
    if (!numbering)
      throw new BriefingInputError(
        `标题“${heading}”的层级 ${level}`,
        '公文标题只有 1 至 4 级',
        '请改用 1 至 4',
      );
    const count = (counts[level - 1] ?? 0) + 1;
    counts.fill(0, level - 1);
    counts[level - 1] = count;
    return numbering.mark(count) + oneLine(heading).replace(numbering.typed, '');
  };
}

/** `2024-09-05` → 2024年9月5日 (7.3.5.4: full year, no leading zeros). */
export function officialDate(date: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  const parsed = new Date(`${date}T00:00:00Z`);
  if (!year || Number.isNaN(parsed.getTime()) || !parsed.toISOString().startsWith(date))
    throw new BriefingInputError(`日期“${date}”`, '不是有效日期', '请用 YYYY-MM-DD');
  return `${year}年${Number(month)}月${Number(day)}日`;
}

/** `2024-05` → 2024年5月, `2024-Q2` → 2024年第二季度, `2024-H1` → 2024年上半年, `2024` → 2024年. */
export function officialPeriod(period: string): string {
  const [year, part = ''] = period.split('-');
  if (part === '') return `${year}年`;
  if (part.startsWith('Q')) return `${year}年第${DIGITS[Number(part[1])]}季度`;
  if (part.startsWith('H')) return `${year}年${part === 'H1' ? '上' : '下'}半年`;
  return `${year}年${Number(part)}月`;
}

const CALENDAR = / ?(?<![\w-])(\d{4}-(?:(\d{2}-\d{2})|0[1-9]|1[0-2]|Q[1-4]|H[12]))(?![\w-]) ?/g;

/**
 * The text with its dates and periods (2024-08-30, 2024-Q2) as official writing has them, without the spaces that part
 * figures from characters; what is none stays.
 */
export const officialTimes = (text: string): string =>
  text.replace(CALENDAR, (found, time: string, day: string | undefined) => {
    if (day === undefined) return officialPeriod(time);
    const isDate = new Date(`${time}T00:00:00Z`).toJSON()?.startsWith(time) ?? false;
    return isDate ? officialDate(time) : found;
  });

/** A figure as official writing prints it: to at most two places, 12 and 48.35; what is not known is —. */
export const officialNumber = (value: number | null): string =>
  value === null ? '—' : String(Number(value.toFixed(2)));

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const CLOCK = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  calendar: 'gregory',
  numberingSystem: 'latn',
  dateStyle: 'short',
  timeStyle: 'short',
  hourCycle: 'h23',
});

/** ISO instant with an offset → 2024年9月20日17时05分, in Asia/Shanghai. */
export function officialInstant(instant: string): string {
  const time = Date.parse(instant);
  if (!INSTANT.test(instant) || Number.isNaN(time))
    throw new BriefingInputError(
      `时间“${instant}”`,
      '不是带时区的 ISO 8601 时间',
      '请用 2024-09-20T17:00:00+08:00',
    );
  const part = Object.fromEntries(CLOCK.formatToParts(time).map(({ type, value }) => [type, value]));
  return `${officialDate(`${part.year}-${part.month}-${part.day}`)}${part.hour}时${part.minute}分`;
}
