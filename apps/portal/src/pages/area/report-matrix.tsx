import {
  cellState,
  countsOf,
  type ExpectationView,
  type FormView,
  type MatrixRow,
  matrixOf,
  progressNoteKey,
} from '@duban/contract';
import {
  EmptyState,
  PortalLink,
  QueryView,
  queries,
  Section,
  useCan,
  usePeriodText,
  usePlan,
  useRowsInSight,
  useShortPeriod,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import type { AreaSearch } from '../../app/search.js';
import { useAllows } from '../../app/use-allows.js';
import { ExportButton } from '../../parts/export-button.js';
import { ReportCell, ReportLegend } from '../../parts/report-cell.js';
import './area.css';
import { CellDialog } from './cell-dialog.js';
import { ClosedPeriods } from './closed-periods.js';
import { UrgeDialog } from './urge-dialog.js';

interface Props {
  areaId: string;
  period: string;
  search: AreaSearch;
  onSearch: (change: Partial<AreaSearch>) => void;
}

/** Expected against received: the units that owe a form × its periods. */
export function ReportMatrix({ areaId, search, onSearch }: Props) {
  const { t } = useTranslation('area');
  const text = useText();
  const plan = usePlan();
  const forms = useQuery(queries.forms(plan.id, areaId));
  return (
    <QueryView query={forms}>
      {({ items }) => {
        const form = items.find((each) => each.key === search.form) ?? items[0];
        if (!form) return <EmptyState title={t('reports.noForms')} />;
        return (
          <Section
            title={t('reports.title')}
            note={t('reports.note')}
            extra={
              <>
                <ClosedPeriods />
                {form.key === progressNoteKey ? null : (
                  <PortalLink href={addresses.grid({ areaId, formKey: form.key, period: search.period })}>
                    {t('reports.grid')}
                  </PortalLink>
                )}
                <Select
                  className="form-select"
                  aria-label={t('reports.form')}
                  value={form.key}
                  popupMatchSelectWidth={280}
                  options={items.map((each) => ({ value: each.key, label: text(each.title) }))}
                  onChange={(key: string) => onSearch({ form: key })}
                />
                <ExportButton
                  label={t('reports.export')}
                  request={{
                    kind: 'report-matrix',
                    planId: plan.id,
                    areaId,
                    formKey: form.key,
                    under: search.unit,
                  }}
                />
              </>
            }
          >
            <Matrix form={form} under={search.unit} />
          </Section>
        );
      }}
    </QueryView>
  );
}

function Matrix({ form, under }: { form: FormView; under: string | undefined }) {
  const { t } = useTranslation('area');
  const plan = usePlan();
  const units = useQuery(queries.units());
  const expectations = useQuery(
    queries.expectations({ planId: plan.id, areaId: form.areaId, formKey: form.key, under }),
  );
  const matrix = useMemo(
    () => expectations.data && matrixOf(expectations.data.items, units.data?.items ?? []),
    [expectations.data, units.data],
  );
  return (
    <QueryView query={expectations} lines={10}>
      {() =>
        matrix && matrix.rows.length > 0 ? (
          <Cells form={form} {...matrix} />
        ) : (
          <EmptyState title={t('reports.none')} hint={t('reports.noneHint')} />
        )
      }
    </QueryView>
  );
}

function Cells({ form, periods, rows }: { form: FormView; periods: string[]; rows: MatrixRow[] }) {
  const { t } = useTranslation('area');
  const text = useText();
  const periodText = usePeriodText();
  const short = useShortPeriod();
  const plan = usePlan();
  const allows = useAllows();
  const box = useRef<HTMLDivElement>(null);
  const { shown, above, below } = useRowsInSight(box, {
    count: rows.length,
    height: rows[0]?.taskTitle ? 58 : 40,
    from: 80,
  });
  const [chosen, setChosen] = useState<ExpectationView | null>(null);
  const [urged, setUrged] = useState<ExpectationView[] | null>(null);
  const subject = { areaId: form.areaId };
  const mayUrge = allows('urging.issue', subject);
  const mayAct = mayUrge || allows('report.waive', subject);
  const late = useMemo(
    () =>
      rows
        .flatMap((row) => row.cells)
        .filter((cell) => cell && cellState(cell, plan.businessDate) === 'late') as ExpectationView[],
    [rows, plan.businessDate],
  );
  const span = periods.length + 1;
  return (
    <>
      <ReportLegend>
        {mayUrge && late.length > 0 ? (
          <li>
            <Button size="small" onClick={() => setUrged(late)}>
              {t('reports.urgeAll', { count: late.length })}
            </Button>
          </li>
        ) : null}
      </ReportLegend>
      <div className={rows.length > 80 ? 'table-box table-box-virtual' : 'table-box'} ref={box}>
        <table
          className="grid matrix"
          aria-label={`${text(form.title)} ${t('reports.title')}`}
          aria-rowcount={rows.length + 1}
        >
          <thead>
            <tr>
              <th scope="col">{t('reports.unit')}</th>
              {periods.map((period, at) => {
                const { expected, received } = countsOf(rows, at);
                return (
                  <th key={period} scope="col" title={periodText(period)}>
                    {short(period)}
                    <span className="under" title={t('reports.received')}>
                      {received}/{expected}
                    </span>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {above > 0 ? <Spacer height={above} span={span} /> : null}
            {shown.map((at) => {
              const row = rows[at];
              return row ? (
                <tr key={row.key} aria-rowindex={at + 2}>
                  <th scope="row" title={row.taskTitle ?? undefined}>
                    {row.unitName}
                    {row.taskTitle ? <span className="under matrix-task">{row.taskTitle}</span> : null}
                  </th>
                  {row.cells.map((cell, column) => (
                    <td key={periods[column]}>
                      {cell ? <Cell expectation={cell} onChoose={mayAct ? setChosen : undefined} /> : null}
                    </td>
                  ))}
                </tr>
              ) : null;
            })}
            {below > 0 ? <Spacer height={below} span={span} /> : null}
          </tbody>
        </table>
      </div>
      {chosen ? (
        <CellDialog
          expectation={chosen}
          onUrge={() => {
            setUrged([chosen]);
            setChosen(null);
          }}
          onClose={() => setChosen(null)}
        />
      ) : null}
      {urged ? <UrgeDialog late={urged} onClose={() => setUrged(null)} /> : null}
    </>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  return (
    <tr className="spacer">
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}

function Cell({
  expectation,
  onChoose,
}: {
  expectation: ExpectationView;
  /** For those who may do more than read. */
  onChoose: ((expectation: ExpectationView) => void) | undefined;
}) {
  const can = useCan();
  const content = <ReportCell expectation={expectation} />;
  if (onChoose) {
    return (
      <button type="button" className="cell-button" onClick={() => onChoose(expectation)}>
        {content}
      </button>
    );
  }
  if (expectation.reportId === null || !can('report.read')) return content;
  return <PortalLink href={addresses.report(expectation.reportId)}>{content}</PortalLink>;
}
