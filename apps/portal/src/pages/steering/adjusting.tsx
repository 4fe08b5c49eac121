import { type AdjustmentView, adjustmentKinds, adjustmentStates } from '@duban/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAdjustment } from '../../parts/steering/adjustments.js';
import type { TabProps } from './steering-page.js';
import { SteeringTable, stateOf, useSharedColumns, WordFilter } from './steering-table.js';

/** 调整: proposed, decided, in force. */
export function Adjusting(props: TabProps) {
  const { search, onSearch } = props;
  const { t } = useTranslation('steering');
  const shared = useSharedColumns<AdjustmentView>(useAdjustment());
  const columns = useMemo(() => {
    const { column } = shared;
    return column.columns([
      column.accessor((row) => t(`adjustment.kind.${row.kind}`), {
        id: 'kind',
        header: t('adjustment.what'),
        sortFn: 'basic',
        meta: { label: t('adjustment.what') },
      }),
      shared.task,
      shared.content(t('reason')),
      column.accessor((row) => t(`adjustment.state.${row.state}`), {
        id: 'state',
        header: t('page.state'),
        sortFn: 'basic',
        meta: { label: t('page.state') },
      }),
      column.accessor('effectiveOn', {
        header: t('adjustment.effectiveOn'),
        sortFn: 'basic',
        meta: { label: t('adjustment.effectiveOn'), wideOnly: true },
        cell: ({ getValue }) => <span className="figure">{getValue()}</span>,
      }),
      column.accessor('proposedOn', {
        header: t('adjustment.proposedOn'),
        sortFn: 'basic',
        meta: { label: t('adjustment.proposedOn'), wideOnly: true },
        cell: ({ row: { original } }) => (
          <span className="figure">
            {original.proposedOn}
            <span className="under">{original.proposedBy.name}</span>
          </span>
        ),
      }),
      shared.steps,
    ]);
  }, [shared, t]);
  const state = stateOf(search, adjustmentStates);
  return (
    <SteeringTable<AdjustmentView>
      {...props}
      title={t('page.tab.adjustments')}
      path="adjustments"
      query={{ state, kind: search.kind }}
      columns={columns}
      empty={t('page.none')}
      filters={
        <>
          <WordFilter
            label={t('adjustment.what')}
            all={t('page.allKinds')}
            value={search.kind}
            options={adjustmentKinds.map((each) => ({ value: each, label: t(`adjustment.kind.${each}`) }))}
            onChange={(kind) => onSearch({ kind })}
          />
          <WordFilter
            label={t('page.state')}
            all={t('page.allStates')}
            value={state}
            options={adjustmentStates.map((each) => ({ value: each, label: t(`adjustment.state.${each}`) }))}
            onChange={(next) => onSearch({ state: next })}
          />
        </>
      }
    />
  );
}
