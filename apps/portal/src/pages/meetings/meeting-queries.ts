import type {
  BriefingTextView,
  DecisionView,
  Difference,
  MaterialView,
  MeetingView,
  MinutesView,
  Page,
  Snapshot,
  SnapshotRef,
  SnapshotTask,
  stageSchema,
  TaskDecision,
} from '@duban/contract';
import { api } from '@duban/portal-kit';
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';

export type Stage = z.infer<typeof stageSchema>;
/** A restricted task of a snapshot, for those who may know of it. */
export interface Annex {
  taskId: string;
  hash: string;
  task: SnapshotTask;
}

const root = 'meetings';
const path = (id: string, rest = '') => `/api/meetings/${id}${rest}`;

/** Reads that a change of a meeting makes stale. A snapshot never is: its bytes are frozen. */
export const touchedByMeeting = [[root]] as const;
/** A decision that takes effect changes tasks as well. */
export const touchedByEffect = [[root], ['tasks'], ['board'], ['targets'], ['work']] as const;

export const meetingReads = {
  list: (planId: string) =>
    queryOptions({
      queryKey: [root, 'list', planId],
      queryFn: ({ signal }) => api.all<MeetingView>('/api/meetings', { planId }, signal),
    }),
  one: (id: string) =>
    queryOptions({
      queryKey: [root, 'one', id],
      queryFn: ({ signal }) => api.get<MeetingView>(path(id), {}, signal),
    }),
  materials: (id: string) =>
    queryOptions({
      queryKey: [root, 'materials', id],
      queryFn: ({ signal }) => api.get<{ items: MaterialView[] }>(path(id, '/materials'), {}, signal),
    }),
  snapshots: (id: string) =>
    queryOptions({
      queryKey: [root, 'snapshots', id],
      queryFn: ({ signal }) => api.get<Page<SnapshotRef>>(path(id, '/snapshots'), {}, signal),
    }),
  snapshot: (id: string, sequence: number) =>
    queryOptions({
      queryKey: ['snapshot', id, sequence],
      staleTime: Infinity,
      queryFn: ({ signal }) => api.get<Snapshot>(path(id, '/snapshot'), { sequence }, signal),
    }),
  annexes: (id: string) =>
    queryOptions({
      queryKey: [root, 'annexes', id],
      queryFn: ({ signal }) => api.get<{ items: Annex[] }>(path(id, '/annexes'), {}, signal),
    }),
  /** From another meeting's snapshot to the one of that sequence: never an older picture's changes beside a newer one. */
  difference: (id: string, sequence?: number, since?: string) =>
    queryOptions({
      queryKey: [root, 'difference', id, sequence, since],
      queryFn: ({ signal }) => api.get<Difference>(path(id, '/difference'), { sequence, since }, signal),
    }),
  decisions: (id: string) =>
    queryOptions({
      queryKey: [root, 'decisions', id],
      queryFn: ({ signal }) => api.get<Page<DecisionView>>(path(id, '/decisions'), {}, signal),
    }),
  /** What meetings settled about a task. */
  ofTask: (taskId: string) =>
    queryOptions({
      queryKey: [root, 'of-task', taskId],
      queryFn: ({ signal }) => api.get<Page<TaskDecision>>(`/api/tasks/${taskId}/decisions`, {}, signal),
    }),
  stage: (id: string) =>
    queryOptions({
      queryKey: ['stage', id],
      staleTime: 0,
      queryFn: ({ signal }) => api.get<Stage>(path(id, '/stage'), {}, signal),
    }),
  briefing: (id: string) =>
    queryOptions({
      queryKey: [root, 'briefing', id],
      queryFn: ({ signal }) => api.get<BriefingTextView>(path(id, '/briefing'), {}, signal),
    }),
  minutes: (id: string) =>
    queryOptions({
      queryKey: [root, 'minutes', id],
      queryFn: ({ signal }) => api.get<MinutesView>(path(id, '/minutes'), {}, signal),
    }),
};

export const meetingPath = path;

/** Addresses of the meetings' pages. */
export const meetingAddresses = {
  list: '/meetings',
  one: (id: string) => `/meetings/${id}`,
  decisions: (id: string) => `/meetings/${id}?tab=decisions`,
  room: (id: string) => `/meetings/${id}/room`,
  handout: (id: string, sequence?: number) =>
    `/meetings/${id}/handout${sequence ? `?sequence=${sequence}` : ''}`,
};
