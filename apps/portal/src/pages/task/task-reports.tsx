import {
  cellState,
  type ExpectationView,
  matrixOf,
  progressNoteForm,
  progressNoteKey,
  type TaskDetail,
} from '@duban/contract';
import {
  EmptyState,
  PortalLink,
  QueryView,
  queries,
  Section,
  usePeriodText,
  usePlan,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { useAllows } from '../../app/use-allows.js';
import { ReportCell, ReportLegend } from '../../parts/report-cell.js';
import { newReportAddress } from '../report/report-search.js';

/** What the task's units owed and handed in, unit × period, one form at a time. */
export function TaskReports({
  task,
  form: chosen,
  onForm,
}: {
  task: TaskDetail;
  /** The form that is shown; the first where there is none such. */
  form: string | undefined;
  onForm: (key: string) => void;
}) {
  const { t } = useTranslation('task');
  const text = useText();
  const plan = usePlan();
  const forms = useQuery(queries.forms(task.planId, task.areaId));
  const units = useQuery(queries.units());
  const expectations = useQuery(queries.expectations({ planId: task.planId, taskId: task.id }));
  return (
    <QueryView query={expectations} lines={4}>
      {({ items }) => {
        const begun = items.filter((each) => each.opensOn <= plan.businessDate || each.reportId !== null);
        const keys = [...new Set(begun.map((each) => each.formKey))].sort(
          (a, b) => Number(a === progressNoteKey) - Number(b === progressNoteKey),
        );
        const key = chosen && keys.includes(chosen) ? chosen : keys[0];
        const titleOf = (formKey: string) =>
          formKey === progressNoteKey
            ? text(progressNoteForm.title)
            : text(forms.data?.items.find((each) => each.key === formKey)?.title) || formKey;
        return (
          <Section
            title={t('reports.title')}
            note={t('reports.note')}
            extra={
              keys.length > 1 ? (
                <Select
                  className="form-select"
                  aria-label={t('reports.form')}
                  popupMatchSelectWidth={280}
                  value={key}
                  options={keys.map((each) => ({ value: each, label: titleOf(each) }))}
                  onChange={onForm}
                />
              ) : key ? (
                <span className="dim">{titleOf(key)}</span>
              ) : null
            }
          >
            {key ? (
              <Matrix
                label={titleOf(key)}
                expectations={begun.filter((each) => each.formKey === key)}
                units={units.data?.items ?? []}
              />
            ) : (
              <EmptyState title={t('reports.none')} />
            )}
          </Section>
        );
      }}
    </QueryView>
  );
}

function Matrix({
  label,
  expectations,
  units,
}: {
  label: string;
  expectations: ExpectationView[];
  units: Parameters<typeof matrixOf>[1];
}) {
  const { t } = useTranslation('task');
  const periodText = usePeriodText();
  const plan = usePlan();
  const allows = useAllows();
  const { periods, rows } = matrixOf(expectations, units);
  const used = new Set(expectations.map((each) => cellState(each, plan.businessDate)));
  return (
    <>
      <ReportLegend used={used} />
      <div className={rows.length > 20 ? 'table-box matrix-tall' : 'table-box'}>
        <table className="grid matrix" aria-label={label}>
          <thead>
            <tr>
              <th scope="col">{t('reports.unit')}</th>
              {periods.map((period) => (
                <th key={period} scope="col" title={periodText(period)}>
                  {withoutYear(periodText(period))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{row.unitName}</th>
                {row.cells.map((cell, at) => (
                  <td key={periods[at]}>{cell ? <Cell expectation={cell} allows={allows} /> : null}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** A period as its table's head shows it: the year is the plan's. */
function withoutYear(printed: string): string {
  return printed.replace(/^\d{4}(年|-)| \d{4}$/, '') || printed;
}

/** A cell opens its report, where the reader may see it, or begins it, where the reader may write it. */
function Cell({
  expectation,
  allows,
}: {
  expectation: ExpectationView;
  allows: ReturnType<typeof useAllows>;
}) {
  const subject = { areaId: expectation.areaId, unitId: expectation.unitId };
  const href =
    expectation.reportId !== null
      ? allows('report.read', subject) && addresses.report(expectation.reportId)
      : !expectation.waived && allows('report.write', subject) && newReportAddress(expectation);
  const content = <ReportCell expectation={expectation} />;
  return href ? <PortalLink href={href}>{content}</PortalLink> : content;
}
