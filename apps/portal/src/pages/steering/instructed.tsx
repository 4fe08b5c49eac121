import { type InstructionView, instructionStates } from '@duban/contract';
import { useCan } from '@duban/portal-kit';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useInstruction } from '../../parts/steering/instructions.js';
import type { TabProps } from './steering-page.js';
import { LateFilter, SteeringTable, stateOf, useSharedColumns, WordFilter } from './steering-table.js';

/** 批示: open, late, answered, closed. */
export function Instructed(props: TabProps) {
  const { search, onSearch } = props;
  const { t } = useTranslation('steering');
  const can = useCan();
  const shared = useSharedColumns<InstructionView>(useInstruction());
  const columns = useMemo(() => {
    const { column } = shared;
    return column.columns([
      column.accessor((row) => row.writtenBy.name, {
        id: 'writtenBy',
        header: t('instruction.by'),
        sortFn: 'basic',
        meta: { label: t('instruction.by') },
        cell: ({ row: { original } }) => (
          <>
            {original.writtenBy.name}
            <span className="under figure">{original.writtenOn}</span>
            {original.heldBy.id === original.writtenBy.id ? null : (
              <span className="under">{t('instruction.held', { name: original.heldBy.name })}</span>
            )}
            {original.holderActive ? null : <span className="under">{t('instruction.orphan')}</span>}
          </>
        ),
      }),
      shared.task,
      shared.content(t('instruction.text')),
      column.accessor((row) => t(`instruction.state.${row.state}`), {
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
            {original.late ? <span className="under overdue">{t('instruction.late')}</span> : null}
          </span>
        ),
      }),
      shared.steps,
    ]);
  }, [shared, t]);
  const state = stateOf(search, instructionStates);
  return (
    <SteeringTable<InstructionView>
      {...props}
      title={t('page.tab.instructions')}
      path="instructions"
      query={{ state, late: search.late, holder: search.holder }}
      columns={columns}
      empty={t('page.none')}
      filters={
        <>
          <WordFilter
            label={t('page.state')}
            all={t('page.allStates')}
            value={state}
            options={instructionStates.map((each) => ({
              value: each,
              label: t(`instruction.state.${each}`),
            }))}
            onChange={(next) => onSearch({ state: next })}
          />
          <LateFilter search={search} onSearch={onSearch} />
          {can('plan.keep') ? (
            <Button
              aria-pressed={search.holder === 'inactive'}
              type={search.holder === 'inactive' ? 'primary' : 'default'}
              onClick={() => onSearch({ holder: search.holder ? undefined : 'inactive' })}
            >
              {t('instruction.onlyOrphans')}
            </Button>
          ) : null}
        </>
      }
    />
  );
}
