import type { ReportMovesResult, ReportView } from '@duban/contract';
import { api, useChange, usePeriodText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Labelled } from '../../parts/labelled.js';
import { ProblemNote, saidOf } from '../../parts/problem-note.js';
import { touchedByReport } from '../report/report-queries.js';

export type BulkMove = 'accept' | 'return';

/** Shows what would come of a move of many reports, makes it, and shows what came of each. */
export function BulkDialog({
  move,
  reports,
  onClose,
}: {
  move: BulkMove;
  reports: readonly ReportView[];
  onClose: () => void;
}) {
  const { t } = useTranslation('area');
  const periodText = usePeriodText();
  const [reason, setReason] = useState('');
  // As they were when the dialog opened: the list behind it changes while it is at work.
  const [shown] = useState(reports);
  const base = useMemo(
    () => ({ ids: shown.map((each) => each.id), versions: shown.map((each) => each.version), move }),
    [shown, move],
  );
  const preview = useQuery({
    queryKey: ['reports', 'preview', base],
    gcTime: 0,
    // A reason is not judged by a preview, yet a return always carries one.
    queryFn: ({ signal }) =>
      api.post<ReportMovesResult>('/api/reports/moves', { ...base, reason: '-', dryRun: true }, { signal }),
  });
  const change = useChange(
    (body: typeof base & { reason?: string }, idempotencyKey) =>
      api.post<ReportMovesResult>('/api/reports/moves', body, { idempotencyKey }),
    touchedByReport,
  );
  const result = change.data ?? preview.data;
  const possible = preview.data?.results.filter((each) => each.outcome === 'possible').length ?? 0;
  const needsReason = move === 'return';
  const make = () => change.mutate({ ...base, ...(needsReason ? { reason: reason.trim() } : {}) });
  return (
    <Modal
      open
      title={t(`bulk.${move}`, { count: shown.length })}
      onCancel={onClose}
      footer={
        change.data ? (
          <Button autoFocus onClick={onClose}>
            {t('bulk.close')}
          </Button>
        ) : (
          <Button
            // Mounted anew when the preview is there: only then can it take the focus.
            key={preview.isFetching ? 'previewing' : 'ready'}
            type="primary"
            autoFocus={!needsReason}
            loading={change.isPending || preview.isFetching}
            disabled={possible === 0 || (needsReason && !reason.trim())}
            onClick={make}
          >
            {t(`review.${move}`, { count: possible })}
          </Button>
        )
      }
    >
      <ProblemNote error={preview.error ?? change.error} shownAt={['reason']} />
      {needsReason && !change.data ? (
        <Labelled label={t('bulk.reason')} said={saidOf(change.error, 'reason')}>
          {(props) => (
            <Input.TextArea
              {...props}
              autoFocus
              autoSize={{ minRows: 2 }}
              maxLength={2000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Labelled>
      ) : null}
      {change.data ? (
        <p role="status">{t('bulk.done', { done: change.data.done, refused: change.data.refused })}</p>
      ) : null}
      <ul className="bulk-list">
        {shown.map((report) => {
          const found = result?.results.find((each) => each.id === report.id);
          return (
            <li key={report.id}>
              {report.unitName} · {periodText(report.period)}{' '}
              {found ? (
                <span className="dim">· {found.message ?? t(`bulk.outcome.${found.outcome}`)}</span>
              ) : null}
            </li>
          );
        })}
      </ul>
    </Modal>
  );
}
