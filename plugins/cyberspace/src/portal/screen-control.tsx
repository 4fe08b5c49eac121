import type { Text } from '@duban/contract';
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

const words = {
  funnel: { zh: '从登记到管控', en: 'From the register to control' },
  screens: { zh: '块', en: 'screens' },
  all: { zh: '总数', en: 'All' },
  controlled: { zh: '已管控', en: 'Under control' },
  rate: { zh: '管控率', en: 'Rate' },
  hold: { zh: '须保持', en: 'To be held' },
  none: { zh: '本期尚无审定的显示屏数据', en: 'No accepted figures on screens yet' },
} satisfies Record<string, Text>;

const kinds: readonly Text[] = [
  { zh: '一类屏', en: 'Class 1' },
  { zh: '二类屏', en: 'Class 2' },
  { zh: '有联网后台的屏', en: 'Networked' },
];

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
