import type { Series } from '@duban/contract';
import {
  EmptyState,
  formatNumber,
  QueryView,
  queries,
  type SlotProps,
  useLanguage,
  usePeriodText,
  usePlan,
  useQuery,
  useText,
} from '@duban/portal-kit';
import { Chart } from '@duban/portal-kit/chart';
import { standingOf } from './standing.js';
import { standings, words } from './words.js';

/** The year's four quarters: how many drills each had, how many it takes, and where that leaves it. */
export default function DrillCalendar({ planId, unitId }: SlotProps['area']) {
  const text = useText();
  const { year } = usePlan();
  const series = useQuery(
    queries.series('command-integration.red-blue-drills', {
      planId,
      unitId: unitId ?? undefined,
      grain: 'quarter',
      from: `${year}-Q1`,
      to: `${year}-Q4`,
    }),
  );
  return (
    <QueryView query={series}>
      {({ points }) =>
        points.some(({ value, expectedReports }) => value !== null || expectedReports > 0) ? (
          <Quarters points={points} />
        ) : (
          <EmptyState title={text(words.nobody)} />
        )
      }
    </QueryView>
  );
}

function Quarters({ points }: { points: Series['points'] }) {
  const text = useText();
  const language = useLanguage();
  const periodText = usePeriodText();
  const { businessDate } = usePlan();
  const categories = points.map(({ period }) => periodText(period));
  const drills = points.map(({ value }) => value);
  const targets = points.map(({ target }) => target);
  return (
    <div className="section-body">
      <div className="table-box">
        <table className="grid" aria-label={text(words.calendar)}>
          <thead>
            <tr>
              <th scope="col">{text(words.quarter)}</th>
              <th scope="col" className="num">
                {text(words.drills)}
              </th>
              <th scope="col">{text(words.standing)}</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point, at) => (
              <tr key={point.period}>
                <th scope="row">{categories[at]}</th>
                <td className="num">{formatNumber(point.value, language)}</td>
                <td>{text(standings[standingOf(point, businessDate)])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Chart
        height={180}
        data={{
          title: text(words.calendar),
          measure: text(words.times),
          categories,
          series: [
            { name: text(words.drills), kind: 'bar', role: 'main', values: drills },
            { name: text(words.target), kind: 'line', role: 'target', values: targets },
          ],
        }}
      />
    </div>
  );
}
