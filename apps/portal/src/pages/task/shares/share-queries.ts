import type { Share } from '@duban/contract';
import { api } from '@duban/portal-kit';
import { queryOptions } from '@tanstack/react-query';

/** The parts of a task, each followed by the parts of it. */
export function taskShares(taskId: string) {
  return queryOptions({
    queryKey: ['tasks', 'shares', taskId],
    queryFn: ({ signal }) => api.get<{ items: Share[] }>(`/api/tasks/${taskId}/shares`, {}, signal),
  });
}

/** Reads that a change of a share makes stale. */
export const touchedByShare = [['tasks'], ['work'], ['board'], ['notifications'], ['shares']] as const;

export const sharePath = ({ taskId, id }: Pick<Share, 'taskId' | 'id'>) =>
  `/api/tasks/${taskId}/shares/${id}`;
