import { type ExpectationView, periodSchema } from '@duban/contract';
import { withQuery } from '@duban/portal-kit';
import { z } from 'zod';

/** Of `/reports/new`: which report is begun. A value that does not fit is left out. */
const key = z.string().min(1).max(64).optional().catch(undefined);
const id = z.uuid().optional().catch(undefined);
export const reportSearch = z.object({
  planId: id,
  areaId: key,
  formKey: key,
  taskId: id,
  unitId: id,
  period: periodSchema.optional().catch(undefined),
  /** Two revisions to compare, as `1..2`. */
  diff: z
    .string()
    .regex(/^\d+\.\.\d+$/)
    .optional()
    .catch(undefined),
  /** The one revision to read, as a meeting's snapshot rests on it. */
  revision: z.coerce.number().int().min(1).optional().catch(undefined),
});

/** What makes a report the one that it is. */
export interface ReportSubject {
  planId: string;
  areaId: string;
  formKey: string;
  taskId: string;
  unitId: string;
  period: string;
}

/** Of a report or an expectation. */
export function pickSubject({
  planId,
  areaId,
  formKey,
  taskId,
  unitId,
  period,
}: ReportSubject): ReportSubject {
  return { planId, areaId, formKey, taskId, unitId, period };
}

/** Where a report that does not exist yet is begun. */
export function newReportAddress(subject: ReportSubject): string {
  const { planId, areaId, formKey, taskId, unitId, period } = subject;
  return withQuery('/reports/new', { planId, areaId, formKey, taskId, unitId, period });
}

/** Where an expected report is filled in or looked at. */
export function reportAddress(expectation: ExpectationView): string {
  return expectation.reportId === null ? newReportAddress(expectation) : `/reports/${expectation.reportId}`;
}
