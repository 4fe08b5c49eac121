import type { Snapshot } from '@duban/contract';
import {
  AreaSlot,
  formatNumber,
  formatTarget,
  LightTag,
  LoadingState,
  RoomTrend,
  useLanguage,
  useShortPeriod,
  useText,
  withMeasure,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { loadAreaPortal } from '../../../areas.js';
import { Figure } from './figure.js';
import { trendOf } from './frozen-figures.js';
import { ExceptionRow, ExceptionsPage, RowText } from './list-pages.js';
import { LightCounts } from './overview-pages.js';
import { useRoom } from './room-context.js';
import type { AreaRoomPage, Matter, Metric } from './room-pages.js';
import type { Row } from './room-rows.js';

type Area = Snapshot['board']['areas'][number];

/** One area: its first page, or what its lists have beyond that. */
export function AreaPage({ page, at }: { page: AreaRoomPage; at: number }) {
  const { t } = useTranslation('room');
  const { snapshot } = useRoom();
  const area = snapshot.board.areas.find((each) => each.areaId === page.areaId);
  if (!area) return null;
  if (page.part === 1) return <First page={page} area={area} at={at} />;
  if (page.metrics.length > 0) return <Metrics metrics={page.metrics} />;
  return (
    <section className="room-further">
      <h2>{t(page.matters.length > 0 ? 'matters' : 'attention')}</h2>
      {page.matters.length > 0 ? <Matters rows={page.matters} /> : <ExceptionsPage rows={page.exceptions} />}
    </section>
  );
}

/** Its lights, its figures against their targets, the one in focus drawn, what is red, and what it asks. */
function First({ page, area, at }: { page: AreaRoomPage; area: Area; at: number }) {
  const { t } = useTranslation('room');
  const { snapshot, open, goTo } = useRoom();
  const { areaId, metrics, exceptions, matters, goesOn } = page;
  const portal = useQuery({
    queryKey: ['area-portal', areaId],
    staleTime: Infinity,
    queryFn: () => loadAreaPortal(areaId),
  });
  const own = portal.data ?? null;
  const hasPanel = (own?.panelsIn('room').length ?? 0) > 0;
  // What the plugin brings comes first; a figure that is chosen takes its place.
  const [key, setKey] = useState<string | null>(null);
  const chosen = metrics.find((metric) => metric.key === key) ?? (hasPanel ? undefined : metrics[0]);
  const further = (list: keyof typeof goesOn) => {
    const next = goesOn[list];
    if (!next) return null;
    const number = at - page.part + next.part;
    return (
      <button type="button" className="room-more" onClick={() => goTo(number)}>
        {t('goesOn', { count: next.count, number })}
      </button>
    );
  };
  return (
    <div className="room-area">
      <Strip area={area} />
      <section className="room-metrics" aria-label={t('metrics')}>
        {metrics.map((metric) => (
          <MetricRow
            key={metric.key}
            metric={metric}
            isChosen={metric.key === chosen?.key}
            onFocus={() => setKey(metric.key)}
          />
        ))}
        {further('metrics')}
      </section>
      <section className="room-side">
        {portal.isPending ? (
          <LoadingState lines={4} />
        ) : chosen ? (
          <Trend key={chosen.key} metric={chosen} />
        ) : (
          <AreaSlot
            portal={own}
            slot="room"
            given={{ areaId, snapshot, openMetric: (key) => open({ kind: 'metric', key }) }}
          />
        )}
      </section>
      <section className="room-below">
        <h2>{t('attention')}</h2>
        {exceptions.length === 0 && !goesOn.exceptions ? <p className="dim">{t('noExceptions')}</p> : null}
        {exceptions.map(({ item }) => (
          <ExceptionRow key={item.taskId} exception={item} />
        ))}
        {further('exceptions')}
      </section>
      <section className="room-below">
        <h2>{t('matters')}</h2>
        {matters.length === 0 && !goesOn.matters ? <p className="dim">{t('noMatters')}</p> : null}
        <Matters rows={matters} />
        {further('matters')}
      </section>
    </div>
  );
}

/** Metrics that the first page has no room for, with the one in focus drawn. */
function Metrics({ metrics }: { metrics: readonly Metric[] }) {
  const { t } = useTranslation('room');
  const [key, setKey] = useState<string | null>(null);
  const chosen = metrics.find((metric) => metric.key === key) ?? metrics[0];
  return (
    <div className="room-area">
      <section className="room-metrics" aria-label={t('metrics')}>
        {metrics.map((metric) => (
          <MetricRow
            key={metric.key}
            metric={metric}
            isChosen={metric.key === chosen?.key}
            onFocus={() => setKey(metric.key)}
          />
        ))}
      </section>
      <section className="room-side">{chosen ? <Trend key={chosen.key} metric={chosen} /> : null}</section>
    </div>
  );
}

/** What the area puts to the meeting, each in full under its own number. */
function Matters({ rows }: { rows: readonly Row<Matter>[] }) {
  return (
    <ol className="room-matters">
      {rows.map(({ item, text, isFurther }) => (
        <li key={`${item.number} ${text}`}>
          <b className="room-row-number">{item.number}</b>
          <span>
            <RowText text={text} isFurther={isFurther} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function Strip({ area }: { area: Area }) {
  const { t } = useTranslation('room');
  const language = useLanguage();
  const { completeness } = area;
  return (
    <div className="room-strip">
      <Figure source={{ kind: 'area', areaId: area.areaId }} className="room-strip-counts">
        <LightCounts lights={area.lights} />
        <span>{t('closedCount', { count: area.closed.onTime + area.closed.late })}</span>
      </Figure>
      {area.withheld > 0 ? (
        <Figure source={{ kind: 'total', name: 'withheld' }}>
          {t('withheldCount', { count: area.withheld })}
        </Figure>
      ) : null}
      {completeness.rate === null ? null : (
        <Figure source={{ kind: 'reporting', areaId: area.areaId }}>
          {t('completeness')} {formatNumber(completeness.rate, language, 1)}%
        </Figure>
      )}
    </div>
  );
}

function MetricRow({
  metric,
  isChosen,
  onFocus,
}: {
  metric: Metric;
  isChosen: boolean;
  onFocus: () => void;
}) {
  const { t } = useTranslation('room');
  const text = useText();
  const language = useLanguage();
  const value = metric.yearToDate ?? metric.value;
  const aim = metric.target ? formatTarget(metric.target, metric.measure, language) : '';
  return (
    <Figure
      source={{ kind: 'metric', key: metric.key }}
      className={`room-metric${isChosen ? ' chosen' : ''}`}
      onFocus={onFocus}
    >
      <span className="room-metric-title">
        {text(metric.title)}
        {aim ? (
          <span className="room-metric-target">
            {t('target')} {aim}
            {metric.target?.firm === false ? ` ${t('stretch')}` : ''}
            {metric.target?.source === 'demo' ? ` ${t('demoTarget')}` : ''}
          </span>
        ) : null}
      </span>
      <b className="room-metric-value">
        {value === null ? '–' : withMeasure(formatNumber(value, language), metric.measure)}
      </b>
      <span className="room-metric-light">
        {metric.colour && metric.colour !== 'grey' ? <LightTag colour={metric.colour} compact /> : null}
      </span>
    </Figure>
  );
}

function Trend({ metric }: { metric: Metric }) {
  const { t } = useTranslation('room');
  const text = useText();
  const language = useLanguage();
  const periodText = useShortPeriod();
  const { snapshot } = useRoom();
  const trend = trendOf(snapshot, metric.key);
  return (
    <figure className="room-trend">
      <figcaption>{text(metric.title)}</figcaption>
      {trend.points.every((point) => point.value === null) ? (
        <p className="room-free">{t('noFigures')}</p>
      ) : (
        <RoomTrend
          title={text(metric.title)}
          trend={trend}
          words={{
            value: t(trend.isPerPeriod ? 'trend.period' : 'trend.value'),
            target: t('trend.target'),
            pace: t('trend.pace'),
          }}
          periodText={periodText}
          valueText={(value) => withMeasure(formatNumber(value, language, 1), metric.measure)}
        />
      )}
    </figure>
  );
}
