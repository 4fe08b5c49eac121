import {
  type Form,
  periodOf,
  periodsOfYear,
  progressNoteKey,
  type Sheet,
  type SheetKey,
} from '@duban/contract';
import {
  api,
  EmptyState,
  PageLayout,
  QueryView,
  queries,
  Section,
  useCan,
  useGo,
  usePeriodText,
  usePlan,
  useText,
  withQuery,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useBlocker } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import type { GridSearch } from '../../app/search.js';
import { FormMetrics } from '../../parts/form-metrics.js';
import { cellFields, cellState, findingsOf, type GridCellState, type GridForm } from './grid-rows.js';
import { GridTable } from './grid-table.js';
import './grid.css';
import { useGrid } from './use-grid.js';

const route = getRouteApi('/shell/grid');

/** 表格填报: one form for one period over the units that I may report for. */
export function GridPage() {
  const { t } = useTranslation('grid');
  const text = useText();
  const periodText = usePeriodText();
  const plan = usePlan();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: Partial<GridSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...next }) });
  const areas = plan.areas.filter((area) => area.enabled);
  const areaId = areas.some((area) => area.id === search.areaId) ? search.areaId : areas[0]?.id;
  const forms = useQuery({ ...queries.forms(plan.id, areaId), enabled: areaId !== undefined });
  // A progress note is of one task, and a unit owes several: it has no sheet over units.
  const choices = (forms.data?.items ?? []).filter((each) => each.key !== progressNoteKey);
  const form = choices.find((each) => each.key === search.formKey) ?? choices[0];
  const periods = form
    ? periodsOfYear(plan.year, form.period).filter((each) => each <= periodOf(plan.businessDate, form.period))
    : [];
  const period = periods.find((each) => each === search.period) ?? periods.at(-1);
  return (
    <PageLayout
      title={t('title')}
      note={t('note')}
      toolbar={
        <>
          <Select
            className="grid-choice"
            aria-label={t('area')}
            value={areaId}
            popupMatchSelectWidth={240}
            options={areas.map((area) => ({ value: area.id, label: text(area.title) }))}
            onChange={(next: string) => change({ areaId: next, formKey: undefined, period: undefined })}
          />
          <Select
            className="grid-choice"
            aria-label={t('form')}
            value={form?.key}
            popupMatchSelectWidth={280}
            options={choices.map((each) => ({ value: each.key, label: text(each.title) }))}
            onChange={(next: string) => change({ formKey: next, period: undefined })}
          />
          <Select
            className="period-picker"
            aria-label={t('period')}
            value={period}
            options={[...periods].reverse().map((each) => ({ value: each, label: periodText(each) }))}
            onChange={(next: string) => change({ period: next })}
          />
        </>
      }
    >
      <QueryView query={forms} lines={10}>
        {() =>
          areaId && form && period ? (
            <SheetSection planId={plan.id} areaId={areaId} formKey={form.key} period={period} />
          ) : (
            <EmptyState title={t('noForms')} />
          )
        }
      </QueryView>
    </PageLayout>
  );
}

function SheetSection({ planId, areaId, formKey, period }: SheetKey) {
  const { t } = useTranslation('grid');
  const key = useMemo(() => ({ planId, areaId, formKey, period }), [planId, areaId, formKey, period]);
  const sheet = useQuery({
    queryKey: ['reports', 'sheet', key],
    queryFn: ({ signal }) => api.get<Sheet>('/api/reports/sheet', key, signal),
    refetchOnWindowFocus: false,
    // Never an old one: rows carry the versions that they are saved against.
    gcTime: 0,
  });
  return (
    <QueryView query={sheet} lines={12}>
      {(data) =>
        data.rows.length === 0 ? (
          <EmptyState title={t('none')} hint={t('noneHint')} />
        ) : (
          <Editor
            key={[...Object.values(key), data.form.version].join(' ')}
            sheetKey={key}
            sheet={data}
            onReload={() => void sheet.refetch()}
          />
        )
      }
    </QueryView>
  );
}

const states: readonly GridCellState[] = ['saved', 'pending', 'failed', 'invalid', 'warned', 'locked'];

function Editor({ sheetKey, sheet, onReload }: { sheetKey: SheetKey; sheet: Sheet; onReload: () => void }) {
  const { t } = useTranslation('grid');
  const text = useText();
  const can = useCan();
  const go = useGo();
  const units = useQuery({ ...queries.units(), enabled: can('unit.read') });
  // The same form comes with every reading of the sheet: what is compiled from it is kept.
  const [form] = useState(() => sheet.form as unknown as GridForm & Form);
  const grid = useGrid(sheetKey, form, sheet);
  useBlocker({
    enableBeforeUnload: grid.isUnsaved,
    shouldBlockFn: async () => {
      await grid.flush();
      return grid.isUnsaved() && !window.confirm(t('leave'));
    },
  });
  const counts = useMemo(() => {
    const all = new Map<GridCellState, number>();
    for (const row of grid.rows) {
      const findings = findingsOf(form, row);
      for (const field of cellFields(form)) {
        const state = cellState(row, field.key, findings[field.key]);
        all.set(state, (all.get(state) ?? 0) + 1);
      }
    }
    return all;
  }, [grid.rows, form]);
  const overtaken = grid.rows.some((row) => row.failure && row.failure.code !== 'lost');
  const writable = grid.rows.some((row) => row.lock === null);
  return (
    <Section
      title={text(form.title)}
      note={
        <span role="status">{grid.isSending ? t('sending') : t('rows', { count: grid.rows.length })}</span>
      }
      extra={
        <>
          {overtaken ? <Button onClick={onReload}>{t('reload')}</Button> : null}
          {writable ? (
            <>
              <Button href={withQuery('/api/exports/template.xlsx', { ...sheetKey })} download>
                {t('template')}
              </Button>
              <Button onClick={() => go(addresses.imports)}>{t('import')}</Button>
              <Button type="primary" loading={grid.isSending} onClick={() => void grid.flush()}>
                {t('save')}
              </Button>
            </>
          ) : null}
        </>
      }
    >
      <ul className="legend">
        {states.map((state) => (
          <li key={state}>
            <span aria-hidden="true" className={`sheet-sample sheet-${state}`} /> {t(`state.${state}`)}{' '}
            <span className="figure">{counts.get(state) ?? 0}</span>
          </li>
        ))}
        <li>{t('keys')}</li>
      </ul>
      <GridTable
        label={`${text(form.title)} ${sheetKey.period}`}
        form={form}
        rows={grid.rows}
        units={units.data?.items ?? noUnits}
        onWrite={grid.write}
      />
      <FormMetrics areaId={sheetKey.areaId} formKey={sheetKey.formKey} />
    </Section>
  );
}

const noUnits: readonly never[] = [];
