import {
  type ConfiguredTarget,
  type MetricView,
  type PlanView,
  periodOf,
  type TargetView,
  type TaskDetail,
} from '@duban/contract';
import {
  api,
  formatNumber,
  formatTarget,
  QueryView,
  queries,
  Section,
  useCan,
  useChange,
  useLanguage,
  usePeriodText,
  usePlan,
  useText,
  withMeasure,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAllows } from '../../app/use-allows.js';
import { MetricName } from '../../parts/metric-name.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { TargetDialog } from '../plugins/target-dialog.js';
import { touchedByTask } from './task-queries.js';
import '../plugins/plugins.css';

const TargetTrend = lazy(() => import('./target-trend.js'));
/** Targets of single units shown before the rest is asked for. */
const fewUnits = 8;
const touchedByTarget = [...touchedByTask, ['targets']] as const;

interface Props {
  task: TaskDetail;
  onDrill: (figure: { drill: string; unit: string; period: string; of: 'value' | 'year-to-date' }) => void;
}

/** What the task is held against, each with its figure so far, its trend, and the reports behind it. */
export function Targets({ task, onDrill }: Props) {
  const { t } = useTranslation(['task', 'draft']);
  const plan = usePlan();
  const can = useCan();
  const allows = useAllows();
  const [adding, setAdding] = useState(false);
  const mayAdd =
    task.state === 'draft' && task.visibility === 'open' && allows('target.propose', { areaId: task.areaId });
  const targets = useQuery({ ...queries.targets(task.planId), enabled: can('figure.read') });
  const metrics = useQuery(queries.metrics(task.areaId));
  const units = useQuery(queries.units());
  const [all, setAll] = useState(false);
  return (
    <Section
      title={t('targets.title')}
      extra={
        mayAdd ? (
          <Button size="small" onClick={() => setAdding(true)}>
            {t('draft:addTarget')}
          </Button>
        ) : null
      }
    >
      <QueryView query={targets} lines={3}>
        {({ items }) => {
          const own = items.filter((each) => each.taskId === task.id);
          if (own.length === 0) return <p className="section-body dim">{t('targets.none')}</p>;
          const isPlan = (each: TargetView) => each.unitId === plan.rootUnitId;
          const sorted = own.sort((a, b) => Number(isPlan(b)) - Number(isPlan(a)));
          const rest = sorted.filter((each) => !isPlan(each));
          const shown = all || rest.length <= fewUnits ? sorted : sorted.filter(isPlan);
          return (
            <>
              <div className="table-box">
                <table className="grid" aria-label={t('targets.title')}>
                  <thead>
                    <tr>
                      <th scope="col" className="grow">
                        {t('targets.metric')}
                      </th>
                      <th scope="col" className="num">
                        {t('targets.value')}
                      </th>
                      <th scope="col" className="num">
                        {t('targets.target')}
                      </th>
                      <th scope="col">
                        <span className="visually-hidden">{t('targets.see')}</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {shown.map((target) => (
                      <TargetRow
                        key={target.id}
                        target={target}
                        metric={metrics.data?.items.find((each) => each.key === target.metric)}
                        unitName={
                          isPlan(target)
                            ? null
                            : (units.data?.items.find((unit) => unit.id === target.unitId)?.name ?? null)
                        }
                        onDrill={onDrill}
                      />
                    ))}
                  </tbody>
                </table>
              </div>
              {shown.length < sorted.length ? (
                <p className="section-body">
                  <Button size="small" onClick={() => setAll(true)}>
                    {t('targets.units', { count: rest.length })}
                  </Button>
                </p>
              ) : null}
            </>
          );
        }}
      </QueryView>
      {adding ? (
        <AddTarget task={task} metrics={metrics.data?.items ?? []} onClose={() => setAdding(false)} />
      ) : null}
    </Section>
  );
}

