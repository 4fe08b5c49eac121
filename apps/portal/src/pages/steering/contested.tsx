import type { ContestView } from '@duban/contract';
import { LightTag, useKitText } from '@duban/portal-kit';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useContest } from '../../parts/steering/contests.js';
import type { TabProps } from './steering-page.js';
import { SteeringTable, stateOf, useSharedColumns, WordFilter } from './steering-table.js';

const states = ['waiting', 'answered'] as const;

/** 异议: what units hold against a light, answered or not. */
export function Contested(props: TabProps) {
  const { search, onSearch } = props;
  const { t } = useTranslation('steering');
  const kit = useKitText();
  const shared = useSharedColumns<ContestView>(useContest());
  const columns = useMemo(() => {
    const { column } = shared;
    return column.columns([
      column.accessor((row) => kit(`light.${row.colour ?? 'none'}`), {
        id: 'light',
        header: t('contest.light'),
        sortFn: 'basic',
        meta: { label: t('contest.light') },
        cell: ({ row: { original } }) => <LightTag colour={original.colour} />,
      }),
      shared.task,
      column.accessor((row) => row.unit.name, {
        id: 'unit',
        header: t('page.unit'),
        sortFn: 'basic',
        meta: { label: t('page.unit') },
      }),
      shared.content(t('reason')),
      column.accessor('raisedOn', {
        header: t('contest.raisedOn'),
        sortFn: 'basic',
        meta: { label: t('contest.raisedOn'), wideOnly: true },
        cell: ({ row: { original } }) => (
          <span className="figure">
            {original.raisedOn}
            <span className="under">{original.raisedBy.name}</span>
          </span>
        ),
      }),
      shared.steps,
    ]);
  }, [shared, t, kit]);
  const state = stateOf(search, states);
  return (
    <SteeringTable<ContestView>
      {...props}
      title={t('page.tab.contests')}
      path="light-contests"
      query={{ answered: state && String(state === 'answered') }}
      columns={columns}
      empty={t('page.none')}
      filters={
        <WordFilter
          label={t('page.state')}
          all={t('page.allStates')}
          value={state}
          options={states.map((each) => ({ value: each, label: t(`contest.state.${each}`) }))}
          onChange={(next) => onSearch({ state: next })}
        />
      }
    />
  );
}
