import type { ExportView, Page } from '@duban/contract';
import { api } from '@duban/portal-kit';
import { queryOptions, useQuery } from '@tanstack/react-query';

/** Milliseconds between two looks at a document that is being made. */
const lookAgain = 500;

export const exportReads = queryOptions({
  queryKey: ['exports'],
  queryFn: ({ signal }) => api.get<Page<ExportView>>('/api/exports', {}, signal),
});
export const touchedByExport = [exportReads.queryKey] as const;

export const isOpen = ({ state }: ExportView) => state === 'waiting' || state === 'working';
export const fileOf = ({ id }: ExportView) => `/api/exports/${id}/file`;

/** My documents, newest first; looked at again as long as one of them is being made. */
export function useExports(enabled = true) {
  return useQuery({
    ...exportReads,
    enabled,
    refetchInterval: (query) => (query.state.data?.items.some(isOpen) ? lookAgain : false),
  });
}