/** Proposed with the draft; somebody of the plan office who did not propose it confirms it. */
function AddTarget({
  task,
  metrics,
  onClose,
}: {
  task: TaskDetail;
  metrics: readonly MetricView[];
  onClose: () => void;
}) {
  const add = useChange(
    (target: ConfiguredTarget, idempotencyKey) =>
      api.post<TargetView>(`/api/plans/${task.planId}/targets`, target, { idempotencyKey }),
    touchedByTarget,
  );
  return (
    <TargetDialog
      target={null}
      metrics={metrics}
      tasks={[task]}
      busy={add.isPending}
      error={add.error}
      onSet={(target) => add.mutate(target, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

function ConfirmTarget({ target, title }: { target: TargetView; title: string }) {
  const { t } = useTranslation('draft');
  const confirm = useChange(
    (_: null, idempotencyKey) =>
      api.post<TargetView>(`/api/targets/${target.id}/confirm`, undefined, { idempotencyKey }),
    touchedByTarget,
  );
  return (
    <>
      <Button
        size="small"
        loading={confirm.isPending}
        aria-label={t('confirmTargetOf', { metric: title })}
        onClick={() => confirm.mutate(null)}
      >
        {t('confirmTarget')}
      </Button>
      <ProblemNote error={confirm.error} />
    </>
  );
}

/** The month that runs, or the year's last one once it is over. */
function lastMonth(plan: PlanView): string {
  const running = periodOf(plan.businessDate, 'month');
  return running.startsWith(String(plan.year)) ? running : `${plan.year}-12`;
}

interface RowProps {
  target: TargetView;
  metric: MetricView | undefined;
  unitName: string | null;
  onDrill: (figure: { drill: string; unit: string; period: string; of: 'value' | 'year-to-date' }) => void;
}

function TargetRow({ target, metric, unitName, onDrill }: RowProps) {
  const { t } = useTranslation('task');
  const text = useText();
  const language = useLanguage();
  const periodText = usePeriodText();
  const can = useCan();
  const plan = usePlan();
  const [trend, setTrend] = useState(false);
  const title = metric ? text(metric.title) : target.metric;
  const series = useQuery(
    queries.series(target.metric, {
      planId: plan.id,
      unitId: target.unitId,
      from: `${plan.year}-01`,
      to: lastMonth(plan),
    }),
  );
  const last = series.data?.points.findLast(
    (point) => point.receivedReports > 0 && point.yearToDate !== null,
  );
  return (
    <>
      <tr>
        <th scope="row" className="grow">
          <MetricName metric={target.metric} title={title} />
          <span className="under">
            {[
              unitName,
              target.dueDate && t('targets.by', { date: target.dueDate }),
              !target.firm && t('stretch'),
              target.scope === 'each' && t('targets.each'),
              target.source === 'demo' && t('targets.demo'),
              !target.confirmed && t('targets.unconfirmed'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {!target.confirmed && can('target.confirm') ? (
            <ConfirmTarget target={target} title={title} />
          ) : null}
        </th>
        <td className="num">
          {last ? (
            <>
              {withMeasure(formatNumber(last.yearToDate ?? last.value, language), target.measure)}
              <span className="under">{t('targets.to', { period: periodText(last.period) })}</span>
              {last.lastYear ? (
                <span className="under">
                  {t('targets.lastYear')}{' '}
                  {withMeasure(
                    formatNumber(
                      last.yearToDate === null ? last.lastYear.value : last.lastYear.yearToDate,
                      language,
                    ),
                    target.measure,
                  )}
                </span>
              ) : null}
            </>
          ) : (
            <span className="dim">–</span>
          )}
        </td>
        <td className="num">{formatTarget(target, target.measure, language)}</td>
        <td>
          <span className="row-actions">
            <Button
              size="small"
              aria-expanded={trend}
              aria-label={t('targets.trendOf', { metric: title })}
              onClick={() => setTrend(!trend)}
            >
              {t('targets.trend')}
            </Button>
            <Button
              size="small"
              aria-label={t('targets.drillOf', { metric: title })}
              onClick={() =>
                onDrill({
                  drill: target.metric,
                  unit: target.unitId,
                  period: last?.period ?? lastMonth(plan),
                  of: last && last.yearToDate === null ? 'value' : 'year-to-date',
                })
              }
            >
              {t('targets.drill')}
            </Button>
          </span>
        </td>
      </tr>
      {trend ? (
        <tr>
          <td colSpan={4} className="trend-cell">
            <QueryView query={series} lines={5}>
              {(data) => (
                <Suspense fallback={null}>
                  <TargetTrend title={title} measure={target.measure} points={data.points} />
                </Suspense>
              )}
            </QueryView>
          </td>
        </tr>
      ) : null}
    </>
  );
}
