import {
  EmptyState,
  QueryView,
  queries,
  type SlotProps,
  usePeriodText,
  usePlan,
  useQuery,
  useText,
} from '@duban/portal-kit';
import { Chart } from '@duban/portal-kit/chart';
import { funnelOf, rates } from './funnel.js';
import { holdLine, known, targetOf } from './hold-line.js';
import { kinds, words } from './words.js';

/** All screens and those under control, and each rate against the line that it must hold from April to December. */
export default function ScreenControl({ planId, unitId, period }: SlotProps['area']) {
  const text = useText();
  const board = useQuery(queries.board(planId, { period, unit: unitId ?? undefined }));
  return (
    <QueryView query={board} lines={8}>
      {({ areas }) => {
        const metrics = areas.flatMap((area) => area.metrics);
        const funnel = funnelOf(metrics, {
          title: text(words.funnel),
          measure: text(words.screens),
          all: text(words.all),
          controlled: text(words.controlled),
          kinds: kinds.map(text),
        });
        return (
          <div className="section-body">
            {funnel ? <Chart data={funnel} height={200} /> : <EmptyState title={text(words.none)} />}
            {rates.map((metric, at) => (
              <Held key={metric} metric={metric} kind={text(kinds[at])} planId={planId} unitId={unitId} />
            ))}
          </div>
        );
      }}
    </QueryView>
  );
}

function Held(props: { metric: string; kind: string; planId: string; unitId: string | null }) {
  const { metric, kind, planId, unitId } = props;
  const text = useText();
  const periodText = usePeriodText();
  const { year, rootUnitId, businessDate } = usePlan();
  const targets = useQuery(queries.targets(planId));
  const series = useQuery(
    queries.series(metric, { planId, unitId: unitId ?? undefined, from: `${year}-01`, to: `${year}-12` }),
  );
  return (
    <QueryView query={series} lines={4}>
      {({ points }) => (
        <Chart
          height={180}
          data={{
            title: kind,
            measure: '%',
            categories: points.map((point) => periodText(point.period)),
            series: [
              {
                name: text(words.rate),
                kind: 'line',
                role: 'main',
                values: known(points, businessDate),
              },
              {
                name: text(words.hold),
                kind: 'line',
                role: 'target',
                values: holdLine(points, targetOf(targets.data?.items ?? [], metric, unitId ?? rootUnitId)),
              },
            ],
          }}
        />
      )}
    </QueryView>
  );
}
