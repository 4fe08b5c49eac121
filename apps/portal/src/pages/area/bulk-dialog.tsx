import type { ReportMovesResult, ReportView } from '@duban/contract';
import { api, useChange, usePeriodText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BulkFrame } from '../../parts/bulk-frame.js';
import { Labelled } from '../../parts/labelled.js';
import { saidOf } from '../../parts/problem-note.js';
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
  const possible = preview.data?.results.filter((each) => each.outcome === 'possible').length ?? 0;
  const needsReason = move === 'return';
  return (
    <BulkFrame
      title={t(`bulk.${move}`, { count: shown.length })}
      rows={shown.map((report) => ({
        id: report.id,
        label: `${report.unitName} · ${periodText(report.period)}`,
      }))}
      outcomes={(change.data ?? preview.data)?.results}
      finished={change.data}
      act={{
        label: t(`review.${move}`, { count: possible }),
        loading: change.isPending || preview.isFetching,
        disabled: possible === 0 || (needsReason && !reason.trim()),
        autoFocus: !needsReason,
        onClick: () => change.mutate({ ...base, ...(needsReason ? { reason: reason.trim() } : {}) }),
      }}
      error={preview.error ?? change.error}
      shownAt={['reason']}
      onClose={onClose}
    >
      {needsReason ? (
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
    </BulkFrame>
  );
}
