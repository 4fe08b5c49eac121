import { periodOf, periodYear, shiftPeriod } from '@duban/contract';
import {
  AreaSlot,
  MissingState,
  PageLayout,
  PortalLink,
  Section,
  useCan,
  usePeriodText,
  usePlan,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { type AreaSearch, areaSearch, replaces } from '../../app/search.js';
import { useAllows } from '../../app/use-allows.js';
import { loadAreaPortal } from '../../areas.js';
import { Drill } from '../../parts/drill.js';
import { ExportButton } from '../../parts/export-button.js';
import { LightsOverTime } from '../../parts/lights/lights-over-time.js';
import { PeriodPicker } from '../../parts/period-picker.js';
import { TaskTable } from '../../parts/task-table.js';
import { UnitPicker } from '../../parts/unit-picker.js';
import { ViewMenu } from '../../parts/view-menu.js';
import { ReviewQueue } from '../review/review-queue.js';
import { AreaMetrics } from './area-metrics.js';
import { ReportMatrix } from './report-matrix.js';

const route = getRouteApi('/shell/areas/$areaId');

/** 板块: one area's tasks, figures, expected and received reports, and what the area brings itself. */
export function AreaPage() {
  const { t } = useTranslation('area');
  const text = useText();
  const can = useCan();
  const allows = useAllows();
  const periodText = usePeriodText();
  const plan = usePlan();
  const { areaId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: Partial<AreaSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: replaces(next) });
  const portal = useQuery({
    queryKey: ['area-portal', areaId],
    staleTime: Infinity,
    queryFn: () => loadAreaPortal(areaId),
  });
  const area = plan.areas.find((each) => each.id === areaId);
  if (!area?.enabled) return <MissingState />;

  // Until one is chosen: the last month that has ended, as its reports are the latest to be complete.
  const month = periodOf(plan.businessDate, 'month');
  const before = shiftPeriod(month, -1);
  const period = search.period ?? (periodYear(before) === plan.year ? before : month);
  const tab = search.tab ?? 'tasks';
  const own =
    portal.data?.panelsIn('area').filter((panel) => !panel.permission || can(panel.permission)) ?? [];
  const pages = portal.data?.pages.filter((page) => can(page.permission)) ?? [];
  return (
    <PageLayout
      title={text(area.title)}
      note={
        <>
          {t('number', { number: area.number })} · {periodText(period)} ·{' '}
          {t('plugin', { version: area.plugin.version })}
          {pages.map((page) => (
            <span key={page.path}>
              {' · '}
              <PortalLink href={addresses.areaPage(areaId, page.path)}>{text(page.title)}</PortalLink>
            </span>
          ))}
        </>
      }
      toolbar={
        <>
          <UnitPicker value={search.unit} onChange={(unit) => change({ unit })} />
          <PeriodPicker value={period} onChange={(next) => change({ period: next })} />
          {allows('report.read', { areaId, unitId: search.unit ?? plan.rootUnitId }) ? (
            <ExportButton
              label={t('textReport')}
              request={{ kind: 'text-report', planId: plan.id, period, unit: search.unit, areaId }}
            />
          ) : null}
          <ViewMenu
            page={`areas/${areaId}`}
            search={search}
            onOpen={(next) => void navigate({ search: areaSearch.parse(next) })}
          />
        </>
      }
    >
      <Tabs
        className="tabs"
        activeKey={tab}
        destroyOnHidden
        onChange={(key) => change({ tab: key as AreaSearch['tab'] })}
        items={[
          {
            key: 'tasks',
            label: t('tab.tasks'),
            children: (
              <Section title={t('tab.tasks')}>
                <TaskTable areaId={areaId} search={search} onSearch={change} />
              </Section>
            ),
          },
          {
            key: 'metrics',
            label: t('tab.metrics'),
            children: <AreaMetrics areaId={areaId} period={period} search={search} onSearch={change} />,
          },
          {
            key: 'lights',
            label: t('tab.lights'),
            children: <LightsOverTime areaId={areaId} />,
          },
          {
            key: 'reports',
            label: t('tab.reports'),
            children: <ReportMatrix areaId={areaId} period={period} search={search} onSearch={change} />,
          },
          ...(can('report.accept')
            ? [{ key: 'review', label: t('tab.review'), children: <ReviewQueue areaId={areaId} /> }]
            : []),
          ...(own.length > 0
            ? [
                {
                  key: 'own',
                  label: t('tab.own'),
                  children: (
                    <AreaSlot
                      portal={portal.data ?? null}
                      slot="area"
                      given={{ planId: plan.id, areaId, unitId: search.unit ?? null, period }}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
      <Drill
        metric={search.drill}
        of={search.of}
        unit={search.unit}
        period={period}
        onClose={() => change({ drill: undefined, of: undefined })}
      />
    </PageLayout>
  );
}
