import { type ReportView, reportStateTitles, type TaskDetail } from '@duban/contract';
import {
  AreaSlot,
  asProblem,
  EmptyState,
  ErrorState,
  LoadingState,
  MissingState,
  PageLayout,
  PortalLink,
  queries,
  Section,
  useCan,
  usePeriodText,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { Alert } from 'antd';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { useAllows } from '../../app/use-allows.js';
import { usePlanOf } from '../../app/use-plan-of.js';
import { loadAreaPortal } from '../../areas.js';
import { FormMetrics } from '../../parts/form-metrics.js';
import { EditReport } from './edit-report.js';
import { FrozenRevision } from './frozen-revision.js';
import { ReadReport } from './read-report.js';
import { ReportMoves } from './report-moves.js';
import { reportReads } from './report-queries.js';
import { pickSubject, type ReportSubject } from './report-search.js';
import { Revisions } from './revisions.js';
import { useFieldTargets } from './use-field-targets.js';
import { type ShownForm, useReportForm } from './use-report-form.js';
import './report.css';

const FileWidget = lazy(() => import('./file-widget.js'));
const route = getRouteApi('/shell/reports/$reportId');

/** 填报: one report, or one that is about to begin (`new`, with the search saying which). */
export function ReportPage() {
  const { reportId } = route.useParams();
  const isNew = reportId === 'new';
  const search = route.useSearch();
  const asked = subjectOf(search);
  const known = useQuery({ ...queries.report(reportId), enabled: !isNew });
  const existing = useQuery({
    ...reportReads.existing(asked ?? noSubject),
    enabled: isNew && asked !== null,
  });
  const read = isNew ? existing : known;
  usePlanOf(read.data?.planId ?? asked?.planId);
  if (isNew && !asked) return <MissingState />;
  if (read.data === undefined) {
    if (read.isError && search.revision && asProblem(read.error).status === 404) return <HiddenSource />;
    if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
    return <LoadingState lines={10} />;
  }
  if (isNew && read.data !== null) {
    return <Navigate to="/reports/$reportId" params={{ reportId: read.data.id }} replace />;
  }
  const subject = read.data ?? asked;
  if (!subject) return <MissingState />;
  // The same report keeps its place on screen when it gets its id: nothing that is being typed is lost.
  return (
    <Desk key={JSON.stringify(pickSubject(subject))} subject={pickSubject(subject)} report={read.data} />
  );
}

/** A snapshot says which report a figure rests on to more people than may read the report. */
function HiddenSource() {
  const { t } = useTranslation('report');
  return <EmptyState title={t('frozen.hidden')} hint={t('frozen.hiddenHint')} />;
}

const noSubject: ReportSubject = { planId: '', areaId: '', formKey: '', taskId: '', unitId: '', period: '' };

function subjectOf(search: Partial<ReportSubject>): ReportSubject | null {
  const { planId, areaId, formKey, taskId, unitId, period } = search;
  if (!planId || !areaId || !formKey || !taskId || !unitId || !period) return null;
  return { planId, areaId, formKey, taskId, unitId, period };
}

function Desk({ subject, report }: { subject: ReportSubject; report: ReportView | null }) {
  const { form, isPending, error, retry } = useReportForm(subject, report?.id ?? null);
  const { revision } = route.useSearch();
  if (form && report && revision) return <FrozenRevision form={form} report={report} revision={revision} />;
  if (form) return <Sheet subject={subject} report={report} form={form} />;
  if (isPending) return <LoadingState lines={10} />;
  return error ? <ErrorState error={error} onRetry={() => void retry()} /> : <MissingState />;
}

function Sheet({
  subject,
  report,
  form,
}: {
  subject: ReportSubject;
  report: ReportView | null;
  form: ShownForm;
}) {
  const { t } = useTranslation('report');
  const text = useText();
  const can = useCan();
  const allows = useAllows();
  const task = useQuery({ ...queries.task(subject.taskId), enabled: can('task.read') });
  const context = useQuery({ ...reportReads.context(report?.id ?? null, subject), retry: false });
  const targets = useFieldTargets(subject.areaId, form.key, context.data?.targets);
  const portal = useQuery({
    queryKey: ['area-portal', subject.areaId],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => loadAreaPortal(subject.areaId),
  });
  const isOpen = report === null || report.state === 'draft' || report.state === 'returned';
  const mayWrite = allows('report.write', { areaId: subject.areaId, unitId: subject.unitId });
  const given = { form, context: context.data, targets };
  return (
    <PageLayout title={text(form.title)} note={<Note subject={subject} report={report} task={task.data} />}>
      {report?.returned && report.state === 'returned' ? (
        <Alert
          type="warning"
          showIcon
          title={t('returned.title', { name: report.returned.by.name })}
          description={
            <>
              {report.returned.field
                ? `${text(form.fields.find((field) => field.key === report.returned?.field)?.title) || report.returned.field}: `
                : null}
              {report.returned.reason}
            </>
          }
        />
      ) : null}
      {report && report.formVersion !== form.version ? (
        <Alert type="info" showIcon title={t('otherVersion', { version: report.formVersion })} />
      ) : null}
      {isOpen && mayWrite ? (
        <EditReport
          {...given}
          subject={subject}
          report={report}
          widgetFor={(field) =>
            portal.data?.widgetFor(form.key, field) ??
            (form.fields.find((each) => each.key === field)?.type === 'file' ? FileWidget : null)
          }
        />
      ) : report === null ? (
        <Alert type="info" showIcon title={t('notBegun')} />
      ) : (
        <>
          <Section title={t('content')}>
            <ReadReport {...given} report={report} />
          </Section>
          <ReportMoves report={report} />
        </>
      )}
      <FormMetrics areaId={subject.areaId} formKey={form.key} />
      {report ? <Revisions form={form} report={report} /> : null}
      <AreaSlot
        portal={portal.data ?? null}
        slot="report"
        given={{
          planId: subject.planId,
          areaId: subject.areaId,
          formKey: subject.formKey,
          unitId: subject.unitId,
          period: subject.period,
        }}
      />
    </PageLayout>
  );
}

/** Whose report, of which period and task, due when, and where it stands. */
function Note({
  subject,
  report,
  task,
}: {
  subject: ReportSubject;
  report: ReportView | null;
  task: TaskDetail | undefined;
}) {
  const { t } = useTranslation('report');
  const text = useText();
  const periodText = usePeriodText();
  const units = useQuery(queries.units());
  const { planId, areaId, formKey, taskId, unitId, period } = subject;
  const expected = useQuery({
    ...queries.expectations({ planId, areaId, formKey, taskId, unitId, period }),
    enabled: report === null,
  });
  const dueOn = report ? report.dueOn : expected.data?.items[0]?.dueOn;
  const unitName =
    report?.unitName ?? units.data?.items.find((unit) => unit.id === subject.unitId)?.name ?? '';
  return (
    <span className="task-line">
      <b>{unitName}</b>
      <b>{periodText(subject.period)}</b>
      {task?.title ? (
        <PortalLink href={addresses.task(task.id)}>
          {task.number === null ? task.title : `${task.number}. ${task.title}`}
        </PortalLink>
      ) : null}
      {dueOn ? <span className="figure">{t('due', { date: dueOn })}</span> : null}
      <span className="state-tag" role="status">
        {report ? text(reportStateTitles[report.state]) : t('notYet')}
      </span>
      {report && report.revision > 1 ? <span>{t('revision', { number: report.revision })}</span> : null}
      {report?.acceptedRevision && report.acceptedRevision !== report.revision ? (
        <span>{t('acceptedStands', { number: report.acceptedRevision })}</span>
      ) : null}
      {report?.filledFor ? <span className="metric-mark">{t('filledFor')}</span> : null}
      {report && report.mode !== 'filled' ? (
        <span className="metric-mark">{t(`mode.${report.mode}`)}</span>
      ) : null}
    </span>
  );
}
