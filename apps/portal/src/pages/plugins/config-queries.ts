import type {
  AreaConfigView,
  ConfigDiff,
  ConfigPreview,
  ConfigVersionView,
  FormView,
  Page,
} from '@duban/contract';
import { api } from '@duban/portal-kit';
import { type QueryKey, queryOptions } from '@tanstack/react-query';

export const configPath = (planId: string, areaId: string) => `/api/plans/${planId}/areas/${areaId}/config`;

export const configQueries = {
  config: (planId: string, areaId: string) =>
    queryOptions({
      queryKey: ['config', planId, areaId, 'now'],
      queryFn: ({ signal }) => api.get<AreaConfigView>(configPath(planId, areaId), {}, signal),
    }),
  versions: (planId: string, areaId: string) =>
    queryOptions({
      queryKey: ['config', planId, areaId, 'versions'],
      queryFn: ({ signal }) =>
        api.get<Page<ConfigVersionView>>(`${configPath(planId, areaId)}/versions`, {}, signal),
    }),
  diff: (planId: string, areaId: string, version: number, to?: number) =>
    queryOptions({
      queryKey: ['config', planId, areaId, 'diff', version, to],
      queryFn: ({ signal }) =>
        api.get<ConfigDiff>(`${configPath(planId, areaId)}/versions/${version}/diff`, { to }, signal),
    }),
  /** What a change would do. Asked of a POST, and changes nothing: it is a read. */
  preview: (planId: string, areaId: string, change: { value: object; effectiveFrom: string }) =>
    queryOptions({
      queryKey: ['config', planId, areaId, 'preview', change],
      retry: false,
      queryFn: ({ signal }) =>
        api.post<ConfigPreview>(`${configPath(planId, areaId)}/preview`, change, { signal }),
    }),
  /** Forms as the manifests declare them, without what the plan has set. */
  installedForms: (areaId?: string) =>
    queryOptions({
      queryKey: ['forms', 'installed', areaId],
      staleTime: 600_000,
      queryFn: ({ signal }) => api.get<Page<FormView>>('/api/forms', { areaId }, signal),
    }),
};

/** What a decided change makes stale. */
export const touchedByConfig: QueryKey[] = [
  ['config'],
  ['forms'],
  ['targets'],
  ['tasks'],
  ['board'],
  ['expectations'],
  ['series'],
  ['work'],
];
