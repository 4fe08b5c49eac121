import type {
  AreaView,
  Board,
  Drill,
  DrillQuery,
  ExpectationView,
  FormView,
  LightChange,
  LightMonths,
  MetricView,
  MoveOffer,
  Page,
  PlanView,
  ReportView,
  Series,
  SessionView,
  TargetView,
  TaskDetail,
  TaskView,
  UnitView,
  UserView,
  Work,
} from '@duban/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, type Query } from './client.js';
import { ApiProblem } from './problem.js';

const minute = 60_000;
const keep = { placeholderData: keepPreviousData };

/**
 * What may be read, as options for `useQuery`. The first part of a key names the resource, so that a change
 * can say what it touches: `['tasks']`, `['reports']`, `['work']`, `['board']`, `['expectations']`, …
 */
export const queries = {
  /** Who am I; null when nobody is signed in. */
  session: () =>
    queryOptions({
      queryKey: ['session'],
      staleTime: minute,
      queryFn: ({ signal }) =>
        api.get<SessionView>('/api/session', {}, signal).catch((error: unknown) => {
          if (error instanceof ApiProblem && error.status === 401) return null;
          throw error;
        }),
    }),
  plans: () =>
    queryOptions({
      queryKey: ['plans'],
      staleTime: 10 * minute,
      queryFn: ({ signal }) => api.get<Page<PlanView>>('/api/plans', {}, signal),
    }),
  areas: () =>
    queryOptions({
      queryKey: ['areas'],
      staleTime: 10 * minute,
      queryFn: ({ signal }) => api.get<Page<AreaView>>('/api/areas', {}, signal),
    }),
  board: (planId: string, query: { period?: string; unit?: string }) =>
    queryOptions({
      queryKey: ['board', planId, query],
      ...keep,
      queryFn: ({ signal }) => api.get<Board>(`/api/plans/${planId}/board`, query, signal),
    }),
  /** Every task that the filters let through; filters are those of the API. */
  tasks: (planId: string, query: Query) =>
    queryOptions({
      queryKey: ['tasks', planId, query],
      ...keep,
      queryFn: ({ signal }) => api.all<TaskView>(`/api/plans/${planId}/tasks`, query, signal),
    }),
  task: (id: string) =>
    queryOptions({
      queryKey: ['tasks', 'one', id],
      queryFn: ({ signal }) => api.get<TaskDetail>(`/api/tasks/${id}`, {}, signal),
    }),
  taskMoves: (id: string) =>
    queryOptions({
      queryKey: ['tasks', 'moves', id],
      queryFn: ({ signal }) => api.get<MoveOffer[]>(`/api/tasks/${id}/moves`, {}, signal),
    }),
  /** When a task's light became another one, and why; oldest first. */
  taskLights: (id: string) =>
    queryOptions({
      queryKey: ['tasks', 'lights', id],
      queryFn: ({ signal }) => api.all<LightChange>(`/api/tasks/${id}/lights`, {}, signal),
    }),
  /** The lights of open tasks at each month's end, of the plan or one area. */
  lightMonths: (planId: string, areaId?: string) =>
    queryOptions({
      queryKey: ['tasks', 'light-months', planId, areaId],
      ...keep,
      queryFn: ({ signal }) => api.get<LightMonths>(`/api/plans/${planId}/lights`, { areaId }, signal),
    }),
  forms: (planId: string, areaId?: string) =>
    queryOptions({
      queryKey: ['forms', planId, areaId],
      staleTime: 10 * minute,
      queryFn: ({ signal }) => api.get<Page<FormView>>('/api/forms', { planId, areaId }, signal),
    }),
  metrics: (areaId?: string) =>
    queryOptions({
      queryKey: ['metrics', areaId],
      staleTime: 10 * minute,
      queryFn: ({ signal }) => api.get<Page<MetricView>>('/api/metrics', { areaId }, signal),
    }),
  series: (
    metric: string,
    query: { planId: string; unitId?: string; from?: string; to?: string; grain?: string },
  ) =>
    queryOptions({
      queryKey: ['series', metric, query],
      ...keep,
      queryFn: ({ signal }) => api.get<Series>(`/api/metrics/${metric}/series`, query, signal),
    }),
  drill: (
    metric: string,
    query: { planId: string; unitId?: string; period: string; of?: DrillQuery['of']; by?: 'kind' },
  ) =>
    queryOptions({
      queryKey: ['drill', metric, query],
      queryFn: ({ signal }) => api.get<Drill>(`/api/metrics/${metric}/drill`, query, signal),
    }),
  targets: (planId: string) =>
    queryOptions({
      queryKey: ['targets', planId],
      staleTime: minute,
      queryFn: ({ signal }) => api.all<TargetView>(`/api/plans/${planId}/targets`, {}, signal),
    }),
  expectations: (query: Query & { planId: string }) =>
    queryOptions({
      queryKey: ['expectations', query],
      ...keep,
      queryFn: ({ signal }) => api.all<ExpectationView>('/api/expectations', query, signal),
    }),
  reports: (query: Query & { planId: string }) =>
    queryOptions({
      queryKey: ['reports', query],
      ...keep,
      queryFn: ({ signal }) => api.all<ReportView>('/api/reports', query, signal),
    }),
  report: (id: string) =>
    queryOptions({
      queryKey: ['reports', 'one', id],
      queryFn: ({ signal }) => api.get<ReportView>(`/api/reports/${id}`, {}, signal),
    }),
  reportMoves: (id: string) =>
    queryOptions({
      queryKey: ['reports', 'moves', id],
      queryFn: ({ signal }) => api.get<MoveOffer[]>(`/api/reports/${id}/moves`, {}, signal),
    }),
  work: (planId: string) =>
    queryOptions({
      queryKey: ['work', planId],
      queryFn: ({ signal }) => api.get<Work>('/api/work', { planId }, signal),
    }),
  units: () =>
    queryOptions({
      queryKey: ['units'],
      staleTime: 10 * minute,
      queryFn: ({ signal }) => api.all<UnitView>('/api/units', {}, signal),
    }),
  users: (query: Query) =>
    queryOptions({
      queryKey: ['users', query],
      ...keep,
      queryFn: ({ signal }) => api.all<UserView>('/api/users', query, signal),
    }),
};
