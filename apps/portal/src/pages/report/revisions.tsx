import { type ReportMoveName, type ReportView, reportLifecycle } from '@duban/contract';
import { QueryView, Section, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { printTime } from '../../parts/print-time.js';
import { usePrintValue } from './field-value.js';
import { type Revision, reportReads } from './report-queries.js';
import type { ShownForm } from './use-report-form.js';

const route = getRouteApi('/shell/reports/$reportId');

/** Every text that was handed in, what happened to it, and the difference between any two. */
export function Revisions({ form, report }: { form: ShownForm; report: ReportView }) {
  const { t } = useTranslation('report');
  const revisions = useQuery(reportReads.revisions(report.id));
  return (
    <QueryView query={revisions} lines={3}>
      {({ items }) =>
        items.length === 0 ? null : (
          <Section title={t('revisions.title')}>
            <ol className="timeline">
              {[...items]
                .sort((a, b) => b.revision - a.revision)
                .map((each) => (
                  <RevisionEvents
                    key={each.revision}
                    revision={each}
                    accepted={report.acceptedRevision}
                    form={form}
                  />
                ))}
            </ol>
            {items.length > 1 ? <Difference form={form} revisions={items} /> : null}
          </Section>
        )
      }
    </QueryView>
  );
}

/** What happened to one revision. */
export function RevisionEvents({
  revision,
  accepted,
  form,
}: {
  revision: Revision;
  accepted: number | null;
  form: ShownForm;
}) {
  const { t } = useTranslation('report');
  const text = useText();
  const titleOf = (move: string) =>
    text(reportLifecycle.find((each) => each.move === (move as ReportMoveName))?.title) || move;
  return (
    <li>
      <b>{t('revision', { number: revision.revision })}</b>
      {revision.revision === accepted ? <span className="metric-mark">{t('revisions.accepted')}</span> : null}
      {revision.comment ? (
        <div className="timeline-reason">{t('revisions.comment', { comment: revision.comment })}</div>
      ) : null}
      {revision.events.map((event) => (
        <div key={`${event.move} ${event.at}`} className="dim figure">
          {printTime(event.at)} · {titleOf(event.move)} · {event.by.name}
          {event.behalfOf ? t('revisions.behalf', { name: event.behalfOf.name }) : null}
          {event.field
            ? ` · ${text(form.fields.find((field) => field.key === event.field)?.title) || event.field}`
            : null}
          {event.reason ? <div className="timeline-reason">{event.reason}</div> : null}
        </div>
      ))}
    </li>
  );
}

function Difference({ form, revisions }: { form: ShownForm; revisions: Revision[] }) {
  const { t } = useTranslation('report');
  const text = useText();
  const print = usePrintValue();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const numbers = revisions.map((each) => each.revision).sort((a, b) => a - b);
  const asked = search.diff?.split('..').map(Number);
  const pick = (at: 0 | 1, fallback: number) => {
    const number = asked?.[at];
    return number !== undefined && numbers.includes(number) ? number : fallback;
  };
  const before = pick(0, numbers.at(-2) ?? 1);
  const after = pick(1, numbers.at(-1) ?? 1);
  const change = (from: number, to: number) =>
    void navigate({ search: (now) => ({ ...now, diff: `${from}..${to}` }), replace: true });
  const dataOf = (number: number) => revisions.find((each) => each.revision === number)?.data ?? {};
  const options = numbers.map((number) => ({ value: number, label: t('revision', { number }) }));
  const rows = form.fields
    .map((field) => ({
      key: field.key,
      title: text(field.title),
      before: print(field, dataOf(before)[field.key]),
      after: print(field, dataOf(after)[field.key]),
    }))
    .filter((row) => row.before !== row.after);
  return (
    <div className="difference">
      <div className="difference-head">
        {t('revisions.compare')}
        <Select
          aria-label={t('revisions.from')}
          value={before}
          options={options}
          onChange={(to) => change(to, after)}
        />
        →
        <Select
          aria-label={t('revisions.to')}
          value={after}
          options={options}
          onChange={(to) => change(before, to)}
        />
      </div>
      {rows.length === 0 ? (
        <p className="dim">{t('revisions.same')}</p>
      ) : (
        <div className="table-box">
          <table className="grid" aria-label={t('revisions.compare')}>
            <thead>
              <tr>
                <th scope="col">{t('field')}</th>
                <th scope="col">{t('revision', { number: before })}</th>
                <th scope="col">{t('revision', { number: after })}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key}>
                  <th scope="row">{row.title}</th>
                  <td className="report-text">
                    <del>{row.before}</del>
                  </td>
                  <td className="report-text">
                    <ins>{row.after}</ins>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
