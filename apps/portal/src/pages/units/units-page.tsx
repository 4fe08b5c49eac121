import type { UnitView } from '@duban/contract';
import { api, EmptyState, PageLayout, QueryView, Section, useCan, useSession } from '@duban/portal-kit';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../parts/labelled.js';
import { type UnitAct, UnitDialog } from './unit-dialog.js';
import { UnitFacts } from './unit-facts.js';
import { UnitTree } from './unit-tree.js';
import './units.css';

const route = getRouteApi('/shell/units');

function unitsOn(on: string | undefined) {
  return queryOptions({
    queryKey: ['units', 'on', on ?? 'today'],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.all<UnitView>('/api/units', { on }, signal),
  });
}

/** The organisation tree as of any day; those who keep it add, rename, move and close units. */
export function UnitsPage() {
  const { t } = useTranslation('units');
  const { businessDate } = useSession();
  const can = useCan();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: 'q' in next });
  const units = useQuery(unitsOn(search.on));
  const [act, setAct] = useState<UnitAct | null>(null);
  // What stood on another day is to be looked at; changes are made to the tree of today.
  const mayKeep = can('unit.keep');
  const keeps = mayKeep && search.on === undefined;
  return (
    <PageLayout
      title={t('title')}
      note={t('asOf', { date: search.on ?? businessDate })}
      toolbar={
        <>
          <span className="dim">{t('on')}</span>
          <DateField
            label={t('on')}
            value={search.on ?? businessDate}
            allowClear={search.on !== undefined}
            onChange={(on) => change({ on: on === null || on === businessDate ? undefined : on })}
          />
          {keeps ? (
            <Button type="primary" onClick={() => setAct({ kind: 'add', unit: null })}>
              {t('act.add')}
            </Button>
          ) : null}
        </>
      }
    >
      <QueryView query={units} lines={12}>
        {({ items }) => {
          const chosen = items.find((unit) => unit.id === search.unit) ?? null;
          return (
            <div className="unit-columns">
              <Section
                title={t('tree')}
                note={t('count', { count: items.length })}
                extra={
                  <Input
                    className="unit-search"
                    allowClear
                    placeholder={t('find')}
                    aria-label={t('find')}
                    value={search.q ?? ''}
                    onChange={(event) => change({ q: event.target.value || undefined })}
                  />
                }
              >
                <UnitTree
                  units={items}
                  find={search.q ?? ''}
                  chosen={chosen?.id ?? null}
                  onChoose={(unit) => change({ unit: unit.id })}
                />
              </Section>
              <Section title={chosen ? chosen.name : t('unit')}>
                {chosen ? (
                  <UnitFacts unit={chosen} units={items} keeps={keeps} mayKeep={mayKeep} onAct={setAct} />
                ) : (
                  <EmptyState title={t('choose')} hint={t('chooseHint')} />
                )}
              </Section>
              {act ? (
                <UnitDialog
                  act={act}
                  units={items}
                  onClose={() => setAct(null)}
                  onDone={(unit) => {
                    setAct(null);
                    change({ unit: unit.id });
                  }}
                />
              ) : null}
            </div>
          );
        }}
      </QueryView>
    </PageLayout>
  );
}
