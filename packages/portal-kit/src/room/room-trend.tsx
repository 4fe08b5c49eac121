/** A line over the periods of a year, with what it is held against. */
export interface TrendLine {
  /** `pace` is a second line: where the value should be, or its mean so far. */
  points: { period: string; value: number | null; pace: number | null }[];
  /** What is to be reached; null where no value is set. */
  target: number | null;
}

interface Words {
  value: string;
  target: string;
  pace: string;
}

const width = 900;
const box = { left: 96, right: 24, top: 56, bottom: 48 };

/** Round steps of an axis from `low` to `high`: so many at `most`, ends included. */
export function axisOf(low: number, high: number, most = 5): number[] {
  const span = high - low || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const step =
    [1, 2, 5, 10].map((factor) => factor * power).find((each) => span / each <= most) ?? power * 10;
  const from = Math.floor(low / step);
  const to = Math.max(Math.ceil(high / step), from + 1);
  return Array.from({ length: to - from + 1 }, (_, at) => Number(((from + at) * step).toPrecision(12)));
}

/** A trend to be read from the back of the room: thick lines, few and large letters. The last value stands at its point. */
export function RoomTrend({
  title,
  trend: { points, target },
  words,
  periodText,
  valueText,
  height = 400,
}: {
  title: string;
  trend: TrendLine;
  words: Words;
  periodText: (period: string) => string;
  valueText: (value: number) => string;
  /** In units of which the drawing is 900 wide. */
  height?: number;
}) {
  const known = points
    .flatMap((point) => [point.value, point.pace])
    .concat(target)
    .filter((value) => value !== null);
  const ticks = axisOf(Math.min(...known, 0), Math.max(...known), height < 300 ? 3 : 5);
  const low = ticks[0] ?? 0;
  const high = ticks.at(-1) ?? 1;
  const x = (at: number) =>
    box.left + ((at + 0.5) * (width - box.left - box.right)) / Math.max(1, points.length);
  const y = (value: number) =>
    height - box.bottom - ((value - low) / (high - low)) * (height - box.top - box.bottom);
  const line = (of: (point: TrendLine['points'][number]) => number | null) =>
    points
      .map((point, at) => ({ value: of(point), at }))
      .filter((each): each is { value: number; at: number } => each.value !== null)
      .map(({ value, at }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`);
  const values = line((point) => point.value);
  const pace = line((point) => point.pace);
  const last = points.findLastIndex((point) => point.value !== null);
  const lastValue = points[last]?.value ?? null;
  // Twelve names do not fit beside each other.
  const every = Math.ceil(points.length / 6);
  return (
    <svg className="trend-drawing" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
      <g className="trend-legend">
        <line x1={box.left} x2={box.left + 48} y1="22" y2="22" className="trend-value" />
        <text x={box.left + 58} y="31">
          {words.value}
        </text>
        {target === null ? null : (
          <>
            <line x1="330" x2="378" y1="22" y2="22" className="trend-target" />
            <text x="388" y="31">
              {words.target} {valueText(target)}
            </text>
          </>
        )}
        {pace.length === 0 ? null : (
          <>
            <line x1="650" x2="698" y1="22" y2="22" className="trend-pace" />
            <text x="708" y="31">
              {words.pace}
            </text>
          </>
        )}
      </g>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className="trend-grid" x1={box.left} x2={width - box.right} y1={y(tick)} y2={y(tick)} />
          <text className="trend-tick" x={box.left - 12} y={y(tick) + 9} textAnchor="end">
            {tick}
          </text>
        </g>
      ))}
      {points.map((point, at) =>
        at % every === (points.length - 1) % every ? (
          <text key={point.period} x={x(at)} y={height - 10} textAnchor="middle">
            {periodText(point.period)}
          </text>
        ) : null,
      )}
      {target === null ? null : (
        <line className="trend-target" x1={box.left} x2={width - box.right} y1={y(target)} y2={y(target)} />
      )}
      {pace.length > 0 ? <polyline className="trend-pace" points={pace.join(' ')} /> : null}
      <polyline className="trend-value" points={values.join(' ')} />
      {values.map((point) => (
        <circle key={point} className="trend-point" cx={point.split(',')[0]} cy={point.split(',')[1]} r="6" />
      ))}
      {lastValue === null ? null : (
        <text
          className="trend-last"
          x={Math.min(x(last), width - box.right - 40)}
          y={y(lastValue) - 18 > box.top + 30 ? y(lastValue) - 18 : y(lastValue) + 46}
          textAnchor="middle"
        >
          {valueText(lastValue)}
        </text>
      )}
    </svg>
  );
}
