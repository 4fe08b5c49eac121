import { type FormData, isVisible, type ReportView } from '@duban/contract';
import {
  formatNumber,
  useKitText,
  useLanguage,
  usePeriodText,
  useText,
  withMeasure,
} from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePrintValue } from './field-value.js';
import { FileLinks } from './file-links.js';
import { type ReportContext, reportReads } from './report-queries.js';
import type { ShownForm } from './use-report-form.js';
import { HistoryDrawer, HistoryMark } from './value-history.js';

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
  const fields = form.fields.filter((field) => isVisible(field, data));
  const hasNumbers = fields.some((field) => field.kind);
  const values = useQuery(reportReads.values(report.id));
  const changesOf = (key: string) => (values.data?.items ?? []).filter((each) => each.field === key);
  const [opened, setOpened] = useState<string | null>(null);
  const shown = form.fields.find((field) => field.key === opened);
  /** Takes the focus back once the drawer, which holds it, is gone. */
  const mark = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (opened === null) mark.current?.focus();
  }, [opened]);
  return (
    <div className="table-box">
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
              <tr key={field.key}>
                <th scope="row">
                  {text(field.title)}
                  {values.data ? (
                    <HistoryMark
                      title={text(field.title)}
                      changes={changesOf(field.key)}
                      onOpen={(own) => {
                        mark.current = own;
                        setOpened(field.key);
                      }}
                    />
                  ) : null}
                  {warning ? <span className="under field-warning">{warning.message}</span> : null}
                </th>
                <td
                  className={isNumber ? 'num' : 'report-text'}
                  colSpan={hasNumbers && !isNumber ? 4 : undefined}
                >
                  {field.type === 'file' ? (
                    <FileLinks ids={Array.isArray(value) ? value : []} />
                  ) : (
                    print(field, value) || <span className="dim">–</span>
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
                {report.comment}
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
      {shown ? (
        <HistoryDrawer field={shown} changes={changesOf(shown.key)} onClose={() => setOpened(null)} />
      ) : null}
    </div>
  );
}
