import type { ReportView } from '@duban/contract';
import { api, useChange } from '@duban/portal-kit';
import type { MoveValues } from '../../parts/move-dialog.js';
import { touchedByReport } from './report-queries.js';

/** Sends a move of a report as it stands. */
export function useReportMove(id: string | undefined) {
  return useChange(
    ({ version, ...body }: MoveValues & { move: string; version: number }, idempotencyKey) =>
      api.post<ReportView>(`/api/reports/${id}/moves`, body, { ifMatch: version, idempotencyKey }),
    touchedByReport,
  );
}
