import { periodOf, periodsOfYear, progressNoteKey, type Sheet, type SheetKey } from '@duban/contract';
import {
  api,
  EmptyState,
  PageLayout,
  QueryView,
  queries,
  usePeriodText,
  usePlan,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Select } from 'antd';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GridSearch } from '../../app/search.js';
import { GridEditor } from './grid-editor.js';
import './grid.css';

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
  const { refetch } = sheet;
  const readAnew = useCallback(async () => (await refetch()).data, [refetch]);
  return (
    <QueryView query={sheet} lines={12}>
      {(data) =>
        data.rows.length === 0 ? (
          <EmptyState title={t('none')} hint={t('noneHint')} />
        ) : (
          <GridEditor
            key={[...Object.values(key), data.form.version].join(' ')}
            sheetKey={key}
            sheet={data}
            readAnew={readAnew}
          />
        )
      }
    </QueryView>
  );
}
