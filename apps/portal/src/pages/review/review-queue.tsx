import { type BulkReportMove, type ReportView, reportLifecycle } from '@duban/contract';
import {
  EmptyState,
  PortalLink,
  QueryView,
  queries,
  Section,
  SelectAllCell,
  SelectCell,
  useGo,
  usePeriodText,
  usePlan,
  useSelection,
  useShortcuts,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { usePreferences } from '../../app/preferences.js';
import { useFormTitle } from '../../parts/form-title.js';
import { ReturnReport } from '../report/return-report.js';
import './review.css';
import { ReviewedReport } from './reviewed-report.js';

const ReportBulk = lazy(() => import('../../parts/report-bulk.js'));

/** A report with the title of its task. */
export type Reviewed = ReportView & { taskTitle: string };

/** What waits for my review, of one area or of all; whose it is to review, the API says as it does for my work. */
export function ReviewQueue({ areaId }: { areaId?: string }) {
  const { t } = useTranslation('review');
  const plan = usePlan();
  const work = useQuery(queries.work(plan.id));
  const reports = useQuery(queries.reports({ planId: plan.id, areaId, state: 'signed' }));
  const mine = useMemo(() => {
    const waiting = new Map(work.data?.toReview.map((each) => [each.reportId, each.taskTitle]));
    return reports.data?.items
      .flatMap((report) => {
        const taskTitle = waiting.get(report.id);
        return taskTitle === undefined ? [] : [{ ...report, taskTitle }];
      })
      .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  }, [work.data, reports.data]);
  return (
    <QueryView query={work} lines={8}>
      {() => (
        <QueryView query={reports} lines={8}>
          {() => (mine?.length ? <Queue reports={mine} areaId={areaId} /> : <Nothing hint={t('noneHint')} />)}
        </QueryView>
      )}
    </QueryView>
  );
}

/** As my work lists them: what is due first on top. */
const orderOf = ({ dueOn, unitName, formKey, id }: ReportView) => [dueOn, unitName, formKey, id].join(' ');

function Nothing({ hint }: { hint: string }) {
  const { t } = useTranslation('review');
  return <EmptyState title={t('none')} hint={hint} />;
}

function Queue({ reports, areaId }: { reports: Reviewed[]; areaId: string | undefined }) {
  const { t } = useTranslation('review');
  const text = useText();
  const periodText = usePeriodText();
  const plan = usePlan();
  const titleOf = useFormTitle();
  const go = useGo();
  const [active, setActive] = useState<string | null>(null);
  const [asking, setAsking] = useState<{ move: BulkReportMove; reports: readonly Reviewed[] } | null>(null);
  const selection = useSelection(reports);
  const body = useRef<HTMLTableSectionElement>(null);
  /** Where the cursor was: what is decided on leaves the queue, and the next one takes its place. */
  const last = useRef(0);
  const found = reports.findIndex((report) => report.id === active);
  const at = found >= 0 ? found : Math.min(last.current, reports.length - 1);
  last.current = at;
  const current = reports[at];

  const step = (to: number) => setActive(reports[Math.max(0, Math.min(reports.length - 1, to))]?.id ?? null);
  const take = (upToHere: boolean) => current && selection.take(current.id, upToHere);
  const ask = (move: BulkReportMove) => {
    const given = selection.rows.length > 0 ? selection.rows : current ? [current] : [];
    if (given.length > 0) setAsking({ move, reports: given });
  };
  const open = () => current && go(addresses.report(current.id));
  useShortcuts({
    j: () => step(at + 1),
    k: () => step(at - 1),
    x: () => take(false),
    ['X' as string]: () => take(true),
    a: () => ask('accept'),
    r: () => ask('return'),
    o: open,
  });
  const shown = useRef(current?.id);
  useEffect(() => {
    if (shown.current === current?.id) return;
    shown.current = current?.id;
    const row = body.current?.querySelector<HTMLElement>(`[data-report="${current?.id}"]`);
    // Whoever is in the row already, at its checkbox say, stays there.
    if (row && !row.contains(document.activeElement)) row.focus();
  }, [current?.id]);

  const count = Math.max(1, selection.rows.length);
  const close = () => setAsking(null);
  return (
    <Section
      title={t('title', { count: reports.length })}
      note={<Keys />}
      extra={
        <>
          {areaId ? <PortalLink href={addresses.review}>{t('all')}</PortalLink> : null}
          {(['return', 'accept'] as const).map((move) => (
            <Button key={move} type={move === 'accept' ? 'primary' : 'default'} onClick={() => ask(move)}>
              {t('act', { move: text(reportLifecycle.find((each) => each.move === move)?.title), count })}
            </Button>
          ))}
        </>
      }
    >
      <div className="review">
        <div className="review-list table-box">
          <table className="grid" aria-label={t('title', { count: reports.length })}>
            <thead>
              <tr>
                <SelectAllCell extent={selection.extent} onSelectAll={selection.takeAll} />
                <th scope="col" className="grow">
                  {t('report')}
                </th>
                <th scope="col">{t('dueOn')}</th>
              </tr>
            </thead>
            <tbody ref={body}>
              {reports.map((report) => (
                <tr
                  key={report.id}
                  data-report={report.id}
                  tabIndex={-1}
                  aria-current={report.id === current?.id || undefined}
                  data-selected={selection.has(report.id) || undefined}
                  className={report.id === current?.id ? 'row-active' : undefined}
                  onFocus={() => setActive(report.id)}
                  onClick={() => setActive(report.id)}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter' && event.target === event.currentTarget) open();
                  }}
                >
                  <SelectCell
                    label={`${report.unitName} ${titleOf(report)} ${periodText(report.period)}`}
                    selected={selection.has(report.id)}
                    onSelect={(upToHere) => selection.take(report.id, upToHere)}
                  />
                  <td className="grow">
                    <PortalLink href={addresses.report(report.id)}>{report.unitName}</PortalLink>
                    {report.revision > 1 ? (
                      <span className="metric-mark">{t('revision', { number: report.revision })}</span>
                    ) : null}
                    {report.filledFor ? <span className="metric-mark">{t('filledFor')}</span> : null}
                    <span className="under">
                      {[
                        titleOf(report),
                        periodText(report.period),
                        areaId ? null : text(plan.areas.find((area) => area.id === report.areaId)?.title),
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                    {report.warnings.length > 0 ? (
                      <span className="under field-warning">
                        {t('warnings', { count: report.warnings.length })}
                      </span>
                    ) : null}
                  </td>
                  <td className="figure">{report.dueOn ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {current ? <ReviewedReport report={current} /> : null}
      </div>
      {asking?.move === 'return' && asking.reports.length === 1 && asking.reports[0] ? (
        <ReturnReport report={asking.reports[0]} onClose={close} />
      ) : asking ? (
        <Suspense fallback={null}>
          <ReportBulk
            move={asking.move}
            reports={asking.reports.map((each) => ({
              id: each.id,
              version: each.version,
              label: [each.unitName, titleOf(each), periodText(each.period)].join(' · '),
            }))}
            onClose={close}
          />
        </Suspense>
      ) : null}
    </Section>
  );
}

/** The keys of the queue, where they are seen. */
function Keys() {
  const { t } = useTranslation('review');
  const { singleKeys } = usePreferences();
  if (!singleKeys) return t('keysOff');
  const keys = [
    ['j', 'next'],
    ['k', 'previous'],
    ['x', 'select'],
    ['a', 'accept'],
    ['r', 'return'],
    ['o', 'open'],
  ] as const;
  return (
    <span className="review-keys">
      {keys.map(([key, does]) => (
        <span key={key}>
          <kbd>{key}</kbd> {t(`keys.${does}`)}
        </span>
      ))}
    </span>
  );
}
