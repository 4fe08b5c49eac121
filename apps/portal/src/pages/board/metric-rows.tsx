import type { Board, DrillQuery } from '@duban/contract';
import {
  EmptyState,
  formatNumber,
  formatTarget,
  LightTag,
  MetricValue,
  useLanguage,
  useText,
} from '@duban/portal-kit';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Compared } from '../../parts/compared.js';
import { MetricName } from '../../parts/metric-name.js';

type Area = Board['areas'][number];
type Metric = Area['metrics'][number];

/** The areas' figures of the period beside year to date and target. Without `all`, those with a target only. */
export function MetricRows({
  areas,
  all,
  onDrill,
}: {
  areas: readonly Area[];
  all: boolean;
  onDrill: (metric: string, of: DrillQuery['of']) => void;
}) {
  const { t } = useTranslation('board');
  const text = useText();
  const shown = areas
    .map((area) => ({ area, metrics: area.metrics.filter((metric) => all || metric.target !== null) }))
    .filter((each) => each.metrics.length > 0);
  if (shown.length === 0) return <EmptyState title={t('metrics.none')} hint={t('metrics.noneHint')} />;
  return (
    <div className="table-box">
      <table className="grid" aria-label={t('metrics.title')}>
        <thead>
          <tr>
            <th scope="col" className="grow">
              {t('metrics.metric')}
            </th>
            <th scope="col" className="num">
              {t('metrics.value')}
            </th>
            <th scope="col" className="num">
              {t('metrics.yearToDate')}
            </th>
            <th scope="col" className="num wide-only">
              {t('metrics.lastPeriod')}
            </th>
            <th scope="col" className="num wide-only">
              {t('metrics.lastYear')}
            </th>
            <th scope="col" className="num wide-only">
              {t('metrics.parts')}
            </th>
            <th scope="col" className="num">
              {t('metrics.target')}
            </th>
            <th scope="col">{t('light')}</th>
          </tr>
        </thead>
        {shown.map(({ area, metrics }) => (
          <tbody key={area.areaId}>
            <tr className="group-row">
              <th scope="rowgroup" colSpan={8}>
                {area.number}. {text(area.title)}
              </th>
            </tr>
            {metrics.map((metric) => (
              <MetricRow key={metric.key} metric={metric} onDrill={onDrill} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function MetricRow({
  metric,
  onDrill,
}: {
  metric: Metric;
  onDrill: (metric: string, of: DrillQuery['of']) => void;
}) {
  const { t } = useTranslation('board');
  const text = useText();
  const language = useLanguage();
  const { target } = metric;
  const title = text(metric.title);
  const figure = (of: DrillQuery['of'], shown: ReactNode) => (
    <button
      type="button"
      className="figure-button"
      title={t('metrics.drill')}
      onClick={() => onDrill(metric.key, of)}
    >
      {shown}
    </button>
  );
  return (
    <tr>
      <th scope="row" className="grow">
        <MetricName metric={metric.key} title={title} />
      </th>
      <td className="num">
        {figure(
          'value',
          <MetricValue value={metric.value} measure={metric.measure} smallBase={metric.smallBase} />,
        )}
      </td>
      <td className="num">
        {metric.yearToDate === null ? (
          <MetricValue value={null} measure={metric.measure} />
        ) : (
          figure('year-to-date', <MetricValue value={metric.yearToDate} measure={metric.measure} />)
        )}
      </td>
      <td className="num wide-only">
        <Compared to={metric.lastPeriod} measure={metric.measure} />
      </td>
      <td className="num wide-only">
        {metric.lastYear ? (
          figure('last-year', <Compared to={metric.lastYear} measure={metric.measure} />)
        ) : (
          <span className="dim">–</span>
        )}
      </td>
      <td className="num wide-only">
        {metric.denominator === null
          ? ''
          : `${formatNumber(metric.numerator, language)} / ${formatNumber(metric.denominator, language)}`}
      </td>
      <td className="num">
        {target ? formatTarget(target, metric.measure, language) : ''}
        {target ? (
          <span className="under">
            {[
              target.date,
              !target.firm && t('metrics.stretch'),
              target.scope === 'each' && t('metrics.each'),
              target.by === 'share' && t('metrics.share'),
              target.source === 'demo' && t('metrics.demo'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        ) : null}
      </td>
      <td>{metric.colour === null ? <span className="dim">–</span> : <LightTag colour={metric.colour} />}</td>
    </tr>
  );
}
