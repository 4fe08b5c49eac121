import { ErrorState, LoadingState, PortalLink, usePeriodText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { useFormTitle } from '../../parts/form-title.js';
import { ReadReport } from '../report/read-report.js';
import { reportReads } from '../report/report-queries.js';
import { pickSubject } from '../report/report-search.js';
import { useFieldTargets } from '../report/use-field-targets.js';
import { useReportForm } from '../report/use-report-form.js';
import type { Reviewed } from './review-queue.js';
import '../report/report.css';

/** What the report at the cursor says, with all that it is judged by, so that nobody has to leave the queue. */
export function ReviewedReport({ report }: { report: Reviewed }) {
  const { t } = useTranslation('review');
  const periodText = usePeriodText();
  const titleOf = useFormTitle();
  const subject = pickSubject(report);
  const { form, error, retry } = useReportForm(subject, report.id);
  const context = useQuery({ ...reportReads.context(report.id, subject), retry: false });
  const targets = useFieldTargets(report.areaId, report.formKey, context.data?.targets);
  return (
    <section className="reviewed" aria-label={t('shown')}>
      <div className="reviewed-body">
        <h3>
          <PortalLink href={addresses.report(report.id)}>
            {[report.unitName, titleOf(report), periodText(report.period)].join(' · ')}
          </PortalLink>
        </h3>
        {form ? (
          <ReadReport key={report.id} form={form} report={report} context={context.data} targets={targets} />
        ) : error ? (
          <ErrorState error={error} onRetry={() => void retry()} />
        ) : (
          <LoadingState lines={6} />
        )}
      </div>
    </section>
  );
}
