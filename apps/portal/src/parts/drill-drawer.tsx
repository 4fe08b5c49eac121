import { type Drill, type figureKinds, periodGrain, type Series } from '@duban/contract';
import {
  createAppColumnHelper,
  DataTable,
  formatNumber,
  PortalLink,
  QueryView,
  queries,
  useLanguage,
  usePeriodText,
  usePlan,
  useTableView,
  useText,
  withMeasure,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Drawer, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../app/addresses.js';
import { Compared } from './compared.js';
import { MetricFacts } from './metric-name.js';
import { printTime } from './print-time.js';
import { ScrollBox } from './scroll-box.js';

type Part = Drill['parts'][number];
type FigureKind = (typeof figureKinds)[number];
const column = createAppColumnHelper<Part>();

export interface DrillDrawerProps {
  /** Full key: `<area id>.<metric key>`. */
  metric: string;
  unit: string | undefined;
  period: string;
  /** Which of its figures opened it. */
  of?: FigureKind | undefined;
  onClose: () => void;
}

/** Where a figure came from: its definition, what stands beside it, each unit's own value, and the report behind it. */
export default function DrillDrawer({
  metric,
  unit,
  period,
  of: first = 'value',
  onClose,
}: DrillDrawerProps) {
  const { t } = useTranslation('figures');
  const text = useText();
  const periodText = usePeriodText();
  const plan = usePlan();
  const [of, setOf] = useState<FigureKind>(first);
  const areaId = metric.slice(0, metric.indexOf('.'));
  const metrics = useQuery(queries.metrics(areaId));
  const known = metrics.data?.items.find((each) => each.key === metric);
  const asked = { planId: plan.id, unitId: unit, period };
  const drill = useQuery(queries.drill(metric, { ...asked, of, by: 'kind' }));
  const series = useQuery(
    queries.series(metric, {
      planId: plan.id,
      unitId: unit,
      from: period,
      to: period,
      grain: periodGrain(period),
    }),
  );
  const point = series.data?.points[0];
  const measure = known?.measure ?? '';
  const choices = (['value', 'year-to-date', 'pending', 'last-year'] as const).filter(
    (each) => each === of || isThere(each, point),
  );
  return (
    <Drawer open onClose={onClose} size={760} title={known ? text(known.title) : metric} className="drill">
      <QueryView query={drill}>
        {(data) => (
          <>
            <p className="drill-note">
              {data.unit.name} · {periodText(period)}
            </p>
            {point ? <Beside point={point} measure={measure} /> : null}
            <MetricFacts metric={metric} />
            <Segmented
              className="drill-choice"
              aria-label={t('figure')}
              value={of}
              options={choices.map((value) => ({ value, label: t(`of.${value}`) }))}
              onChange={setOf}
            />
            <p className="drill-figure">
              <b>{data.figure.value === null ? '–' : withMeasure(print(data.figure.value), measure)}</b>
              {data.figure.denominator === null ? null : (
                <span className="dim">
                  {print(data.figure.numerator)} / {print(data.figure.denominator)}
                </span>
              )}
              <span className="dim">{periodText(data.period)}</span>
            </p>
            {data.inputs.length > 0 ? <Inputs inputs={data.inputs} /> : null}
            {data.kinds && data.kinds.length > 0 ? <Kinds kinds={data.kinds} measure={measure} /> : null}
            <h3 className="drill-head">{t('parts')}</h3>
            <Parts
              drill={data}
              measure={measure}
              titleOf={(key) => text(data.inputs.find((each) => each.metric === key)?.title)}
            />
          </>
        )}
      </QueryView>
    </Drawer>
  );
}

const print = (value: number | null) => formatNumber(value, 'zh', 4);

/** What is offered only where there is something. */
function isThere(of: FigureKind, point: Series['points'][number] | undefined): boolean {
  if (of === 'pending') return !!point?.pending;
  if (of === 'last-year') return !!point?.lastYear;
  return of === 'value' || point?.yearToDate !== null;
}

/** The figure beside the year so far, last period, last year, its target and the pace that leads to it. */
function Beside({ point, measure }: { point: Series['points'][number]; measure: string }) {
  const { t } = useTranslation('figures');
  const number = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : withMeasure(print(value), measure);
  return (
    <ScrollBox label={t('beside')}>
      <table className="grid" aria-label={t('beside')}>
        <thead>
          <tr>
            {[
              ...['of.value', 'of.year-to-date', 'of.pending', 'lastPeriod', 'lastYear', 'target'],
              ...(point.pace === null ? [] : ['pace']),
            ].map((key) => (
              <th key={key} scope="col" className="num">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <td className="num">{number(point.value)}</td>
            <td className="num">{number(point.yearToDate)}</td>
            <td className="num">{number(point.pending?.value)}</td>
            <td className="num">
              <Compared to={point.lastPeriod} measure={measure} />
            </td>
            <td className="num">
              <Compared to={point.lastYear} measure={measure} />
            </td>
            <td className="num">
              {number(point.target)}
              {point.targetBy === 'share' ? <span className="under">{t('share')}</span> : null}
            </td>
            {point.pace === null ? null : <td className="num">{number(point.pace)}</td>}
          </tr>
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** The figures that a computed one is computed from; their parts stand below. */
function Inputs({ inputs }: { inputs: Drill['inputs'] }) {
  const { t } = useTranslation('figures');
  const text = useText();
  return (
    <ScrollBox label={t('computedFrom')}>
      <table className="grid" aria-label={t('computedFrom')}>
        <thead>
          <tr>
            <th scope="col" className="grow">
              {t('computedFrom')}
            </th>
            <th scope="col" className="num">
              {t('value')}
            </th>
            <th scope="col" className="num">
              {t('sides')}
            </th>
          </tr>
        </thead>
        <tbody>
          {inputs.map((input) => (
            <tr key={input.metric}>
              <th scope="row">{text(input.title)}</th>
              <td className="num">{print(input.value)}</td>
              <td className="num">{sidesOf(input)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** The figure by kind of unit; a group cuts across the kinds, and is marked as being among them. */
function Kinds({ kinds, measure }: { kinds: NonNullable<Drill['kinds']>; measure: string }) {
  const { t } = useTranslation('figures');
  const { t: units } = useTranslation('units');
  return (
    <ScrollBox label={t('byKind')} className="drill-kinds">
      <table className="grid" aria-label={t('byKind')}>
        <thead>
          <tr>
            <th scope="col" className="grow">
              {t('byKind')}
            </th>
            <th scope="col" className="num">
              {t('units')}
            </th>
            <th scope="col" className="num">
              {t('value')}
            </th>
            <th scope="col" className="num">
              {t('sides')}
            </th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((each) => (
            <tr key={each.group?.id ?? each.kind}>
              <th scope="row">
                {each.group ? t('among', { group: each.group.name }) : units(`kind.${each.kind}`)}
              </th>
              <td className="num">{each.units}</td>
              <td className="num">{each.value === null ? '–' : withMeasure(print(each.value), measure)}</td>
              <td className="num">{sidesOf(each)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function sidesOf({
  numerator,
  denominator,
}: {
  numerator: number | null;
  denominator: number | null;
}): string {
  return denominator === null ? '' : `${print(numerator)} / ${print(denominator)}`;
}

function Parts({
  drill,
  measure,
  titleOf,
}: {
  drill: Drill;
  measure: string;
  titleOf: (metric: string) => string;
}) {
  const { t } = useTranslation('figures');
  const { t: units } = useTranslation('units');
  const language = useLanguage();
  const periodText = usePeriodText();
  const [view, setView] = useTableView();
  const isComputed = drill.inputs.length > 0;
  const columns = useMemo(() => {
    const number = (key: 'value' | 'numerator' | 'denominator', label: string) =>
      column.accessor(key, {
        header: label,
        meta: { label, numeric: true },
        cell: ({ getValue }) => formatNumber(getValue(), language, 4),
      });
    return column.columns([
      column.accessor('unitName', { header: t('unit'), meta: { label: t('unit'), grow: true } }),
      column.accessor((part) => units(`kind.${part.unitKind}`), {
        id: 'kind',
        header: t('kind'),
        meta: { label: t('kind') },
      }),
      ...(isComputed
        ? [
            column.accessor((part) => titleOf(part.metric), {
              id: 'metric',
              header: t('metric'),
              meta: { label: t('metric') },
            }),
          ]
        : []),
      column.accessor('period', {
        header: t('period'),
        meta: { label: t('period') },
        cell: ({ getValue }) => periodText(getValue()),
      }),
      number('value', measure && !isComputed ? `${t('value')} (${measure})` : t('value')),
      number('numerator', t('numerator')),
      number('denominator', t('denominator')),
      column.accessor('revision', {
        header: t('report'),
        meta: { label: t('report') },
        cell: ({ row: { original } }) => <Behind part={original} />,
      }),
    ]);
  }, [t, units, language, periodText, measure, isComputed, titleOf]);
  return (
    <DataTable
      label={t('parts')}
      data={drill.parts}
      columns={columns}
      rowId={(part) => `${part.metric} ${part.unitId} ${part.period} ${part.status}`}
      view={view}
      onView={setView}
      empty={t('noParts')}
    />
  );
}

/** The report behind a unit's value, or where last year's was taken from and who put it in. */
function Behind({ part }: { part: Part }) {
  const { t } = useTranslation('figures');
  if (part.import) {
    return (
      <span>
        {part.import.source}
        <span className="under">
          {[part.import.by?.name, printTime(part.import.at)].filter(Boolean).join(' ')}
        </span>
      </span>
    );
  }
  const label = `${t('revision', { number: part.revision })}${part.status === 'pending' ? ` · ${t('waits')}` : ''}`;
  if (part.readable && part.reportId)
    return <PortalLink href={addresses.report(part.reportId)}>{label}</PortalLink>;
  return part.revision === null ? <span className="dim">{t('noReport')}</span> : label;
}
