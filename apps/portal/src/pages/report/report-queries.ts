import type { Direction, FormData, Page, ReportView, revisionSchema, ValueChange } from '@duban/contract';
import { api, withQuery } from '@duban/portal-kit';
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ReportSubject } from './report-search.js';

export type Revision = z.infer<typeof revisionSchema>;

/** What stands beside the fields: the last accepted values, the year so far, and what is asked of the unit. */
export interface ReportContext {
  lastPeriod: string | null;
  last: FormData | null;
  yearToDate: Record<string, number | null>;
  targets: { metric: string; value: number; direction: Direction; measure: string; by: 'plan' | 'share' }[];
}

/** Reads that a change of a report makes stale. */
export const touchedByReport = [
  ['reports'],
  ['work'],
  ['expectations'],
  ['board'],
  ['tasks'],
  ['series'],
  ['drill'],
] as const;

export const reportReads = {
  /** Of a report, or of one that is about to begin. */
  context: (id: string | null, subject: Omit<ReportSubject, 'taskId'>) =>
    queryOptions({
      queryKey: ['reports', 'context', subject],
      queryFn: ({ signal }) =>
        api.get<ReportContext>(
          id === null ? '/api/reports/context' : `/api/reports/${id}/context`,
          id === null ? { ...subject } : {},
          signal,
        ),
    }),
  revisions: (id: string) =>
    queryOptions({
      queryKey: ['reports', 'revisions', id],
      queryFn: ({ signal }) => api.get<Page<Revision>>(`/api/reports/${id}/revisions`, {}, signal),
    }),
  /** What became of every field's value, newest first. */
  values: (id: string) =>
    queryOptions({
      queryKey: ['reports', 'values', id],
      queryFn: ({ signal }) => api.get<Page<ValueChange>>(`/api/reports/${id}/values`, {}, signal),
    }),
  /** The report of a subject, where it has been begun; null where not. */
  existing: (subject: ReportSubject) =>
    queryOptions({
      queryKey: ['reports', 'existing', subject],
      staleTime: 0,
      queryFn: ({ signal }) => findReport(subject, signal),
    }),
};

export async function findReport(
  { planId, areaId, formKey, taskId, unitId, period }: ReportSubject,
  signal?: AbortSignal,
): Promise<ReportView | null> {
  const path = withQuery('/api/reports', { planId, areaId, formKey, taskId, unitId, period, limit: 1 });
  return (await api.get<Page<ReportView>>(path, {}, signal)).items[0] ?? null;
}
