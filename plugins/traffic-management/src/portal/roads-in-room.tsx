import type { Snapshot } from '@duban/contract';
import {
  formatNumber,
  metricMark,
  RoomFigure,
  RoomShares,
  RoomTrend,
  type SlotProps,
  type TrendLine,
  useLanguage,
  useShortPeriod,
  useText,
} from '@duban/portal-kit';
import { meanSoFar } from './trend.js';
import { words } from './words.js';

export const indexMetric = 'traffic-management.congestion-index';
export const shares = [
  'traffic-management.congestion-points-treated-rate',
  'traffic-management.hazard-points-treated-rate',
  'traffic-management.hazard-rectified-rate',
].map((metric) => ({ metric }));

/** The frozen months of the index, as the one unit that reports it gave them, with their mean so far. */
export function indexLine({ figures, period }: Pick<Snapshot, 'figures' | 'period'>): TrendLine {
  const rows = figures
    .filter((row) => row.metric === indexMetric && row.value !== null && row.period <= period)
    .toSorted((one, other) => one.period.localeCompare(other.period));
  const means = meanSoFar(rows);
  return {
    points: rows.map((row, at) => ({ period: row.period, value: row.value, pace: means[at] ?? null })),
    target: null,
  };
}

/** The city's congestion month by month, and how many points and hazards are dealt with. */
export default function RoadsInRoom(given: SlotProps['room']) {
  const text = useText();
  const language = useLanguage();
  const periodText = useShortPeriod();
  const trend = indexLine(given.snapshot);
  return (
    <>
      <RoomFigure mark={metricMark(indexMetric)} onOpen={() => given.openMetric(indexMetric)}>
        {text(words.index)}
      </RoomFigure>
      {trend.points.length === 0 ? (
        <p>{text(words.none)}</p>
      ) : (
        <RoomTrend
          title={text(words.index)}
          trend={trend}
          words={{ value: text(words.month), target: text(words.target), pace: text(words.mean) }}
          periodText={periodText}
          valueText={(value) => formatNumber(value, language)}
          height={240}
        />
      )}
      <RoomShares given={given} shares={shares} />
    </>
  );
}
