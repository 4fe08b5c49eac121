import type { Burden } from '@duban/contract';
import {
  api,
  createAppColumnHelper,
  DataTable,
  PageLayout,
  QueryView,
  Section,
  usePlan,
  useTableView,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

type UnitBurden = Burden['units'][number];
type FormBurden = Burden['forms'][number];
const unitColumn = createAppColumnHelper<UnitBurden>();
const formColumn = createAppColumnHelper<FormBurden>();
const kinds = ['station', 'county', 'department', 'team', 'bureau'] as const;
const total = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0);

/** 填报负担: what reporting costs those who report. Counts forms, never people. */
export function BurdenPage() {
  const { t } = useTranslation('burden');
  const plan = usePlan();
  const burden = useQuery({
    queryKey: ['burden', plan.id],
    queryFn: ({ signal }) => api.get<Burden>('/api/system/burden', { planId: plan.id }, signal),
  });
  return (
    <PageLayout title={t('title')} note={t('note')}>
      <QueryView query={burden} lines={12}>
        {(data) => (
          <>
            <Section title={t('forms')}>
              <Forms forms={data.forms} />
            </Section>
            <Section title={t('units')}>
              <Units burden={data} />
            </Section>
          </>
        )}
      </QueryView>
    </PageLayout>
  );
}

function Forms({ forms }: { forms: FormBurden[] }) {
  const { t } = useTranslation('burden');
  const text = useText();
  const plan = usePlan();
  const [view, setView] = useTableView();
  const columns = useMemo(() => {
    const number = (id: 'fields' | 'units' | 'periods' | 'cells', label: string) =>
      formColumn.accessor(id, { id, header: label, sortFn: 'basic', meta: { label, numeric: true } });
    return formColumn.columns([
      formColumn.accessor((form) => text(form.title), {
        id: 'form',
        header: t('form'),
        sortFn: 'basic',
        meta: { label: t('form'), grow: true },
      }),
      formColumn.accessor((form) => text(plan.areas.find((area) => area.id === form.areaId)?.title), {
        id: 'area',
        header: t('area'),
        sortFn: 'basic',
        meta: { label: t('area'), wideOnly: true },
      }),
      number('fields', t('fields')),
      number('units', t('unitCount')),
      number('periods', t('periods')),
      number('cells', t('cells')),
    ]);
  }, [t, text, plan]);
  return (
    <DataTable
      label={t('forms')}
      data={forms}
      columns={columns}
      rowId={(form) => `${form.areaId} ${form.key}`}
      view={view}
      onView={setView}
      empty={t('none')}
    />
  );
}

function Units({ burden }: { burden: Burden }) {
  const { t } = useTranslation('burden');
  const [view, setView] = useTableView();
  const [kind, setKind] = useState<string>('station');
  const rows = useMemo(
    () => burden.units.filter((unit) => kind === 'all' || unit.kind === kind),
    [burden, kind],
  );
  const columns = useMemo(() => {
    const number = (id: string, label: string, of: (unit: UnitBurden) => number, wideOnly = false) =>
      unitColumn.accessor(of, {
        id,
        header: label,
        sortFn: 'basic',
        meta: { label, numeric: true, wideOnly },
      });
    return unitColumn.columns([
      unitColumn.accessor('unitName', {
        id: 'unit',
        header: t('unit'),
        sortFn: 'basic',
        meta: { label: t('unit'), grow: true },
      }),
      ...burden.months.map((month, at) =>
        number(month, t('month', { month: at + 1 }), (unit) => unit.fields[at] ?? 0, true),
      ),
      number('total', t('total'), (unit) => total(unit.fields)),
    ]);
  }, [t, burden]);
  return (
    <DataTable
      label={t('units')}
      data={rows}
      columns={columns}
      rowId={(unit) => unit.unitId}
      view={view}
      onView={setView}
      filters={
        <Select
          className="filter"
          aria-label={t('filter')}
          value={kind}
          options={[
            { value: 'all', label: t('all') },
            ...kinds.map((each) => ({ value: each, label: t(`kind.${each}`) })),
          ]}
          onChange={setKind}
        />
      }
      empty={t('none')}
    />
  );
}
