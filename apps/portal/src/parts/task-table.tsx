import {
  colours,
  type ExportRequestBody,
  fitsFacets,
  lightText,
  sortValue,
  type TaskColumnId,
  type TaskView,
  type TaskWords,
  taskColumnIds,
  taskColumns,
  taskGrouping,
  taskGroupings,
  taskStates,
  taskStateTitles,
  taskTitle,
} from '@duban/contract';
import {
  columnsShown,
  createAppColumnHelper,
  DataTable,
  LightTag,
  PortalLink,
  QueryView,
  queries,
  useCan,
  useGo,
  useKitText,
  useLanguage,
  usePlan,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../app/addresses.js';
import type { TaskTableSearch } from '../app/search.js';
import { ExportButton } from './export-button.js';
import { MoveTasks, UrgeTasks } from './task-bulk.js';

const column = createAppColumnHelper<TaskView>();
/** Parts of a full ledger that a screen has no room for, until they are asked for. */
const hiddenAtFirst: readonly TaskColumnId[] = [
  'responsibleUnits',
  'cooperatingUnits',
  'originalDueDate',
  'reasons',
];

export interface TaskTableProps {
  /** Tasks of one area; of all without it. */
  areaId?: string;
  search: TaskTableSearch;
  onSearch: (change: Partial<TaskTableSearch>) => void;
}

/** The plan's numbered tasks, filtered and grouped by what the address says. What is withheld shows as 略. */
export function TaskTable({ areaId, search, onSearch }: TaskTableProps) {
  const plan = usePlan();
  const tasks = useQuery(
    queries.tasks(plan.id, { areaId, unitId: search.unit, leader: search.leader, origin: search.origin }),
  );
  return (
    <QueryView query={tasks} lines={12}>
      {({ items }) => <Rows areaId={areaId} search={search} onSearch={onSearch} tasks={items} />}
    </QueryView>
  );
}

function Rows({ areaId, search, onSearch, tasks }: TaskTableProps & { tasks: TaskView[] }) {
  const { t } = useTranslation('tasks');
  const go = useGo();
  const { colour, state, closed, sort, filter, hidden, widths, pins } = search;
  const rows = useMemo(
    () => tasks.filter((task) => fitsFacets(task, { colour, state, closed })),
    [tasks, colour, state, closed],
  );
  const words = useTaskWords();
  const columns = useTaskColumns(words, areaId);
  const group = useTaskGroups(words, search.group);
  const [bulk, setBulk] = useState<Bulk | null>(null);
  const acts = useTaskActs(setBulk);
  return (
    <>
      <DataTable
        label={t('title')}
        data={rows}
        columns={columns}
        rowId={(task) => task.id}
        view={{ sort, filter, hidden, widths, pins }}
        onView={onSearch}
        hiddenAtFirst={hiddenAtFirst}
        onOpen={(task) => go(addresses.task(task.id))}
        group={group}
        select={acts && { label: (task) => taskTitle(task, words.language), acts }}
        filters={<Filters areaId={areaId} search={search} onSearch={onSearch} />}
        empty={t('empty')}
      />
      {bulk ? (
        <bulk.Dialog
          tasks={bulk.tasks}
          onClose={(done) => {
            setBulk(null);
            if (done) bulk.clear();
          }}
        />
      ) : null}
    </>
  );
}

interface Bulk {
  Dialog: typeof MoveTasks;
  tasks: readonly TaskView[];
  clear: () => void;
}

/** What the session may do with many tasks; undefined for nothing at all: then there is nothing to select for. */
function useTaskActs(onAct: (bulk: Bulk) => void) {
  const { t } = useTranslation('tasks');
  const can = useCan();
  const dialogs = [
    ...(can('task.move') ? [{ Dialog: MoveTasks, label: t('bulk.acts.move') }] : []),
    ...(can('urging.issue') ? [{ Dialog: UrgeTasks, label: t('bulk.acts.urge') }] : []),
  ];
  if (dialogs.length === 0) return undefined;
  return (tasks: readonly TaskView[], clear: () => void) =>
    dialogs.map(({ Dialog, label }) => (
      <Button key={label} onClick={() => onAct({ Dialog, tasks, clear })}>
        {label}
      </Button>
    ));
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
        options={taskGroupings
          .filter((each) => each !== 'area' || areaId === undefined)
          .map((each) => ({ value: each, label: t(`groupBy.${each}`) }))}
        onChange={(next?: TaskTableSearch['group']) => onSearch({ group: next })}
      />
      <ExportButton label={t('ledger')} request={ledgerOf(plan.id, areaId, search)} />
    </>
  );
}

