import type { ReportMovesResult } from '@duban/contract';
import { api, useChange, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BulkFrame, type BulkOutcome } from '../../parts/bulk-frame.js';
import { touchedByReport } from '../report/report-queries.js';
import type { GridForm, GridRow } from './grid-rows.js';
import { type Lack, lackOf } from './lacks.js';

/** Hands in every row that is filled in: shows which are, what the others lack, and what came of each. */
export function SubmitDialog({
  form,
  rows,
  onClose,
}: {
  form: GridForm;
  rows: readonly GridRow[];
  onClose: () => void;
}) {
  const { t } = useTranslation('grid');
  const text = useText();
  // The sheet behind changes while it is handed in.
  const [shown] = useState(() =>
    rows.filter((row) => row.lock === null).map((row) => ({ row, lack: lackOf(form, row) })),
  );
  const lacking = shown.filter((each) => each.lack !== null);
  const base = useMemo(() => {
    const complete = shown.flatMap(({ row: { reportId: id, version }, lack }) =>
      lack === null && id !== null && version !== null ? [{ id, version }] : [],
    );
    return {
      ids: complete.map((each) => each.id),
      versions: complete.map((each) => each.version),
      move: 'submit' as const,
    };
  }, [shown]);
  const some = base.ids.length > 0;
  const change = useChange(
    (body: typeof base, idempotencyKey) =>
      api.post<ReportMovesResult>('/api/reports/moves', body, { idempotencyKey }),
    touchedByReport,
  );
  const preview = useQuery({
    queryKey: ['reports', 'preview', base],
    gcTime: 0,
    enabled: some && change.data === undefined,
    queryFn: ({ signal }) =>
      api.post<ReportMovesResult>('/api/reports/moves', { ...base, dryRun: true }, { signal }),
  });
  const say = (lack: Lack) =>
    'fields' in lack
      ? t(`submit.lack.${lack.kind}`, { fields: lack.fields.map((field) => text(field.title)).join('、') })
      : t(`submit.lack.${lack.kind}`);
  const outcomes: BulkOutcome[] = [
    ...lacking.map(({ row, lack }) => ({
      id: row.unitId,
      outcome: 'refused' as const,
      message: lack && say(lack),
    })),
    ...((change.data ?? preview.data)?.results ?? []),
  ];
  const possible = preview.data?.results.filter((each) => each.outcome === 'possible').length ?? 0;
  const done = change.data?.done ?? 0;
  return (
    <BulkFrame
      title={t('submit.all')}
      rows={[...lacking, ...shown.filter((each) => each.lack === null)].map(({ row, lack }) => ({
        id: lack ? row.unitId : (row.reportId ?? row.unitId),
        label: row.unitName,
      }))}
      outcomes={outcomes}
      finished={change.data && { done, refused: shown.length - done }}
      act={{
        label: t('submit.act', { count: possible }),
        loading: change.isPending || (some && preview.isFetching),
        disabled: possible === 0,
        autoFocus: true,
        onClick: () => change.mutate(base),
      }}
      error={preview.error ?? change.error}
      shownAt={[]}
      onClose={onClose}
    >
      <p role="status">{t('submit.counts', { complete: base.ids.length, lacking: lacking.length })}</p>
    </BulkFrame>
  );
}
