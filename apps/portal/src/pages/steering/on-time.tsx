import type { OnTime, OnTimeTask, Page } from '@duban/contract';
import {
  api,
  createAppColumnHelper,
  DataTable,
  formatNumber,
  PortalLink,
  QueryView,
  Section,
  useCan,
  useGo,
  useLanguage,
  usePlan,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import type { SteeringSearch } from '../../app/search.js';
import type { TabProps } from './steering-page.js';
import { taskTitle } from './steering-table.js';

type Against = 'original' | 'extended';
type Rate = OnTime['original'];
const dates = ['original', 'extended'] as const satisfies readonly Against[];

/** 按期率: against the dates first set and against the extended ones, and the tasks behind each number. */
export function OnTimeRates(props: TabProps) {
  const { t } = useTranslation('steering');
  const plan = usePlan();
  const can = useCan();
  const rates = useQuery({
    queryKey: ['tasks', 'on-time', plan.id],
    enabled: can('figure.read'),
    queryFn: ({ signal }) => api.get<OnTime>(`/api/plans/${plan.id}/on-time`, {}, signal),
  });
  return (
    <>
      <Section title={t('page.tab.on-time')} note={t('onTime.note')}>
        <QueryView query={rates} lines={8}>
          {(data) => <Rates data={data} search={props.search} />}
        </QueryView>
      </Section>
      <Behind {...props} />
    </>
  );
}

function Rates({ data, search }: { data: OnTime; search: SteeringSearch }) {
  const { t } = useTranslation('steering');
  const text = useText();
  const plan = usePlan();
  const row = (area: string | undefined, rates: Pick<OnTime, Against>) =>
    dates.map((against) => (
      <RateCells key={against} rate={rates[against]} area={area} against={against} search={search} />
    ));
  // In the plan's order; an area that is switched off is in no rate.
  const areas = plan.areas.flatMap(({ id }) => data.areas.find((each) => each.areaId === id) ?? []);
  const title = (id: string) => text(plan.areas.find((area) => area.id === id)?.title);
  return (
    <div className="table-box">
      <table className="grid" aria-label={t('page.tab.on-time')}>
        <thead>
          <tr>
            <th scope="col" className="grow" rowSpan={2}>
              {t('page.area')}
            </th>
            {dates.map((against) => (
              <th key={against} scope="colgroup" colSpan={3} className="center">
                {t(`onTime.${against}`)}
              </th>
            ))}
          </tr>
          <tr>
            {dates.flatMap((against) =>
              (['rate', 'on-time', 'late'] as const).map((each) => (
                <th key={`${against} ${each}`} scope="col" className="num">
                  {t(`onTime.column.${each}`)}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {areas.map((area) => (
            <tr key={area.areaId}>
              <th scope="row" className="grow">
                {title(area.areaId)}
              </th>
              {row(area.areaId, area)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('onTime.plan')}</th>
            {row(undefined, data)}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function RateCells({
  rate,
  area,
  against,
  search,
}: {
  rate: Rate;
  area: string | undefined;
  against: Against;
  search: SteeringSearch;
}) {
  const language = useLanguage();
  const shown = search.against === against && search.area === area;
  const link = (count: string | number, outcome?: 'on-time' | 'late') => (
    <PortalLink
      href={addresses.steering({ tab: 'on-time', area, against, outcome })}
      current={shown && search.outcome === outcome}
    >
      {count}
    </PortalLink>
  );
  return (
    <>
      <td className="num">
        {rate.rate === null ? (
          <span className="dim">–</span>
        ) : (
          link(`${formatNumber(rate.rate, language, 1)}%`)
        )}
      </td>
      <td className="num">
        {rate.onTime === 0 ? <span className="dim">0</span> : link(rate.onTime, 'on-time')}
      </td>
      <td className="num">{rate.late === 0 ? <span className="dim">0</span> : link(rate.late, 'late')}</td>
    </>
  );
}

/** The tasks behind the number that the address names. */
function Behind({ search, onSearch }: TabProps) {
  const { t } = useTranslation('steering');
  const text = useText();
  const plan = usePlan();
  const can = useCan();
  const go = useGo();
  const { area, outcome, against = 'extended' } = search;
  const query = { areaId: area, against, outcome };
  const tasks = useQuery({
    queryKey: ['tasks', 'on-time', plan.id, query],
    enabled: can('figure.read'),
    queryFn: ({ signal }) => api.get<Page<OnTimeTask>>(`/api/plans/${plan.id}/on-time/tasks`, query, signal),
  });
  const columns = useMemo(() => {
    const column = createAppColumnHelper<OnTimeTask>();
    const day = (key: 'originalDueDate' | 'dueDate' | 'requestedOn' | 'closedOn', wideOnly = false) =>
      column.accessor((row) => row[key] ?? '', {
        id: key,
        header: t(`onTime.day.${key}`),
        sortFn: 'basic',
        meta: { label: t(`onTime.day.${key}`), wideOnly },
        cell: ({ getValue }) => <span className="figure">{getValue() || '–'}</span>,
      });
    const judged = (key: Against) =>
      column.accessor((row) => (row[key] ? t(`onTime.outcome.${row[key]}`) : '–'), {
        id: key,
        header: t(`onTime.${key}`),
        sortFn: 'basic',
        meta: { label: t(`onTime.${key}`) },
      });
    return column.columns([
      column.accessor((row) => taskTitle(row.task), {
        id: 'task',
        header: t('page.task'),
        sortFn: 'basic',
        meta: { label: t('page.task'), grow: true },
        cell: ({ row: { original } }) => (
          <PortalLink href={addresses.task(original.task.id)}>{taskTitle(original.task)}</PortalLink>
        ),
      }),
      day('originalDueDate'),
      day('dueDate'),
      day('requestedOn', true),
      day('closedOn', true),
      judged('original'),
      judged('extended'),
    ]);
  }, [t]);
  return (
    <Section
      title={t('onTime.tasks')}
      note={[
        area ? text(plan.areas.find((each) => each.id === area)?.title) : t('onTime.plan'),
        t(`onTime.${against}`),
        outcome ? t(`onTime.outcome.${outcome}`) : null,
      ]
        .filter(Boolean)
        .join(' · ')}
    >
      <QueryView query={tasks} lines={5}>
        {({ items }) => (
          <DataTable
            label={t('onTime.tasks')}
            data={items}
            columns={columns}
            rowId={(row) => row.task.id}
            view={search}
            onView={onSearch}
            onOpen={(row) => go(addresses.task(row.task.id))}
            empty={t('page.none')}
          />
        )}
      </QueryView>
    </Section>
  );
}
