import type { InstructionView } from '@duban/contract';
import {
  api,
  createAppColumnHelper,
  DataTable,
  type DataTableProps,
  PortalLink,
  type Query,
  QueryView,
  Section,
  useGo,
  usePlan,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import type { SteeringSearch } from '../../app/search.js';
import { type SteeringAction, SteeringDialog } from '../../parts/steering/steering-dialog.js';
import type { Listed } from '../../parts/steering/steering-list.js';
import type { TabProps } from './steering-page.js';

/** The task that a row hangs on. */
export type TaskOf = InstructionView['task'];
interface Row {
  id: string;
  task: TaskOf;
}

/** One kind of the plan's lists, filtered by the API and sorted, searched and taken away by the table. */
export function SteeringTable<T extends Row>({
  search,
  onSearch,
  title,
  note,
  path,
  query,
  columns,
  filters,
  empty,
}: TabProps & {
  title: string;
  note?: string;
  /** Last part of its address under the plan, and what is asked for. */
  path: string;
  query: Query;
  columns: DataTableProps<T>['columns'];
  /** Beside the filter by area, which every list has. */
  filters?: ReactNode;
  empty: string;
}) {
  const plan = usePlan();
  const go = useGo();
  const given = { areaId: search.area, ...query };
  const rows = useQuery({
    queryKey: ['tasks', 'steering', path, plan.id, given],
    queryFn: ({ signal }) => api.all<T>(`/api/plans/${plan.id}/${path}`, given, signal),
  });
  return (
    <Section title={title} note={note}>
      <QueryView query={rows} lines={10}>
        {({ items }) => (
          <DataTable
            label={title}
            data={items}
            columns={columns}
            rowId={(row) => row.id}
            view={search}
            onView={onSearch}
            onOpen={(row) => go(addresses.task(row.task.id))}
            filters={
              <>
                <AreaFilter value={search.area} onChange={(area) => onSearch({ area })} />
                {filters}
              </>
            }
            empty={empty}
          />
        )}
      </QueryView>
    </Section>
  );
}

function AreaFilter({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}) {
  const { t } = useTranslation('steering');
  const text = useText();
  const plan = usePlan();
  return (
    <Select
      className="filter"
      allowClear
      aria-label={t('page.area')}
      placeholder={t('page.allAreas')}
      popupMatchSelectWidth={220}
      value={value}
      options={plan.areas
        .filter((area) => area.enabled)
        .map((area) => ({ value: area.id, label: text(area.title) }))}
      onChange={onChange}
    />
  );
}

/** A filter by one of some words. */
export function WordFilter<W extends string>({
  label,
  all,
  value,
  options,
  onChange,
}: {
  label: string;
  all: string;
  value: W | undefined;
  options: readonly { value: W; label: string }[];
  onChange: (value: W | undefined) => void;
}) {
  return (
    <Select<W>
      className="filter"
      allowClear
      aria-label={label}
      placeholder={all}
      popupMatchSelectWidth={160}
      value={value}
      options={[...options]}
      onChange={onChange}
    />
  );
}

/** Only what is past its day without an answer. */
export function LateFilter({ search, onSearch }: TabProps) {
  const { t } = useTranslation('steering');
  return (
    <Button
      aria-pressed={search.late === 'true'}
      type={search.late === 'true' ? 'primary' : 'default'}
      onClick={() => onSearch({ late: search.late === 'true' ? undefined : 'true' })}
    >
      {t('page.onlyLate')}
    </Button>
  );
}

/** A state that this list knows; another list's word in the address counts for nothing. */
export function stateOf<S extends string>(search: SteeringSearch, states: readonly S[]): S | undefined {
  return states.find((each) => each === search.state);
}

/** Columns that every list shares: the task with its area, and the steps that the reader may take. */
export function useSharedColumns<T extends Row>(show: (row: T) => Listed) {
  const { t } = useTranslation('steering');
  const text = useText();
  const plan = usePlan();
  return useMemo(() => {
    const column = createAppColumnHelper<T>();
    const areaTitle = (id: string) => text(plan.areas.find((area) => area.id === id)?.title);
    return {
      column,
      task: column.accessor((row) => taskTitle(row.task), {
        id: 'task',
        header: t('page.task'),
        sortFn: 'basic',
        meta: { label: t('page.task'), grow: true },
        cell: ({ row: { original } }) => (
          <>
            <PortalLink href={addresses.task(original.task.id)}>{taskTitle(original.task)}</PortalLink>
            <span className="under">{areaTitle(original.task.areaId)}</span>
          </>
        ),
      }),
      content: (label: string) =>
        column.accessor((row) => show(row).text, {
          id: 'content',
          header: label,
          sortFn: 'basic',
          meta: { label, grow: true, wideOnly: true },
          cell: ({ row: { original } }) => {
            const listed = show(original);
            return (
              <>
                <div className="two-lines" title={listed.text}>
                  {listed.text}
                </div>
                {listed.more}
              </>
            );
          },
        }),
      steps: column.display({
        id: 'steps',
        header: t('page.steps'),
        meta: { label: t('page.steps') },
        cell: ({ row: { original } }) => <Steps listed={show(original)} task={original.task} />,
      }),
    };
    // The words and the steps are functions of the language and the reader, who stay while the page is open.
  }, [t, text, plan, show]);
}

export function taskTitle({ number, title }: Pick<TaskOf, 'number' | 'title'>): string {
  return number === null ? (title ?? '') : `${number}. ${title ?? ''}`;
}

function Steps({ listed, task }: { listed: Listed; task: TaskOf }) {
  const [open, setOpen] = useState<SteeringAction | null>(null);
  return (
    <span className="row-actions">
      {listed.actions.map((each) => (
        <Button
          key={each.label}
          size="small"
          type={each.primary ? 'primary' : 'default'}
          aria-label={`${each.label}: ${taskTitle(task)}`}
          onClick={() => setOpen(each.action)}
        >
          {each.label}
        </Button>
      ))}
      {open ? <SteeringDialog action={open} onClose={() => setOpen(null)} /> : null}
    </span>
  );
}
