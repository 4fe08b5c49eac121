import type { Field, FormData, FormView, ReportView } from '@duban/contract';
import {
  EmptyState,
  PortalLink,
  QueryView,
  queries,
  Section,
  useGo,
  useLanguage,
  usePeriodText,
  usePlan,
  useShortcuts,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { useAllows } from '../../app/use-allows.js';
import ReportBulk from '../../parts/report-bulk.js';
import { printCell } from '../grid/cells.js';
import './area.css';

/** 审核: what waits for my review in the area. j and k move, x selects, a accepts, r returns, Enter opens. */
export function ReviewQueue({ areaId }: { areaId: string }) {
  const { t } = useTranslation('area');
  const plan = usePlan();
  const allows = useAllows();
  const reports = useQuery(queries.reports({ planId: plan.id, areaId, state: 'signed' }));
  const forms = useQuery(queries.forms(plan.id, areaId));
  return (
    <QueryView query={reports} lines={8}>
      {({ items }) => {
        const mine = items.filter((report) => allows('report.accept', { areaId, unitId: report.unitId }));
        if (mine.length === 0) return <EmptyState title={t('review.none')} hint={t('review.noneHint')} />;
        return <Queue reports={mine} forms={forms.data?.items ?? []} />;
      }}
    </QueryView>
  );
}

function Queue({ reports, forms }: { reports: ReportView[]; forms: FormView[] }) {
  const { t } = useTranslation('area');
  const text = useText();
  const periodText = usePeriodText();
  const go = useGo();
  const [active, setActive] = useState(0);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<{ move: 'accept' | 'return'; reports: ReportView[] } | null>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const at = Math.min(active, reports.length - 1);
  const current = reports[at];
  const toggle = (id: string) =>
    setSelected((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const ask = (move: 'accept' | 'return') => {
    const chosen = reports.filter((report) => selected.has(report.id));
    const given = chosen.length > 0 ? chosen : current ? [current] : [];
    if (given.length > 0) setAsking({ move, reports: given });
  };
  const step = (to: number) => setActive(Math.max(0, Math.min(reports.length - 1, to)));
  useShortcuts({
    j: () => step(at + 1),
    k: () => step(at - 1),
    x: () => current && toggle(current.id),
    a: () => ask('accept'),
    r: () => ask('return'),
  });
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) body.current?.querySelector<HTMLElement>(`[data-line="${at}"]`)?.focus();
    moved.current = true;
  }, [at]);
  const formOf = (report: ReportView) => forms.find((form) => form.key === report.formKey);
  const count = reports.filter((report) => selected.has(report.id)).length;
  return (
    <Section
      title={t('review.title', { count: reports.length })}
      note={t('review.keys')}
      extra={
        <>
          <Button
            onClick={() =>
              setSelected(count === reports.length ? new Set() : new Set(reports.map((each) => each.id)))
            }
          >
            {count === reports.length ? t('review.selectNone') : t('review.selectAll')}
          </Button>
          <Button onClick={() => ask('return')}>{t('review.return', { count: Math.max(1, count) })}</Button>
          <Button type="primary" onClick={() => ask('accept')}>
            {t('review.accept', { count: Math.max(1, count) })}
          </Button>
        </>
      }
    >
      <div className="table-box">
        <table className="grid" aria-label={t('review.title', { count: reports.length })}>
          <thead>
            <tr>
              <th scope="col">{t('review.select')}</th>
              <th scope="col">{t('reports.unit')}</th>
              <th scope="col">{t('reports.form')}</th>
              <th scope="col">{t('review.period')}</th>
              <th scope="col">{t('review.warnings')}</th>
            </tr>
          </thead>
          <tbody ref={body}>
            {reports.map((report, line) => (
              <tr
                key={report.id}
                data-line={line}
                tabIndex={-1}
                className={line === at ? 'row-active' : undefined}
                onFocus={() => setActive(line)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && event.target === event.currentTarget)
                    go(addresses.report(report.id));
                }}
              >
                <td>
                  <Checkbox
                    checked={selected.has(report.id)}
                    aria-label={`${report.unitName} ${periodText(report.period)}`}
                    onChange={() => toggle(report.id)}
                  />
                </td>
                <td className="grow">
                  <PortalLink href={addresses.report(report.id)}>{report.unitName}</PortalLink>
                  {report.filledFor ? <span className="dim"> · {t('review.filledFor')}</span> : null}
                </td>
                <td>{text(formOf(report)?.title) || report.formKey}</td>
                <td>{periodText(report.period)}</td>
                <td>{report.warnings.map((warning) => warning.message).join(' ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {current ? <Values report={current} form={formOf(current)} /> : null}
      {asking ? (
        <ReportBulk
          move={asking.move}
          reports={asking.reports.map((each) => ({
            id: each.id,
            version: each.version,
            label: `${each.unitName} · ${periodText(each.period)}`,
          }))}
          onClose={() => {
            setAsking(null);
            setSelected(new Set());
          }}
        />
      ) : null}
    </Section>
  );
}

/** What the report at the cursor says, so that it is judged without leaving the queue. */
function Values({ report, form }: { report: ReportView; form: FormView | undefined }) {
  const { t } = useTranslation('area');
  const text = useText();
  const language = useLanguage();
  const fields = (form?.fields ?? []) as unknown as Field[];
  const data = report.data as FormData;
  return (
    <div className="review-values" aria-live="polite">
      <h3>{report.unitName}</h3>
      <dl>
        {fields
          .filter((field) => field.type !== 'file')
          .map((field) => (
            <div key={field.key}>
              <dt>{text(field.title)}</dt>
              <dd className="figure">
                {printCell(field, data[field.key], language, []) || '–'} {field.measure ?? ''}
              </dd>
            </div>
          ))}
      </dl>
      {report.comment ? <p>{t('review.comment', { comment: report.comment })}</p> : null}
    </div>
  );
}
