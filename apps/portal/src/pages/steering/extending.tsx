import { type ExtensionView, extensionStates } from '@duban/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useExtension } from '../../parts/steering/extensions.js';
import type { TabProps } from './steering-page.js';
import { SteeringTable, stateOf, useSharedColumns, WordFilter } from './steering-table.js';

/** 延期: asked for, approved, granted, refused. */
export function Extending(props: TabProps) {
  const { search, onSearch } = props;
  const { t } = useTranslation('steering');
  const shared = useSharedColumns<ExtensionView>(useExtension());
  const columns = useMemo(() => {
    const { column } = shared;
    return column.columns([
      shared.task,
      column.accessor('dueDateBefore', {
        header: t('extension.before'),
        sortFn: 'basic',
        meta: { label: t('extension.before') },
        cell: ({ getValue }) => <span className="figure">{getValue()}</span>,
      }),
      column.accessor('dueDate', {
        header: t('extension.dueDate'),
        sortFn: 'basic',
        meta: { label: t('extension.dueDate') },
        cell: ({ getValue }) => <span className="figure">{getValue()}</span>,
      }),
      shared.content(t('reason')),
      column.accessor((row) => t(`extension.state.${row.state}`), {
        id: 'state',
        header: t('page.state'),
        sortFn: 'basic',
        meta: { label: t('page.state') },
      }),
      column.accessor('askedOn', {
        header: t('extension.askedOn'),
        sortFn: 'basic',
        meta: { label: t('extension.askedOn'), wideOnly: true },
        cell: ({ row: { original } }) => (
          <span className="figure">
            {original.askedOn}
            <span className="under">
              {original.askedFor
                ? t('extension.askedFor', { name: original.askedBy.name, head: original.askedFor.name })
                : original.askedBy.name}
            </span>
          </span>
        ),
      }),
      shared.steps,
    ]);
  }, [shared, t]);
  const state = stateOf(search, extensionStates);
  return (
    <SteeringTable<ExtensionView>
      {...props}
      title={t('page.tab.extensions')}
      path="extensions"
      query={{ state }}
      columns={columns}
      empty={t('page.none')}
      filters={
        <WordFilter
          label={t('page.state')}
          all={t('page.allStates')}
          value={state}
          options={extensionStates.map((each) => ({ value: each, label: t(`extension.state.${each}`) }))}
          onChange={(next) => onSearch({ state: next })}
        />
      }
    />
  );
}
