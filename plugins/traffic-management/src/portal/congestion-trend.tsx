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
import { known, meanSoFar } from './trend.js';
import { words } from './words.js';

/**
 * The published index of the city, and how far the treatment of its points has come. The index is never rolled up,
 * so it is read from the department that reports it, whatever unit is on screen.
 */
export default function CongestionTrend({ planId, areaId, unitId }: SlotProps['area']) {
  const text = useText();
  const forms = useQuery(queries.forms(planId, areaId));
  return (
    <QueryView query={forms}>
      {({ items }) => {
        const reporter = items.find((form) => form.key === 'congestion-index')?.unitIds[0];
        return (
          <div className="section-body">
            {reporter ? (
              <Index planId={planId} unitId={reporter} />
            ) : (
              <EmptyState title={text(words.nobody)} />
            )}
            <Treated planId={planId} unitId={unitId ?? undefined} />
          </div>
        );
      }}
    </QueryView>
  );
}

function useMonths(metric: string, planId: string, unitId: string | undefined) {
  const { year } = usePlan();
  return useQuery(
    queries.series(`traffic-management.${metric}`, { planId, unitId, from: `${year}-01`, to: `${year}-12` }),
  );
}

function Index({ planId, unitId }: { planId: string; unitId: string }) {
  const text = useText();
  const periodText = usePeriodText();
  const months = useMonths('congestion-index', planId, unitId);
  return (
    <QueryView query={months}>
      {({ points }) =>
        points.every(({ value }) => value === null) ? (
          <EmptyState title={text(words.none)} />
        ) : (
          <Chart
            data={{
              title: text(words.index),
              measure: text(words.measure),
              categories: points.map(({ period }) => periodText(period)),
              series: [
                {
                  name: text(words.month),
                  kind: 'line',
                  role: 'main',
                  values: points.map(({ value }) => value),
                },
                { name: text(words.mean), kind: 'line', role: 'second', values: meanSoFar(points) },
              ],
            }}
          />
        )
      }
    </QueryView>
  );
}

function Treated({ planId, unitId }: { planId: string; unitId: string | undefined }) {
  const text = useText();
  const periodText = usePeriodText();
  const { businessDate } = usePlan();
  const months = useMonths('congestion-points-treated-rate', planId, unitId);
  return (
    <QueryView query={months}>
      {({ points }) => (
        <Chart
          height={200}
          data={{
            title: text(words.treated),
            measure: '%',
            categories: points.map(({ period }) => periodText(period)),
            series: [
              {
                name: text(words.rate),
                kind: 'line',
                role: 'main',
                values: known(points, businessDate),
              },
              {
                name: text(words.target),
                kind: 'line',
                role: 'target',
                values: points.map(({ target }) => target),
              },
            ],
          }}
        />
      )}
    </QueryView>
  );
}
