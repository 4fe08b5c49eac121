import {
  type UrgingView,
  urgingLevels,
  urgingStates,
  urgingStateTitles,
  urgingTitles,
} from '@duban/contract';
import { useText } from '@duban/portal-kit';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useUrging } from '../../parts/steering/urgings.js';
import type { TabProps } from './steering-page.js';
import { LateFilter, SteeringTable, stateOf, useSharedColumns, WordFilter } from './steering-table.js';

/** 督办单: to sign, sent, answered, late. */
export function Urged(props: TabProps) {
  const { search, onSearch } = props;
  const { t } = useTranslation('steering');
  const text = useText();
  const shared = useSharedColumns<UrgingView>(useUrging());
  const columns = useMemo(() => {
    const { column } = shared;
    return column.columns([
      column.accessor((row) => urgingLevels.indexOf(row.level), {
        id: 'level',
        header: t('urging.level'),
        sortFn: 'basic',
        meta: { label: t('urging.level'), print: (row) => text((row as UrgingView).title) },
        cell: ({ row: { original } }) => <b>{text(original.title)}</b>,
      }),
      shared.task,
      column.accessor((row) => row.unit.name, {
        id: 'unit',
        header: t('page.unit'),
        sortFn: 'basic',
        meta: { label: t('page.unit'), wideOnly: true },
      }),
      shared.content(t('urging.text')),
      column.accessor((row) => text(urgingStateTitles[row.state]), {
        id: 'state',
        header: t('page.state'),
        sortFn: 'basic',
        meta: { label: t('page.state') },
      }),
      column.accessor('answerBy', {
        header: t('answerBy'),
        sortFn: 'basic',
        meta: { label: t('answerBy') },
        cell: ({ row: { original } }) => (
          <span className={original.late ? 'figure overdue' : 'figure'}>
            {original.answerBy}
            {original.late ? <span className="under overdue">{t('urging.late')}</span> : null}
          </span>
        ),
      }),
      shared.steps,
    ]);
  }, [shared, t, text]);
  const state = stateOf(search, urgingStates);
  return (
    <SteeringTable<UrgingView>
      {...props}
      title={t('page.tab.urgings')}
      path="urgings"
      query={{ state, level: search.level, late: search.late }}
      columns={columns}
      empty={t('page.none')}
      filters={
        <>
          <WordFilter
            label={t('urging.level')}
            all={t('page.allLevels')}
            value={search.level}
            options={urgingLevels.map((each) => ({ value: each, label: text(urgingTitles[each]) }))}
            onChange={(level) => onSearch({ level })}
          />
          <WordFilter
            label={t('page.state')}
            all={t('page.allStates')}
            value={state}
            options={urgingStates.map((each) => ({ value: each, label: text(urgingStateTitles[each]) }))}
            onChange={(next) => onSearch({ state: next })}
          />
          <LateFilter search={search} onSearch={onSearch} />
        </>
      }
    />
  );
}
