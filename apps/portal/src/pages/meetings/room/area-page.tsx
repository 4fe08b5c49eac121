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
import { ExceptionRow } from './list-pages.js';
import { LightCounts } from './overview-pages.js';
import { useRoom } from './room-context.js';

type Area = Snapshot['board']['areas'][number];
type Metric = Area['metrics'][number];

/** Figures, tasks and matters that fill a page and can still be read from ten metres. */
const metricsOnPage = 6;
const rowsBelow = 3;

const badness = { red: 0, yellow: 1, green: 2, grey: 3 };

/** What a room looks at first: red and yellow figures, then those with a target, then the rest in their order. */
export function inRoomOrder(metrics: readonly Metric[]): Metric[] {
  const rank = (metric: Metric) =>
    metric.colour && metric.colour !== 'grey' ? badness[metric.colour] : metric.target ? 3 : 4;
  return metrics.toSorted((a, b) => rank(a) - rank(b));
}

/** One area: its lights, its figures against their targets, the one in focus drawn, what is red, and what it asks. */
export function AreaPage({ areaId }: { areaId: string }) {
  const { t } = useTranslation('room');
  const { snapshot, open } = useRoom();
  const area = snapshot.board.areas.find((each) => each.areaId === areaId);
  const metrics = inRoomOrder(area?.metrics ?? []);
  const shown = metrics.slice(0, metricsOnPage);
  const portal = useQuery({
    queryKey: ['area-portal', areaId],
    staleTime: Infinity,
    queryFn: () => loadAreaPortal(areaId),
  });
  const own = portal.data ?? null;
  const hasPanel = (own?.panelsIn('room').length ?? 0) > 0;
  // What the plugin brings comes first; a figure that is chosen takes its place.
  const [key, setKey] = useState<string | null>(null);
  const chosen = shown.find((metric) => metric.key === key) ?? (hasPanel ? undefined : shown[0]);
  if (!area) return null;
  const exceptions = snapshot.board.exceptions.filter((each) => each.areaId === areaId);
  const matters = snapshot.materials.find((each) => each.areaId === areaId)?.matters ?? [];
  return (
    <div className="room-area">
      <Strip area={area} />
      <section className="room-metrics" aria-label={t('metrics')}>
        {shown.map((metric) => (
          <MetricRow
            key={metric.key}
            metric={metric}
            isChosen={metric.key === chosen?.key}
            onFocus={() => setKey(metric.key)}
          />
        ))}
        {metrics.length > shown.length ? (
          <p className="dim">{t('moreMetrics', { count: metrics.length - shown.length })}</p>
        ) : null}
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
        {exceptions.length === 0 ? <p className="dim">{t('noExceptions')}</p> : null}
        {exceptions.slice(0, rowsBelow).map((each) => (
          <ExceptionRow key={each.taskId} exception={each} />
        ))}
        {exceptions.length > rowsBelow ? (
          <p className="dim">{t('more', { count: exceptions.length - rowsBelow })}</p>
        ) : null}
      </section>
      <section className="room-below">
        <h2>{t('matters')}</h2>
        {matters.length === 0 ? <p className="dim">{t('noMatters')}</p> : null}
        <ol className="room-matters">
          {matters.slice(0, rowsBelow).map((matter) => (
            <li key={matter}>{matter}</li>
          ))}
        </ol>
        {matters.length > rowsBelow ? (
          <p className="dim">{t('more', { count: matters.length - rowsBelow })}</p>
        ) : null}
      </section>
    </div>
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
