import { type PlanChange, planChangeKinds } from '@duban/contract';
import { queries, usePlan } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Difference, useDifferences } from '../../parts/steering/difference.js';
import type { Listed } from '../../parts/steering/steering-list.js';
import type { TabProps } from './steering-page.js';
import { SteeringTable, taskTitle, useSharedColumns, WordFilter } from './steering-table.js';

/** The value that a change of this kind carries bare. */
const bare = {
  date: 'dueDate',
  target: 'value',
  units: 'units',
  milestone: 'milestone',
  merge: 'into',
} as const;

/** Old and new values by name, also of what the history keeps as one value, or by a task's id. */
function sides(
  { kind, detail }: PlanChange,
  titleOf: (taskId: unknown) => string | null,
): { before: Record<string, unknown>; after: Record<string, unknown> } {
  const side = (value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : { [bare[kind]]: value };
  if (!('after' in detail)) {
    const { into, dueDate } = detail;
    return {
      before: {},
      after: { ...(into ? { into: titleOf(into) } : {}), ...(dueDate ? { dueDate } : {}) },
    };
  }
  const { metric, unit } = detail;
  return {
    before: side(detail.before),
    after: { ...side(detail.after), ...(metric ? { metric, unit } : {}) },
  };
}

/** 变更清单: moved dates, changed targets, units and milestones, whatever decided them; the old values stay. */
export function Changes(props: TabProps) {
  const { search, onSearch } = props;
  const { t } = useTranslation('steering');
  const show = useCallback(
    (change: PlanChange): Listed => ({ heading: null, line: '', text: change.reason ?? '', actions: [] }),
    [],
  );
  const plan = usePlan();
  const tasks = useQuery(queries.tasks(plan.id, { origin: 'any' }));
  const titleOf = useCallback(
    (taskId: unknown) => {
      const task = tasks.data?.items.find((each) => each.id === taskId);
      return task ? taskTitle(task) : null;
    },
    [tasks.data],
  );
  const differences = useDifferences();
  const shared = useSharedColumns<PlanChange>(show);
  const columns = useMemo(() => {
    const { column } = shared;
    return column.columns([
      column.accessor('on', {
        header: t('change.on'),
        sortFn: 'basic',
        meta: { label: t('change.on') },
        cell: ({ getValue }) => <span className="figure">{getValue()}</span>,
      }),
      column.accessor((row) => t(`change.move.${row.move}`, { defaultValue: row.move }), {
        id: 'kind',
        header: t('adjustment.what'),
        sortFn: 'basic',
        meta: { label: t('adjustment.what') },
      }),
      shared.task,
      column.display({
        id: 'difference',
        header: t('change.difference'),
        meta: {
          label: t('change.difference'),
          print: (row) =>
            differences(sides(row as PlanChange, titleOf))
              .map(({ label, from, to }) => `${label} ${from} → ${to}`)
              .join(' · '),
        },
        cell: ({ row: { original } }) => <Difference {...sides(original, titleOf)} />,
      }),
      shared.content(t('reason')),
      column.accessor((row) => row.by?.name ?? '', {
        id: 'by',
        header: t('change.by'),
        sortFn: 'basic',
        meta: { label: t('change.by'), wideOnly: true },
      }),
      column.accessor((row) => (typeof row.detail.basis === 'string' ? row.detail.basis : ''), {
        id: 'basis',
        header: t('adjustment.basis'),
        sortFn: 'basic',
        meta: { label: t('adjustment.basis'), wideOnly: true },
      }),
    ]);
  }, [shared, t, differences, titleOf]);
  return (
    <SteeringTable<PlanChange>
      {...props}
      title={t('page.tab.changes')}
      note={t('change.note')}
      path="changes"
      query={{ kind: search.kind }}
      columns={columns}
      empty={t('page.none')}
      filters={
        <WordFilter
          label={t('adjustment.what')}
          all={t('page.allKinds')}
          value={search.kind}
          options={planChangeKinds.map((each) => ({ value: each, label: t(`adjustment.kind.${each}`) }))}
          onChange={(kind) => onSearch({ kind })}
        />
      }
    />
  );
}