/** Of one area's tasks its name says nothing. */
const idsOf = (areaId: string | undefined) =>
  taskColumnIds.filter((id) => id !== 'area' || areaId === undefined);

/** 台账: the table as the address shows it. */
function ledgerOf(planId: string, areaId: string | undefined, search: TaskTableSearch): ExportRequestBody {
  const { colour, state, closed, group, unit, leader, origin, filter, sort } = search;
  const isKnown = taskColumnIds.some((id) => id === sort?.replace(/^-/, ''));
  return {
    kind: 'ledger',
    planId,
    areaId,
    unitId: unit,
    leader,
    origin,
    colour,
    state,
    closed,
    group,
    q: filter,
    // What an old address sorts by may be gone.
    ...(isKnown ? { sort } : {}),
    columns: columnsShown(idsOf(areaId), search, hiddenAtFirst).join(),
  };
}

function useTaskWords(): TaskWords {
  const language = useLanguage();
  const text = useText();
  const plan = usePlan();
  return useMemo(() => {
    const titles = new Map(plan.areas.map((area) => [area.id, text(area.title)]));
    return { language, areaTitle: (id) => titles.get(id) ?? id };
  }, [language, text, plan]);
}

const wideOnly: readonly TaskColumnId[] = ['area', 'leadUnit', 'leader'];

function useTaskColumns(words: TaskWords, areaId: string | undefined) {
  const { t } = useTranslation('tasks');
  return useMemo(() => {
    const cells: Partial<Record<TaskColumnId, (task: TaskView) => ReactNode>> = {
      light: ({ id, light }) =>
        light.closed || light.colour ? (
          <PortalLink href={addresses.task(id)} className="light-link">
            {light.closed ? (
              <span className="dim">{lightText(light, words.language)}</span>
            ) : (
              <LightTag colour={light.colour} />
            )}
            <span className="visually-hidden"> {t('why')}</span>
          </PortalLink>
        ) : (
          <span className="dim">–</span>
        ),
      title: (task) =>
        task.visibility === 'withheld' ? (
          <span className="dim">{taskTitle(task, words.language)}</span>
        ) : (
          <PortalLink href={addresses.task(task.id)}>{task.title}</PortalLink>
        ),
      dueDate: ({ dueDate, originalDueDate }) => (
        <span className="figure">
          {dueDate}
          {originalDueDate && originalDueDate !== dueDate ? (
            <span className="under due-original" title={t('original')}>
              {originalDueDate}
            </span>
          ) : null}
        </span>
      ),
    };
    return column.columns(
      idsOf(areaId).map((id) => {
        const each = taskColumns[id];
        const cell = cells[id];
        return column.accessor((task) => sortValue(each, task, words), {
          id,
          header: each.title[words.language],
          sortUndefined: 'last',
          sortFn: 'basic',
          ...(id === 'number' ? { size: 64 } : {}),
          meta: {
            label: each.title[words.language],
            numeric: id === 'number',
            grow: id === 'title',
            wideOnly: wideOnly.includes(id),
            print: (row) => each.cell(row as TaskView, words),
          },
          cell: ({ row: { original } }) => (cell ? cell(original) : each.cell(original, words)),
        });
      }),
    );
  }, [t, words, areaId]);
}

function useTaskGroups(words: TaskWords, group: TaskTableSearch['group']) {
  const plan = usePlan();
  return useMemo(() => {
    if (!group) return undefined;
    const { keyOf, order, title } = taskGrouping(group, plan.areas);
    return {
      keyOf,
      order,
      title: (key: string) =>
        group === 'light' ? (
          <LightTag colour={colours.find((each) => each === key) ?? null} />
        ) : (
          title(key, words)
        ),
    };
  }, [group, words, plan]);
}
