import { type BulkReportMove, type ReportMovesResult, reportLifecycle } from '@duban/contract';
import { useText } from '@duban/portal-kit';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { touchedByReport } from '../pages/report/report-queries.js';
import { BulkFrame } from './bulk-frame.js';
import { Words } from './labelled.js';
import { saidOf } from './problem-note.js';
import { useBulk } from './use-bulk.js';

export interface BulkReport {
  id: string;
  version: number;
  label: string;
}

/** Shows what would come of a move of many reports, makes it of those of which it is possible, and shows what came of each. */
export default function ReportBulk({
  move,
  reports,
  title,
  unfit = [],
  onClose,
}: {
  move: BulkReportMove;
  reports: readonly BulkReport[];
  /** Instead of the move and the number of reports. */
  title?: string;
  /** What the move cannot be made of, known beforehand: told, not sent. */
  unfit?: readonly { id: string; label: string; message: string }[];
  /** `done`: something was changed. */
  onClose: (done: boolean) => void;
}) {
  const { t } = useTranslation('change');
  const text = useText();
  const [reason, setReason] = useState('');
  const [shown] = useState(reports);
  const [unsent] = useState(unfit);
  const base = useMemo(
    () => ({ ids: shown.map((each) => each.id), versions: shown.map((each) => each.version), move }),
    [shown, move],
  );
  const bulk = useBulk<ReportMovesResult>(
    '/api/reports/moves',
    shown.length > 0 ? base : null,
    touchedByReport,
  );
  const { possible, done } = bulk;
  const said = (done?.results ?? []).reduce(
    (results, each) => results.set(each.id, each),
    new Map(bulk.preview?.results.map((each) => [each.id, each])),
  );
  const row = reportLifecycle.find((each) => each.move === move);
  const asksReason = row?.needs.includes('reason') ?? false;
  return (
    <BulkFrame
      title={title ?? t('bulk.reports', { move: text(row?.title), count: shown.length })}
      rows={[...unsent, ...shown]}
      outcomes={
        shown.length > 0 && said.size === 0
          ? undefined
          : [
              ...unsent.map((each) => ({ ...each, outcome: 'refused' as const })),
              ...[...said.values()].map((each) => ({
                ...each,
                note: each.behalfOf ? t('bulk.behalf', { name: each.behalfOf.name }) : null,
              })),
            ]
      }
      finished={
        done && {
          done: done.done,
          refused: unsent.length + shown.length - done.done,
        }
      }
      act={{
        label: t('bulk.act', { move: text(row?.title), count: possible.length }),
        loading: bulk.isBusy,
        disabled: possible.length === 0 || (asksReason && !reason.trim()),
        autoFocus: !asksReason,
        onClick: () =>
          bulk.make({
            ids: possible.map((each) => each.id),
            versions: possible.map((each) => each.version),
            move,
            ...(asksReason ? { reason: reason.trim() } : {}),
          }),
      }}
      error={bulk.error}
      shownAt={['reason']}
      onClose={() => onClose(done !== undefined)}
    >
      {asksReason ? (
        <Words
          label={t('bulk.reason')}
          said={saidOf(bulk.refusal, 'reason')}
          autoFocus
          value={reason}
          onChange={setReason}
        />
      ) : null}
    </BulkFrame>
  );
}
