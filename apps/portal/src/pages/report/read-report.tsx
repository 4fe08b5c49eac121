import { type FormData, isFilled, isVisible, type ReportView } from '@duban/contract';
import {
  formatNumber,
  useKitText,
  useLanguage,
  usePeriodText,
  useText,
  withMeasure,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usePrintValue } from './field-value.js';
import { FileLinks } from './file-links.js';
import { type ReportContext, type Revision, reportReads } from './report-queries.js';
import { differenceOf } from './text-difference.js';
import type { ShownForm } from './use-report-form.js';
import { useValueHistory } from './value-history.js';

interface Props {
  form: ShownForm;
  report: ReportView;
  context: ReportContext | undefined;
  targets: Record<string, string>;
}

/**
 * A report to be read, signed or reviewed: each value beside the last period's, the year so far and its target,
 * and with what became of it.
 */
export function ReadReport({ form, report, context, targets }: Props) {
  const { t } = useTranslation('report');
  const kit = useKitText();
  const text = useText();
  const language = useLanguage();
  const periodText = usePeriodText();
  const print = usePrintValue();
  const data = report.data as FormData;
  const earlier = useEarlier(report);
  const fields = form.fields.filter(
    (field) => isVisible(field, data) || (earlier !== null && isVisible(field, earlier.data)),
  );
  const changed = new Set(
    fields.map(({ key }) => key).filter((key) => earlier !== null && differ(earlier.data[key], data[key])),
  );
  const hasNumbers = fields.some((field) => field.kind);
  const history = useValueHistory(form, report.id);
  return (
    <div className="table-box">
      {earlier ? <Earlier form={form} earlier={earlier} changed={changed.size} /> : null}
      <table className="grid report-values" aria-label={text(form.title)}>
        <thead>
          <tr>
            <th scope="col">{t('field')}</th>
            <th scope="col" className={hasNumbers ? 'num' : undefined}>
              {t('value')}
            </th>
            {hasNumbers ? (
              <>
                <th scope="col" className="num">
                  {context?.lastPeriod ? periodText(context.lastPeriod) : kit('last')}
                </th>
                <th scope="col" className="num wide-only">
                  {t('yearToDate')}
                </th>
                <th scope="col" className="wide-only">
                  {kit('target')}
                </th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => {
            const warning = report.warnings.find((each) => each.field === field.key);
            const value = data[field.key];
            const year = context?.yearToDate[field.key];
            const isNumber = field.kind !== undefined && field.kind !== null;
            return (
              <tr key={field.key} className={changed.has(field.key) ? 'report-changed' : undefined}>
                <th scope="row">
                  {text(field.title)}
                  {history.markFor(field)}
                  {changed.has(field.key) ? <span className="metric-mark">{t('earlier.mark')}</span> : null}
                  {warning ? <span className="under field-warning">{warning.message}</span> : null}
                </th>
                <td
                  className={isNumber ? 'num' : 'report-text'}
                  colSpan={hasNumbers && !isNumber ? 4 : undefined}
                >
                  {field.type === 'file' ? <FileLinks ids={Array.isArray(value) ? value : []} /> : null}
                  {field.type === 'file' && isFilled(value ?? null) && !changed.has(field.key) ? null : (
                    <Said
                      now={print(field, value)}
                      before={changed.has(field.key) ? print(field, earlier?.data[field.key]) : null}
                      isText={field.type === 'text'}
                    />
                  )}
                </td>
                {isNumber ? (
                  <>
                    <td className="num">{print(field, context?.last?.[field.key])}</td>
                    <td className="num wide-only">
                      {withMeasure(formatNumber(year, language, 4), field.measure ?? '')}
                    </td>
                    <td className="wide-only">{targets[field.key]}</td>
                  </>
                ) : null}
              </tr>
            );
          })}
          {report.comment ? (
            <tr>
              <th scope="row">{t('comment.title')}</th>
              <td className="report-text" colSpan={hasNumbers ? 4 : undefined}>
                <span className="report-said">{report.comment}</span>
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
      {history.drawer}
    </div>
  );
}

/** A value; of one that changed also what stood there before. Of texts only the part that differs is marked. */
function Said({ now, before, isText }: { now: string; before: string | null; isText: boolean }) {
  const { t } = useTranslation('report');
  if (before === null) return <span className="report-said">{now || <span className="dim">–</span>}</span>;
  const part =
    isText && now && before ? differenceOf(before, now) : { start: '', before, after: now, end: '' };
  return (
    <>
      <span className="report-said">
        {part.start}
        {part.after ? <ins>{part.after}</ins> : null}
        {part.end}
        {now ? null : <span className="dim">–</span>}
      </span>
      <span className="under report-said">
        {t('earlier.was')} {part.start}
        {part.before ? <del>{part.before}</del> : null}
        {part.end}
        {before ? null : t('empty')}
      </span>
    </>
  );
}

/** What the report said when it was handed in before, and what it was sent back or opened for. */
interface EarlierRevision {
  revision: number;
  data: FormData;
  opened: Revision['events'][number] | undefined;
}

/** Of a report that is handed in again and waits to be judged; null for any other. */
function useEarlier({ id, state, revision }: ReportView): EarlierRevision | null {
  const isAgain = revision > 1 && (state === 'submitted' || state === 'signed');
  const revisions = useQuery({ ...reportReads.revisions(id), enabled: isAgain });
  const before = isAgain && revisions.data?.items.find((each) => each.revision === revision - 1);
  if (!before) return null;
  const opened = before.events.findLast(({ move }) => move === 'return' || move === 'unlock');
  return { revision: before.revision, data: before.data as FormData, opened };
}

const differ = (before: unknown, after: unknown) =>
  JSON.stringify(before ?? null) !== JSON.stringify(after ?? null);

function Earlier({
  form,
  earlier: { revision, opened },
  changed,
}: {
  form: ShownForm;
  earlier: EarlierRevision;
  changed: number;
}) {
  const { t } = useTranslation('report');
  const text = useText();
  const field = form.fields.find((each) => each.key === opened?.field);
  return (
    <p className="earlier">
      {opened
        ? t(`earlier.${opened.move === 'unlock' ? 'unlock' : 'return'}`, {
            number: revision,
            name: opened.by.name,
            reason: [field && text(field.title), opened.reason].filter(Boolean).join(': '),
          })
        : null}{' '}
      <b>{t(changed > 0 ? 'earlier.changed' : 'earlier.same', { number: revision, count: changed })}</b>
    </p>
  );
}
