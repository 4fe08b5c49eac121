import type { historyPage } from '@duban/contract';
import { api } from '@duban/portal-kit';
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';

export type HistoryEntry = z.infer<typeof historyPage>['items'][number];

/** The moves that a task has made, newest last. */
export function taskHistory(id: string) {
  return queryOptions({
    queryKey: ['tasks', 'history', id],
    queryFn: ({ signal }) => api.all<HistoryEntry>(`/api/tasks/${id}/history`, {}, signal),
  });
}

/** Reads that a change of a task makes stale. */
export const touchedByTask = [['tasks'], ['work'], ['board'], ['expectations']] as const;
