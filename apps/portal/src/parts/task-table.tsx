import { type ExportRequestBody, type TaskView, taskStates, taskStateTitles } from '@duban/contract';
import {
  createAppColumnHelper,
  DataTable,
  LightTag,
  PortalLink,
  QueryView,
  queries,
  useGo,
  useKitText,
  usePlan,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../app/addresses.js';
import type { TaskTableSearch } from '../app/search.js';
import { ExportButton } from './export-button.js';
import { matches } from './task-filter.js';

const column = createAppColumnHelper<TaskView>();
const colours = ['red', 'yellow', 'green', 'grey'] as const;
const groups = ['light', 'state', 'area', 'lead'] as const;

export interface TaskTableProps {
  /** Tasks of one area; of all without it. */
  areaId?: string;
  search: TaskTableSearch;
  onSearch: (change: Partial<TaskTableSearch>) => void;
}

/** The plan's numbered tasks, filtered and grouped by what the address says. What is withheld shows as 略. */
export function TaskTable({ areaId, search, onSearch }: TaskTableProps) {
  const plan = usePlan();
  const tasks = useQuery(queries.tasks(plan.id, { areaId, unitId: search.unit }));
  return (
    <QueryView query={tasks} lines={12}>
      {({ items }) => <Rows areaId={areaId} search={search} onSearch={onSearch} tasks={items} />}
    </QueryView>
  );
}

function Rows({ areaId, search, onSearch, tasks }: TaskTableProps & { tasks: TaskView[] }) {
  const { t } = useTranslation('tasks');
  const go = useGo();
  const { colour, state, closed } = search;
  const rows = useMemo(
    () => tasks.filter((task) => matches(task, { colour, state, closed })),
    [tasks, colour, state, closed],
  );
  const columns = useTaskColumns(areaId === undefined);
  const group = useTaskGroups(search.group);
  return (
    <DataTable
      label={t('title')}
      data={rows}
      columns={columns}
      rowId={(task) => task.id}
      view={{ sort: search.sort, filter: search.filter, hidden: search.hidden }}
      onView={onSearch}
      onOpen={(task) => go(addresses.task(task.id))}
      group={group}
      filters={<Filters areaId={areaId} search={search} onSearch={onSearch} />}
      empty={t('empty')}
    />
  );
}

function Filters({ areaId, search, onSearch }: TaskTableProps) {
  const { t } = useTranslation('tasks');
  const kit = useKitText();
  const text = useText();
  const plan = usePlan();
  return (
    <>
      <Select
        className="filter"
        allowClear
        aria-label={t('light')}
        placeholder={t('allLights')}
        value={search.colour}
        options={colours.map((each) => ({ value: each, label: kit(`light.${each}`) }))}
        onChange={(colour?: TaskTableSearch['colour']) => onSearch({ colour, closed: undefined })}
      />
      <Select
        className="filter"
        allowClear
        aria-label={t('state')}
        placeholder={t('allStates')}
        value={search.closed ?? search.state}
        popupMatchSelectWidth={160}
        options={[
          ...taskStates.map((each) => ({ value: each, label: text(taskStateTitles[each]) })),
          { value: 'on-time', label: t('closed.on-time') },
          { value: 'late', label: t('closed.late') },
        ]}
        onChange={(value?: (typeof taskStates)[number] | 'on-time' | 'late') =>
          onSearch(
            value === 'on-time' || value === 'late'
              ? { closed: value, state: undefined }
              : { state: value, closed: undefined },
          )
        }
      />
      <Select
        className="filter"
        allowClear
        aria-label={t('group')}
        placeholder={t('noGroup')}
        value={search.group}
        options={groups
          .filter((each) => each !== 'area' || areaId === undefined)
          .map((each) => ({ value: each, label: t(`groupBy.${each}`) }))}
        onChange={(next?: TaskTableSearch['group']) => onSearch({ group: next })}
      />
      {search.closed ? null : (
        <ExportButton label={t('ledger')} request={ledgerOf(plan.id, areaId, search)} />
      )}
    </>
  );
}

/** What the API can sort a ledger by. */
const ledgerSorts = ['number', 'dueDate', 'title', 'state'];

/** 台账: the tasks as the address filters and sorts them, as far as the API knows its words. */
function ledgerOf(planId: string, areaId: string | undefined, search: TaskTableSearch): ExportRequestBody {
  const { colour, state, unit, filter, sort } = search;
  return {
    kind: 'ledger',
    planId,
    areaId,
    unitId: unit,
    colour,
    state,
    q: filter,
    ...(sort && ledgerSorts.includes(sort.replace('-', '')) ? { sort } : {}),
  };
}

function useTaskColumns(withArea: boolean) {
  const { t } = useTranslation('tasks');
  const kit = useKitText();
  const text = useText();
  const plan = usePlan();
  return useMemo(() => {
    const areaTitle = (id: string) => text(plan.areas.find((area) => area.id === id)?.title);
    const named = (id: string, label: string, of: (task: TaskView) => string, wideOnly = false) =>
      column.accessor(of, { id, header: label, sortFn: 'basic', meta: { label, wideOnly } });
    return column.columns([
      column.accessor((task) => task.number ?? undefined, {
        id: 'number',
        header: t('number'),
        sortUndefined: 'last',
        sortFn: 'basic',
        meta: { label: t('number'), numeric: true },
      }),
      column.accessor((task) => colours.indexOf(task.light.colour ?? 'grey') + (task.light.colour ? 0 : 1), {
        id: 'light',
        header: t('light'),
        sortFn: 'basic',
        enableGlobalFilter: false,
        meta: {
          label: t('light'),
          print: (row) => {
            const { light } = row as TaskView;
            if (light.closed) return t(`closed.${light.closed}`);
            return light.colour ? kit(`light.${light.colour}`) : '–';
          },
        },
        cell: ({ row: { original } }) => {
          const { closed, colour } = original.light;
          if (!closed && colour === null) return <span className="dim">–</span>;
          return (
            <PortalLink href={addresses.task(original.id)} className="light-link">
              {closed ? <span className="dim">{t(`closed.${closed}`)}</span> : <LightTag colour={colour} />}
              <span className="visually-hidden"> {t('why')}</span>
            </PortalLink>
          );
        },
      }),
      column.accessor((task) => task.title ?? t('withheld'), {
        id: 'title',
        header: t('task'),
        sortFn: 'basic',
        meta: { label: t('task'), grow: true },
        cell: ({ row: { original } }) =>
          original.visibility === 'withheld' ? (
            <span className="dim">
              {original.title ? t('withheldTitle', { title: original.title }) : t('withheld')}
            </span>
          ) : (
            <PortalLink href={addresses.task(original.id)}>{original.title}</PortalLink>
          ),
      }),
      ...(withArea ? [named('area', t('area'), (task) => areaTitle(task.areaId), true)] : []),
      named('state', t('state'), (task) => text(taskStateTitles[task.state])),
      named('leadUnit', t('leadUnit'), (task) => task.leadUnit?.name ?? '', true),
      named('leader', t('leader'), (task) => task.leader?.name ?? '', true),
      column.accessor((task) => task.dueDate ?? undefined, {
        id: 'dueDate',
        header: t('due'),
        sortUndefined: 'last',
        sortFn: 'basic',
        meta: { label: t('due') },
        cell: ({ row: { original } }) => (
          <span className="figure">
            {original.dueDate}
            {original.originalDueDate && original.originalDueDate !== original.dueDate ? (
              <span className="under due-original" title={t('original')}>
                {original.originalDueDate}
              </span>
            ) : null}
          </span>
        ),
      }),
    ]);
  }, [t, kit, text, plan, withArea]);
}

function useTaskGroups(group: TaskTableSearch['group']) {
  const { t } = useTranslation('tasks');
  const text = useText();
  const plan = usePlan();
  return useMemo(() => {
    switch (group) {
      case 'light':
        return {
          keyOf: (task: TaskView) => task.light.colour ?? 'none',
          order: [...colours, 'none'],
          title: (key: string) => <LightTag colour={colours.find((each) => each === key) ?? null} />,
        };
      case 'state':
        return {
          keyOf: (task: TaskView) => task.state,
          order: taskStates,
          title: (key: string) => text(taskStateTitles[key as TaskView['state']]),
        };
      case 'area':
        return {
          keyOf: (task: TaskView) => task.areaId,
          order: plan.areas.map((area) => area.id),
          title: (key: string) => text(plan.areas.find((area) => area.id === key)?.title),
        };
      case 'lead':
        return {
          keyOf: (task: TaskView) => task.leadUnit?.name ?? '',
          order: [],
          title: (key: string) => key || t('noLead'),
        };
      default:
        return undefined;
    }
  }, [group, t, text, plan]);
}
