import { type FormData, isVisible, type ReportView } from '@duban/contract';
import {
  EmptyState,
  PageLayout,
  PortalLink,
  QueryView,
  queries,
  Section,
  useCan,
  usePeriodText,
  useText,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { usePrintValue } from './field-value.js';
import { FileLinks } from './file-links.js';
import { type Revision, reportReads } from './report-queries.js';
import { RevisionEvents } from './revisions.js';
import type { ShownForm } from './use-report-form.js';

/** One revision of a report as it was handed in, to be read alone: what a meeting's snapshot rests on, whatever came after. */
export function FrozenRevision({
  form,
  report,
  revision,
}: {
  form: ShownForm;
  report: ReportView;
  revision: number;
}) {
  const { t } = useTranslation('report');
  const text = useText();
  const periodText = usePeriodText();
  const can = useCan();
  const revisions = useQuery(reportReads.revisions(report.id));
  const task = useQuery({ ...queries.task(report.taskId), enabled: can('task.read') });
  const today = <PortalLink href={addresses.report(report.id)}>{t('frozen.today')}</PortalLink>;
  return (
    <PageLayout
      title={text(form.title)}
      note={
        <span className="task-line">
          <b>{report.unitName}</b>
          <b>{periodText(report.period)}</b>
          {task.data?.title ? (
            <PortalLink href={addresses.task(task.data.id)}>
              {task.data.number === null ? task.data.title : `${task.data.number}. ${task.data.title}`}
            </PortalLink>
          ) : null}
          <span className="state-tag" role="status">
            {t('frozen.title', { number: revision })}
          </span>
        </span>
      }
    >
      <QueryView query={revisions} lines={6}>
        {({ items }) => {
          const found = items.find((each) => each.revision === revision);
          if (!found) return <EmptyState title={t('frozen.none', { number: revision })} hint={today} />;
          const isToday = report.state === 'accepted' && report.acceptedRevision === revision;
          return (
            <>
              <Alert
                type="info"
                showIcon
                title={t(isToday ? 'frozen.same' : 'frozen.note', { number: revision })}
                description={today}
              />
              <Section title={t('content')}>
                <Values form={form} revision={found} />
              </Section>
              <Section title={t('revisions.title')}>
                <ol className="timeline">
                  <RevisionEvents revision={found} accepted={report.acceptedRevision} form={form} />
                </ol>
              </Section>
            </>
          );
        }}
      </QueryView>
    </PageLayout>
  );
}

function Values({ form, revision }: { form: ShownForm; revision: Revision }) {
  const { t } = useTranslation('report');
  const text = useText();
  const print = usePrintValue();
  const data = revision.data as FormData;
  return (
    <div className="table-box">
      <table className="grid report-values" aria-label={text(form.title)}>
        <thead>
          <tr>
            <th scope="col">{t('field')}</th>
            <th scope="col" className={form.fields.some((field) => field.kind) ? 'num' : undefined}>
              {t('value')}
            </th>
          </tr>
        </thead>
        <tbody>
          {form.fields
            .filter((field) => isVisible(field, data))
            .map((field) => {
              const value = data[field.key];
              return (
                <tr key={field.key}>
                  <th scope="row">{text(field.title)}</th>
                  <td className={field.kind ? 'num' : 'report-text'}>
                    {field.type === 'file' ? (
                      <FileLinks ids={Array.isArray(value) ? value : []} />
                    ) : (
                      print(field, value) || '–'
                    )}
                  </td>
                </tr>
              );
            })}
        </tbody>
      </table>
    </div>
  );
}
