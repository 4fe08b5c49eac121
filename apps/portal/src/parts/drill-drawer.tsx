import type { Drill, MetricView } from '@duban/contract';
import {
  createAppColumnHelper,
  DataTable,
  formatNumber,
  PortalLink,
  QueryView,
  queries,
  type TableView,
  useLanguage,
  usePeriodText,
  usePlan,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../app/addresses.js';

type Part = Drill['parts'][number];
const column = createAppColumnHelper<Part>();

export interface DrillDrawerProps {
  /** Full key: `<area id>.<metric key>`. */
  metric: string;
  unit: string | undefined;
  period: string;
  onClose: () => void;
}

/** Where a figure came from: each unit's own value, and the report behind it. */
export default function DrillDrawer({ metric, unit, period, onClose }: DrillDrawerProps) {
  const text = useText();
  const periodText = usePeriodText();
  const plan = usePlan();
  const areaId = metric.slice(0, metric.indexOf('.'));
  const metrics = useQuery(queries.metrics(areaId));
  const known = metrics.data?.items.find((each) => each.key === metric);
  const drill = useQuery(queries.drill(metric, { planId: plan.id, unitId: unit, period }));
  return (
    <Drawer open onClose={onClose} size={720} title={known ? text(known.title) : metric} className="drill">
      <QueryView query={drill}>
        {(data) => (
          <>
            <p className="drill-note">
              {data.unit.name} · {periodText(data.period)}
            </p>
            {known ? <Definition metric={known} /> : null}
            <Parts parts={data.parts} measure={known?.measure ?? ''} />
          </>
        )}
      </QueryView>
    </Drawer>
  );
}

function Definition({ metric }: { metric: MetricView }) {
  const { t } = useTranslation('figures');
  const text = useText();
  return (
    <dl className="facts">
      <dt>{t('definition')}</dt>
      <dd>{text(metric.definition)}</dd>
      <dt>{t('source')}</dt>
      <dd>{text(metric.source)}</dd>
    </dl>
  );
}

function Parts({ parts, measure }: { parts: Part[]; measure: string }) {
  const { t } = useTranslation('figures');
  const language = useLanguage();
  const periodText = usePeriodText();
  const [view, setView] = useState<TableView>({});
  const columns = useMemo(() => {
    const number = (key: 'value' | 'numerator' | 'denominator', label: string) =>
      column.accessor(key, {
        header: label,
        meta: { label, numeric: true },
        cell: ({ getValue }) => formatNumber(getValue(), language, 4),
      });
    return column.columns([
      column.accessor('unitName', { header: t('unit'), meta: { label: t('unit'), grow: true } }),
      column.accessor('period', {
        header: t('period'),
        meta: { label: t('period') },
        cell: ({ getValue }) => periodText(getValue()),
      }),
      number('value', measure ? `${t('value')} (${measure})` : t('value')),
      number('numerator', t('numerator')),
      number('denominator', t('denominator')),
      column.accessor('revision', {
        header: t('report'),
        meta: { label: t('report') },
        cell: ({ row: { original } }) => {
          if (original.reportId === null) return <span className="dim">{t('noReport')}</span>;
          const label = t('revision', { number: original.revision });
          return original.readable ? (
            <PortalLink href={addresses.report(original.reportId)}>{label}</PortalLink>
          ) : (
            label
          );
        },
      }),
    ]);
  }, [t, language, periodText, measure]);
  return (
    <DataTable
      label={t('parts')}
      data={parts}
      columns={columns}
      rowId={(part) => `${part.unitId} ${part.period}`}
      view={view}
      onView={setView}
      empty={t('noParts')}
    />
  );
}
