import type { ExpectationView, FormView } from '@duban/contract';
import {
  EmptyState,
  PortalLink,
  QueryView,
  queries,
  Section,
  useCan,
  usePeriodText,
  usePlan,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import type { AreaSearch } from '../../app/search.js';
import { type CellState, cellState, matrixOf } from './matrix.js';

/** Each state has a mark of its own, so that it is read without its colour. */
const marks: Record<CellState, { mark: string; look: string }> = {
  accepted: { mark: '●', look: 'cell-accepted' },
  signed: { mark: '◕', look: 'cell-moving' },
  submitted: { mark: '◑', look: 'cell-moving' },
  returned: { mark: '↩', look: 'cell-returned' },
  draft: { mark: '◔', look: 'cell-none' },
  late: { mark: '✕', look: 'cell-late' },
  open: { mark: '○', look: 'cell-none' },
  waived: { mark: '–', look: 'cell-none' },
};

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
              <Select
                className="form-select"
                aria-label={t('reports.form')}
                value={form.key}
                popupMatchSelectWidth={280}
                options={items.map((each) => ({ value: each.key, label: text(each.title) }))}
                onChange={(key: string) => onSearch({ form: key })}
              />
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
  const text = useText();
  const periodText = usePeriodText();
  const plan = usePlan();
  const units = useQuery(queries.units());
  const expectations = useQuery(
    queries.expectations({ planId: plan.id, areaId: form.areaId, formKey: form.key }),
  );
  return (
    <QueryView query={expectations} lines={10}>
      {({ items }) => {
        const { periods, rows } = matrixOf(items, units.data?.items ?? [], under);
        if (rows.length === 0) return <EmptyState title={t('reports.none')} hint={t('reports.noneHint')} />;
        return (
          <>
            <ul className="legend">
              {Object.entries(marks).map(([state, { mark, look }]) => (
                <li key={state}>
                  <span aria-hidden="true" className={look}>
                    {mark}
                  </span>{' '}
                  {t(`reports.state.${state}`)}
                </li>
              ))}
            </ul>
            <div className="table-box">
              <table className="grid matrix" aria-label={`${text(form.title)} ${t('reports.title')}`}>
                <thead>
                  <tr>
                    <th scope="col">{t('reports.unit')}</th>
                    {periods.map((period) => (
                      <th key={period} scope="col">
                        {periodText(period)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.unitId}>
                      <th scope="row">{row.unitName}</th>
                      {row.cells.map((cell, at) => (
                        <td key={periods[at]}>{cell ? <Cell expectation={cell} /> : null}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        );
      }}
    </QueryView>
  );
}

function Cell({ expectation }: { expectation: ExpectationView }) {
  const { t } = useTranslation('area');
  const can = useCan();
  const plan = usePlan();
  const state = cellState(expectation, plan.businessDate);
  const { mark, look } = marks[state];
  const content = (
    <span className={`cell ${look}`} title={t('reports.due', { date: expectation.dueOn })}>
      <span aria-hidden="true" className="cell-mark">
        {mark}
      </span>
      <span className="visually-hidden">{t(`reports.state.${state}`)}</span>
    </span>
  );
  if (expectation.reportId === null || !can('report.read')) return content;
  return <PortalLink href={addresses.report(expectation.reportId)}>{content}</PortalLink>;
}
