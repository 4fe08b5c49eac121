import { addDays, isWorkingDay, periodEnd, type WorkCalendar } from '@duban/contract';
import { useLanguage } from '@duban/portal-kit';
import { useTranslation } from 'react-i18next';

interface MonthGridProps {
  /** `YYYY-MM` */
  month: string;
  special: WorkCalendar;
  /** The day that is being changed. */
  busy: string | null;
  /** Null for those who only look. */
  onDay: ((date: string) => void) | null;
}

/** One month, weeks from Monday. A day says in a word whether it is off or worked against the week. */
export function MonthGrid({ month, special, busy, onDay }: MonthGridProps) {
  const { t } = useTranslation('calendar');
  const language = useLanguage();
  const weekdays = t('weekdays').split(',');
  const title = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
  return (
    <table className="calendar-month" aria-label={title}>
      <caption>{title}</caption>
      <thead>
        <tr>
          {weekdays.map((day) => (
            <th key={day} scope="col">
              {day}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map((week) => (
          <tr key={week.find((date) => date !== null)}>
            {week.map((date, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a weekday keeps its place
              <td key={at}>
                {date ? <Day date={date} special={special} busy={busy === date} onDay={onDay} /> : null}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({
  date,
  special,
  busy,
  onDay,
}: {
  date: string;
  special: WorkCalendar;
  busy: boolean;
  onDay: MonthGridProps['onDay'];
}) {
  const { t } = useTranslation('calendar');
  const kind = special.holidays.has(date) ? 'holiday' : special.workdays.has(date) ? 'workday' : null;
  const isOff = !isWorkingDay(date, special);
  const name = kind ? `${kind}` : isOff ? 'off' : 'on';
  const label = t('day', { date, kind: t(name) });
  const content = (
    <>
      {Number(date.slice(8))}
      {kind ? <span className="calendar-mark">{t(`mark.${kind}`)}</span> : null}
      <span className="visually-hidden">{label}</span>
    </>
  );
  const className = `calendar-day ${kind ?? ''}${isOff ? ' off' : ''}`;
  if (!onDay)
    return (
      <span className={className} title={label}>
        {content}
      </span>
    );
  return (
    <button type="button" className={className} disabled={busy} title={label} onClick={() => onDay(date)}>
      {content}
    </button>
  );
}

/** The month's days by weeks from Monday, null where a week reaches beyond it. */
function weeksOf(month: string): (string | null)[][] {
  const first = `${month}-01`;
  const last = periodEnd(month);
  const before = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const weeks: (string | null)[][] = [];
  for (let monday = addDays(first, -before); monday <= last; monday = addDays(monday, 7)) {
    const week = Array.from({ length: 7 }, (_, at) => addDays(monday, at));
    weeks.push(week.map((date) => (date < first || date > last ? null : date)));
  }
  return weeks;
}
