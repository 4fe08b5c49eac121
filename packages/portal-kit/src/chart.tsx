import { Button } from 'antd';
import { lazy, Suspense, useId, useState } from 'react';
import type { ChartData } from './chart/chart-data.js';
import { formatNumber } from './metric/format.js';
import { PanelBoundary } from './page/panel-boundary.js';
import { LoadingState } from './page/states.js';
import { useKitText, useLanguage } from './text/use-text.js';

export type { ChartData, ChartSeries } from './chart/chart-data.js';

const ChartView = lazy(() => import('./chart/chart-view.js'));

/** A chart, and the same data as a table one click away. The drawing is loaded when first shown. */
export function Chart({ data, height = 280 }: { data: ChartData; height?: number }) {
  const t = useKitText();
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption className="chart-head">
        <span id={id}>
          {data.title}
          {data.measure ? <span className="chart-measure">({data.measure})</span> : null}
        </span>
        <Button size="small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'chart.asChart' : 'chart.asTable')}
        </Button>
      </figcaption>
      {asTable ? (
        <ChartTable data={data} />
      ) : (
        <PanelBoundary name={data.title}>
          <Suspense fallback={<LoadingState lines={5} />}>
            <ChartView data={data} height={height} />
          </Suspense>
        </PanelBoundary>
      )}
    </figure>
  );
}

function ChartTable({ data }: { data: ChartData }) {
  const t = useKitText();
  const language = useLanguage();
  return (
    <div className="table-box">
      <table className="grid" aria-label={data.title}>
        <thead>
          <tr>
            <th scope="col">{t('chart.period')}</th>
            {data.series.map((series) => (
              <th key={series.name} scope="col" className="num">
                {series.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.categories.map((category, at) => (
            <tr key={category}>
              <th scope="row">{category}</th>
              {data.series.map((series) => (
                <td key={series.name} className="num">
                  {formatNumber(series.values[at], language, 4)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A line without axes for a row of small multiples; gaps stay gaps. The number stands beside it. */
export function Sparkline({
  values,
  target,
  label,
}: {
  values: readonly (number | null)[];
  target?: number | null;
  label: string;
}) {
  const width = 120;
  const height = 32;
  const known = [...values, target ?? null].filter((value): value is number => value !== null);
  if (known.length === 0) return <span className="sparkline" />;
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const x = (at: number) => 3 + (at * (width - 6)) / Math.max(1, values.length - 1);
  const y = (value: number) => height - 4 - ((value - low) / span) * (height - 8);
  const points = values.map((value, at) =>
    value === null ? null : `${x(at).toFixed(1)},${y(value).toFixed(1)}`,
  );
  const runs = points.reduce<string[][]>((done, point, at) => {
    if (point === null) return done;
    if (at > 0 && points[at - 1] !== null) done.at(-1)?.push(point);
    else done.push([point]);
    return done;
  }, []);
  return (
    <svg className="sparkline" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {typeof target === 'number' ? (
        <line className="sparkline-target" x1="0" x2={width} y1={y(target)} y2={y(target)} />
      ) : null}
      {runs.map((run) =>
        run.length > 1 ? (
          <polyline key={run[0]} points={run.join(' ')} />
        ) : (
          <circle key={run[0]} cx={run[0]?.split(',')[0]} cy={run[0]?.split(',')[1]} r="1.8" />
        ),
      )}
    </svg>
  );
}
