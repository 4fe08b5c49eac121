import type { Board } from '@duban/contract';
import {
  EmptyState,
  formatNumber,
  LightTag,
  MetricValue,
  QueryView,
  queries,
  Section,
  useLanguage,
  usePeriodText,
  usePlan,
  useText,
  withMeasure,
} from '@duban/portal-kit';
import { Chart, Sparkline } from '@duban/portal-kit/chart';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AreaSearch } from '../../app/search.js';
import { MetricHelp } from '../../parts/metric-name.js';
import { byTarget, trendOf } from './trend.js';

type Metric = Board['areas'][number]['metrics'][number];
interface Props {
  areaId: string;
  period: string;
  search: AreaSearch;
  onSearch: (change: Partial<AreaSearch>) => void;
}

/** The area's figures as small multiples; the one chosen is drawn large against its target. */
export function AreaMetrics({ areaId, period, search, onSearch }: Props) {
  const { t } = useTranslation('area');
  const text = useText();
  const plan = usePlan();
  const board = useQuery(queries.board(plan.id, { period, unit: search.unit }));
  return (
    <QueryView query={board} lines={10}>
      {(data) => {
        const metrics = byTarget(data.areas.find((area) => area.areaId === areaId)?.metrics ?? []);
        const chosen = metrics.find((metric) => metric.key === search.metric) ?? metrics[0];
        if (!chosen) return <EmptyState title={t('metrics.none')} />;
        return (
          <div className="page">
            <Section
              title={t('metrics.trend')}
              note={data.unit.name}
              extra={
                <>
                  <MetricHelp metric={chosen.key} title={text(chosen.title)} />
                  <Button size="small" onClick={() => onSearch({ drill: chosen.key })}>
                    {t('metrics.drill')}
                  </Button>
                </>
              }
            >
              <Trend metric={chosen} unit={search.unit} />
            </Section>
            <Section title={t('metrics.all')} note={t('metrics.note')}>
              <div className="metric-grid">
                {metrics.map((metric) => (
                  <Multiple
                    key={metric.key}
                    metric={metric}
                    unit={search.unit}
                    isChosen={metric.key === chosen.key}
                    onChoose={() => onSearch({ metric: metric.key })}
                  />
                ))}
              </div>
            </Section>
          </div>
        );
      }}
    </QueryView>
  );
}

function useSeries(metric: Metric, unit: string | undefined) {
  const plan = usePlan();
  return useQuery(queries.series(metric.key, { planId: plan.id, unitId: unit }));
}

function Trend({ metric, unit }: { metric: Metric; unit: string | undefined }) {
  const { t } = useTranslation('area');
  const text = useText();
  const periodText = usePeriodText();
  const series = useSeries(metric, unit);
  const chart = useMemo(() => {
    if (!series.data) return null;
    const names = {
      value: t('metrics.value'),
      yearToDate: t('metrics.yearToDate'),
      target: t('metrics.target'),
      pace: t('metrics.pace'),
      pending: t('metrics.pending'),
      lastYear: t('metrics.lastYear'),
    };
    return trendOf(text(metric.title), metric.measure, series.data.points, names, periodText);
  }, [series.data, metric, t, text, periodText]);
  return (
    <QueryView query={series} lines={6}>
      {() =>
        chart && chart.series.length > 0 ? (
          <Chart data={chart} />
        ) : (
          <EmptyState title={t('metrics.noPoints')} />
        )
      }
    </QueryView>
  );
}

function Multiple({
  metric,
  unit,
  isChosen,
  onChoose,
}: {
  metric: Metric;
  unit: string | undefined;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const { t } = useTranslation('area');
  const text = useText();
  const language = useLanguage();
  const series = useSeries(metric, unit);
  const values = (series.data?.points ?? []).map((point) => point.value);
  return (
    <button type="button" className="metric-card" aria-pressed={isChosen} onClick={onChoose}>
      <span className="metric-card-title">{text(metric.title)}</span>
      <span>
        <Sparkline values={values} target={metric.target?.value} label={t('metrics.sparkline')} />
        {metric.colour ? <LightTag colour={metric.colour} compact /> : null}
      </span>
      <MetricValue
        value={metric.yearToDate ?? metric.value}
        measure={metric.measure}
        target={metric.target}
        smallBase={metric.smallBase}
      />
      {metric.lastYear ? (
        <span className="metric-card-beside">
          {t('metrics.lastYear')}{' '}
          {withMeasure(
            formatNumber(
              metric.yearToDate === null ? metric.lastYear.value : metric.lastYear.yearToDate,
              language,
            ),
            metric.measure,
          )}
        </span>
      ) : null}
    </button>
  );
}
