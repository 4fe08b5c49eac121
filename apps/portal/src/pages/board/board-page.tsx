import type { Board } from '@duban/contract';
import { PageLayout, QueryView, queries, Section, useCan, usePeriodText, usePlan } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { boardSearch } from '../../app/search.js';
import { Drill } from '../../parts/drill.js';
import { PeriodPicker } from '../../parts/period-picker.js';
import { UnitPicker } from '../../parts/unit-picker.js';
import { AreaRows } from './area-rows.js';
import { Exceptions } from './exceptions.js';
import { MetricRows } from './metric-rows.js';

const route = getRouteApi('/shell/board');
/** What stands below the board's own tables, and the tools beside them: nobody waits for their code to see the board. */
const BoardTools = lazy(() => import('./board-tools.js'));
const LightsOverTime = lazy(() =>
  import('../../parts/lights/lights-over-time.js').then((module) => ({ default: module.LightsOverTime })),
);
const Ranking = lazy(() => import('./ranking.js'));

/** 总览: what is wrong first, then every area, then its figures. Every number opens what is behind it. */
export function BoardPage() {
  const { t } = useTranslation('board');
  const plan = usePlan();
  const can = useCan();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...next }) });
  const board = useQuery(queries.board(plan.id, { period: search.period, unit: search.unit }));
  return (
    <PageLayout
      title={t('title')}
      note={board.data ? <BoardNote board={board.data} /> : null}
      toolbar={
        <>
          <UnitPicker value={search.unit} onChange={(unit) => change({ unit })} />
          {board.data ? (
            <PeriodPicker
              value={search.period ?? board.data.period}
              onChange={(period) => change({ period })}
            />
          ) : null}
          <Suspense fallback={null}>
            <BoardTools
              board={board.data}
              search={search}
              onOpen={(next) => void navigate({ search: boardSearch.parse(next) })}
            />
          </Suspense>
          <Button onClick={() => window.print()}>{t('print')}</Button>
        </>
      }
    >
      <QueryView query={board} lines={16}>
        {(data) => (
          <>
            <Section title={t('exceptions.title')} note={t('exceptions.note')}>
              <Exceptions exceptions={data.exceptions} areas={data.areas} />
            </Section>
            <Section title={t('areas.title')}>
              <AreaRows board={data} unit={search.unit} />
            </Section>
            <Suspense fallback={null}>
              <LightsOverTime cell={search.lit} onCell={(lit) => change({ lit })} />
            </Suspense>
            <Section
              title={t('metrics.title')}
              note={t(search.metrics === 'all' ? 'metrics.noteAll' : 'metrics.note')}
              extra={
                <Button
                  size="small"
                  aria-pressed={search.metrics === 'all'}
                  onClick={() => change({ metrics: search.metrics === 'all' ? undefined : 'all' })}
                >
                  {t(search.metrics === 'all' ? 'metrics.onlyTargets' : 'metrics.all')}
                </Button>
              }
            >
              <MetricRows
                areas={data.areas}
                all={search.metrics === 'all'}
                onDrill={(drill, of) => change({ drill, of })}
              />
            </Section>
            {can('ranking.read') && (
              <Suspense fallback={null}>
                <Ranking period={data.period} />
              </Suspense>
            )}
            <Drill
              metric={search.drill}
              of={search.of}
              unit={search.unit}
              period={data.period}
              onClose={() => change({ drill: undefined, of: undefined })}
            />
          </>
        )}
      </QueryView>
    </PageLayout>
  );
}

/** What the board stands on. The announced and the listed number differ in the 2024 plan, and it says so. */
function BoardNote({ board }: { board: Board }) {
  const { t } = useTranslation('board');
  const periodText = usePeriodText();
  const plan = usePlan();
  return (
    <>
      {board.unit.name} · {periodText(board.period)} · {t('asOf', { date: board.asOf })} ·{' '}
      {t('tasks', {
        announced: plan.announcedTasks,
        listed: plan.listedTasks,
        context: plan.announcedTasks === 0 ? 'unannounced' : undefined,
      })}
      {plan.carriedTasks > 0 ? ` · ${t('carried', { count: plan.carriedTasks })}` : null}
    </>
  );
}
