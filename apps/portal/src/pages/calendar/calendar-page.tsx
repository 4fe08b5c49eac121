import { type CalendarView, isWorkingDay, periodsOfYear, type ReplacedYear } from '@duban/contract';
import { api, PageLayout, QueryView, Section, useChange, useGo, usePlan } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { useAllows } from '../../app/use-allows.js';
import { FilePicker } from '../../parts/file-picker.js';
import { ProblemNote } from '../../parts/problem-note.js';
import './calendar.css';
import { readDays, type SpecialDays } from './calendar-lines.js';
import { MonthGrid } from './month-grid.js';

const route = getRouteApi('/shell/system/calendar');
/** What is read anew once working days are others. */
const touched = [['calendar'], ['work'], ['expectations'], ['tasks'], ['board']] as const;

/** 工作日历: the days of a year on which the week does not hold. Due days and urging count by it. */
export function CalendarPage() {
  const { t } = useTranslation('calendar');
  const go = useGo();
  const plan = usePlan();
  const { year = plan.year } = route.useSearch();
  const days = useQuery({
    queryKey: ['calendar', year],
    queryFn: ({ signal }) => api.get<CalendarView>('/api/calendar', { year }, signal),
  });
  const to = (next: number) => go(addresses.calendar({ year: next }));
  return (
    <PageLayout
      title={t('title')}
      note={t('note')}
      toolbar={
        <div className="calendar-years">
          <Button onClick={() => to(year - 1)} aria-label={t('before', { year: year - 1 })}>
            ‹
          </Button>
          <b className="figure">{t('year', { year })}</b>
          <Button onClick={() => to(year + 1)} aria-label={t('after', { year: year + 1 })}>
            ›
          </Button>
        </div>
      }
    >
      <QueryView query={days} lines={12}>
        {(calendar) => <Year key={calendar.year} calendar={calendar} />}
      </QueryView>
    </PageLayout>
  );
}

function Year({ calendar }: { calendar: CalendarView }) {
  const { t } = useTranslation('calendar');
  const mayKeep = useAllows()('calendar.keep');
  const { year, holidays, workdays } = calendar;
  const special = { holidays: new Set(holidays), workdays: new Set(workdays) };
  const change = useChange(async (date: string): Promise<void> => {
    const path = `/api/calendar/days/${date}`;
    if (special.holidays.has(date) || special.workdays.has(date)) await api.delete(path);
    else await api.put(path, { kind: isWorkingDay(date, special) ? 'holiday' : 'workday' });
  }, touched);
  return (
    <>
      {holidays.length + workdays.length === 0 ? (
        <p className="calendar-empty" role="status">
          {t('empty', { year })}
        </p>
      ) : null}
      <Section title={t('days', { holidays: holidays.length, workdays: workdays.length })}>
        <div className="section-body">
          <p className="calendar-legend">
            <span className="calendar-mark holiday">{t('mark.holiday')}</span> {t('holiday')}
            <span className="calendar-mark workday">{t('mark.workday')}</span> {t('workday')}
            {mayKeep ? <span className="dim">{t('how')}</span> : null}
          </p>
          <ProblemNote error={change.error} />
          <div className="calendar-months">
            {periodsOfYear(year, 'month').map((month) => (
              <MonthGrid
                key={month}
                month={month}
                special={special}
                busy={change.isPending ? change.variables : null}
                onDay={mayKeep ? (date) => change.mutate(date) : null}
              />
            ))}
          </div>
        </div>
      </Section>
      {mayKeep ? <Replace calendar={calendar} /> : null}
    </>
  );
}

/** A year's notice, pasted or from a file, in place of what stands: shown before it is saved. */
function Replace({ calendar }: { calendar: CalendarView }) {
  const { t } = useTranslation('calendar');
  const [text, setText] = useState('');
  const { faults, ...given } = readDays(text);
  const change = useChange(
    (days: SpecialDays) =>
      api.put<ReplacedYear>(`/api/calendar/${calendar.year}`, { ...days, revision: calendar.revision }),
    touched,
  );
  const isEmpty = given.holidays.length + given.workdays.length === 0;
  return (
    <Section title={t('replace', { year: calendar.year })}>
      <div className="section-body">
        <p className="dim" id="calendar-format">
          {t('format')}
        </p>
        <Input.TextArea
          aria-label={t('lines')}
          aria-describedby="calendar-format"
          rows={6}
          value={text}
          placeholder={`${calendar.year}-10-01~${calendar.year}-10-07 ${t('mark.holiday')}\n${calendar.year}-10-10 ${t('mark.workday')}`}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="calendar-acts">
          <FilePicker label={t('file')} busy={false} onPick={async (file) => setText(await file.text())} />
          <Button
            type="primary"
            size="small"
            disabled={isEmpty || faults.length > 0}
            loading={change.isPending}
            onClick={() => change.mutate(given, { onSuccess: () => setText('') })}
          >
            {t('save', { holidays: given.holidays.length, workdays: given.workdays.length })}
          </Button>
          <span role="status">
            {change.data && text === ''
              ? t('saved', {
                  added: change.data.added,
                  removed: change.data.removed,
                  moved: change.data.moved,
                })
              : null}
          </span>
        </div>
        {faults.length > 0 ? (
          <ul className="calendar-faults" aria-label={t('faults')}>
            {faults.map((fault) => (
              <li key={fault.line}>{t('fault', fault)}</li>
            ))}
          </ul>
        ) : null}
        <ProblemNote error={change.error} />
      </div>
    </Section>
  );
}
